"""The consoles that documents show: commands with what they print, run again.

In a block marked ``console`` a line that begins with "$ " is a command, and what follows up to the next is what it
prints, errors too. Commands run in a copy of the checkout's documents and examples, 112 columns wide; seconds differ.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"\d+\.\d+(?=( 秒| s\b))")


@dataclass(frozen=True)
class Shown:
    """A command of a document and the lines shown below it."""

    command: str
    output: list[str]


def shown_in(block: str) -> Iterator[Shown]:
    lines = block.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    assert lines == [] or starts[:1] == [0], f"a console begins with a command: {lines[0]}"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Shown(lines[start].removeprefix("$ "), lines[start + 1 : end])


class Session:
    """A shell that keeps its folder and variables from one command to the next."""

    def __init__(self, home: Path) -> None:
        for name in ("docs", "examples"):
            shutil.copytree(ROOT / name, home / name)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        plain = {"COLUMNS": "112", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
        self.folder, self.environment = home, {**os.environ, **plain, "PATH": path}
        self.environment.pop("TUANBAO_LANG", None)

    def run(self, command: str) -> list[str]:
        """What the command prints, without blanks at the end of lines."""
        if match := re.fullmatch(r"cd (\S+)", command):
            self.folder /= match.group(1)
            return []
        if match := re.fullmatch(r"export (\w+)=(\S+)", command):
            self.environment[match.group(1)] = match.group(2)
            return []
        done = subprocess.run(
            ["bash", "-c", command.removeprefix("uv run ")],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        lines = [SECONDS.sub("0.1", line.rstrip()) for line in done.stdout.decode().splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return lines


def replayed(document: str, home: Path) -> str:
    """The document with what its commands print now."""
    session = Session(home)

    def again(match: re.Match[str]) -> str:
        parts = [f"$ {shown.command}\n" + _text(session.run(shown.command)) for shown in shown_in(match.group(1))]
        return f"```console\n{''.join(parts)}```"

    return BLOCK.sub(again, document)


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
