"""What is wrong with a file of parameters or with the people: everything at once, in both languages."""

from collections.abc import Sequence

from tuanbao.language import Text
from tuanbao.roster import RowError


class ModelError(Exception):
    """Parameters that cannot be used. `problems` say file, key, why and what to do."""

    def __init__(self, *problems: Text) -> None:
        super().__init__("\n".join(f"{problem.zh}\n{problem.en}" for problem in problems))
        self.problems = problems

    @property
    def text(self) -> Text:
        return Text("\n".join(p.zh for p in self.problems), "\n".join(p.en for p in self.problems))


class PeopleError(Exception):
    """People whose risk cannot be known: no birth date, no sex, no such class. `errors` name every row."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        lines = [
            f"{error.place.zh}：{error.reason.zh}\n{error.place.en}: {error.reason.en}" for error in errors[:_SHOWN]
        ]
        more = [f"…… {len(errors)}"] if len(errors) > _SHOWN else []
        super().__init__("\n".join([*lines, *more]))
        self.errors = tuple(errors)


_SHOWN = 20
