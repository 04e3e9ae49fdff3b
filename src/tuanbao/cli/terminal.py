"""What all commands share: the language, where text goes, and the form of tables (终端输出)."""

import json
import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from tuanbao.language import Language, Text

LANGUAGE_VARIABLE = "TUANBAO_LANG"
WIDTH_OF_FILES = 120
"""Cells in a line where the output is no terminal."""
NARROW = 100
"""Tables have fewer columns on terminals of fewer cells."""

Lang = Annotated[Language, typer.Option("--lang", envvar=LANGUAGE_VARIABLE, help="中文或英文 · Chinese or English")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLANS", help="方案文件 · the file of plans")]
Members = Annotated[Path, typer.Option("--members", "-m", help="被保险人清单 · the table of people")]
Bills = Annotated[Path, typer.Option("--bills", "-b", help="医疗票据 · the table of bills")]
Events = Annotated[Path | None, typer.Option("--events", "-e", help="事件 · the table of events")]
Openings = Annotated[
    Path | None, typer.Option("--openings", help="期初已赔（终身限额用） · paid in earlier years, for lifetime limits")
]
HospitalLists = Annotated[Path | None, typer.Option("--hospital-lists", help="医院名单 · lists of hospitals")]
Column = tuple[str, Literal["text", "number"]]


def output() -> Console:
    """Where results go. Text that people wrote is never read as markup."""
    return _console(stderr=False)


def messages() -> Console:
    """Where progress and errors go."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_FILES
    return console


def language_of(arguments: Sequence[str]) -> Language:
    """The language of messages about the arguments themselves, before these are understood."""
    asked = [argument.partition("=")[2] for argument in arguments if argument.startswith("--lang=")]
    asked += [word for before, word in pairwise(arguments) if before == "--lang"]
    chosen = asked[-1] if asked else os.environ.get(LANGUAGE_VARIABLE)
    return "en" if chosen == "en" else "zh"


def each(texts: Sequence[Text], language: Language) -> list[str]:
    return [text.to(language) for text in texts]


def table(columns: Sequence[Column], *, title: str | None = None) -> Table:
    """An empty table; numbers stand flush right and are never broken."""
    made = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for heading, kind in columns:
        if kind == "number":
            made.add_column(heading, justify="right", no_wrap=True)
        else:
            made.add_column(heading, overflow="fold")
    return made


def tell_written(path: Path, language: Language) -> None:
    output().print(Text(f"已写入 {path}", f"Written to {path}").to(language), soft_wrap=True)


def for_writing(path: Path) -> Path:
    """The path, with a folder to stand in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def print_json(value: Any) -> None:
    """JSON as programs read it, whatever the width of the terminal."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
