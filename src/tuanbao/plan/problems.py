"""What is wrong with a file: every problem has a place, a code and a sentence in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from tuanbao.language import Language, Text


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem of a plan or programme file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    key: str
    """Where it stands, as a path of keys: ``benefits[0].limits[1].amount``."""
    code: str
    message: Text
    """What is wrong and what was expected."""

    def to(self, language: Language) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.key}: {self.message.to(language)}"


class PlanError(Exception):
    """A file is refused. Carries all of its problems, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.to("en") for problem in self.problems))


def path_text(path: Iterable[str | int]) -> str:
    """("benefits", 0, "id") -> "benefits[0].id"."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
