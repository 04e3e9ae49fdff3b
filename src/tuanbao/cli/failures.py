"""A user's mistakes in words: what, where, why, what to do; never a traceback (错误提示)."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line
from typer.core import TyperGroup

from tuanbao.cli.terminal import language_of, messages, table
from tuanbao.language import Language, Text

UsageError: Any = typer.BadParameter.__mro__[1]
"""The base of everything that is wrong with the arguments; typer gives it no public name."""
DONE, PROBLEMS, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
SHOWN_ROWS = 20
_USAGE = (
    (r"Missing argument '(.+?)'\..*", "缺少参数 {}"),
    (r"Missing option '(.+?)'\..*", "缺少选项 {}"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有选项 {}，是不是 {}？"),
    (r"No such option: (\S+)", "没有选项 {}"),
    (r"No such command '(.+?)'\. Did you mean (.+)\?", "没有命令 {}，是不是 {}？"),
    (r"No such command '(.+?)'\.", "没有命令 {}"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "多出的参数：{}"),
    (r"Option '?(.+?)'? requires an argument\.", "选项 {} 后面应有内容"),
    (r"Invalid value for (.+?): (?:Value error, )?(.+) is not one of (.+?)\.?", "{} 不能是 {}，可以是：{}"),
    (r"Invalid value for (.+?): Input should be greater than or equal to (.+)", "{} 应不小于 {}"),
    (r"Invalid value for (.+?): Input should be less than or equal to (.+)", "{} 应不大于 {}"),
    (r"Invalid value for (.+?): Input should be a valid integer.*", "{} 应为整数"),
    (
        r"Invalid value for (.+?): (?:Value error, )?'(.+)' does not match the formats .+",
        "{} 应为日期，如 2026-12-31，而不是 {}",
    ),
    (r"Invalid value for (.+?): (?:Value error, )?(.+)", "{} 的值不对：{}"),
)
"""What typer says in English, and how it is said in Chinese."""


class WrongUsageError(Exception):
    """The arguments do not go together."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class FailedError(Exception):
    """A command cannot do what it was asked to; says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Commands(TyperGroup):
    """The commands, with every mistake of a user told in the user's language and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        rest = {"complete_var": complete_var, "windows_expand_args": windows_expand_args, **extra}
        try:
            done = super().main(args, prog_name, standalone_mode=False, **rest)
            code = done if isinstance(done, int) else DONE
        except (KeyboardInterrupt, typer.Abort):
            code = INTERRUPTED
        except Exception as error:
            code = tell(error, language_of(arguments))
        if code == INTERRUPTED:
            messages().print(Text("已中断。", "Interrupted.").to(language_of(arguments)))
        if standalone_mode:
            sys.exit(code)
        return code


def tell(error: Exception, language: Language) -> int:
    """Say what is wrong and give the exit code. Raises the error again where it is no mistake of the user."""
    console = messages()
    if isinstance(error, WrongUsageError):
        return _tell_usage(console, error.text.to(language), None, language)
    if isinstance(error, UsageError):
        context = getattr(error, "ctx", None)
        said: str = error.format_message()
        return _tell_usage(console, _usage_in(language, said), context, language)
    if isinstance(error, FailedError):
        _say(console, error.text.to(language))
        return PROBLEMS
    if isinstance(error, OSError) and error.filename is not None:
        _say(console, _about_file(error).to(language))
        return PROBLEMS
    if _tell_about_input(console, error, language):
        return PROBLEMS
    raise error


def _tell_usage(console: Console, message: str, context: Any, language: Language) -> int:
    if not message:  # nothing was asked for, and the help has been shown
        return WRONG_USAGE
    _say(console, message)
    command = context.command_path if context is not None else "tuanbao"
    hint = Text(f"用法见：{command} --help", f"See: {command} --help")
    console.print(hint.to(language), style="dim", soft_wrap=True)
    return WRONG_USAGE


def _usage_in(language: Language, message: str) -> str:
    if language == "zh":
        for pattern, chinese in _USAGE:
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                return chinese.format(*match.groups())
    return message


def _about_file(error: OSError) -> Text:
    name = error.filename
    if isinstance(error, FileNotFoundError):
        return Text(f"找不到“{name}”", f"there is no {name}")
    if isinstance(error, PermissionError):
        return Text(
            f"不能读写“{name}”；文件可能正在别的程序（如 Excel）中打开，或没有权限",
            f"{name} cannot be read or written; it may be open in another program (as Excel), or not be yours",
        )
    return Text(f"“{name}”：{error.strerror}", f"{name}: {error.strerror}")


def _tell_about_input(console: Console, error: Exception, language: Language) -> bool:
    """Files that were handed in, and questions that have no answer. False for an error of no such kind.

    Errors that are told carry their words (``text``), their rows (``errors``) or their places (``problems``). The
    modules that define them are loaded if one of them was raised.
    """
    from tuanbao.plan.problems import PlanError

    if isinstance(error, PlanError):
        tell_problems(console, error, language)
        return True
    from tuanbao.adjudication import RefusedRowsError
    from tuanbao.pricing.model import PeopleError

    if isinstance(error, RefusedRowsError | PeopleError):
        tell_rows(console, error.errors, language)
        return True
    from tuanbao.documents.fonts import TypesettingError

    text = error.message if isinstance(error, TypesettingError) else getattr(error, "text", None)
    if isinstance(text, Text):
        _say(console, text.to(language))
        return True
    return False


def _say(console: Console, message: str) -> None:
    console.print(Line(message, style="red"), soft_wrap=True)


def tell_problems(console: Console, error: Any, language: Language) -> None:
    """Every problem as file:line:column, with the line of the source and a caret."""
    sources: dict[str, list[str]] = {}
    for problem in error.problems:
        place = f"{problem.file}:{problem.line}:{problem.column}: "
        key = "" if problem.key == "-" else f"{problem.key}: "
        said = Line.assemble((place, "bold"), (key, "cyan"), problem.message.to(language))
        console.print(said, soft_wrap=True)
        lines = sources.setdefault(problem.file, _lines(problem.file))
        if 0 < problem.line <= len(lines):
            _print_source(console, lines[problem.line - 1], problem.line, problem.column)


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _print_source(console: Console, line: str, number: int, column: int) -> None:
    """The line, cut where it is long, and a caret under the column; Chinese characters take two cells."""
    line = line.replace("\t", " ")
    if not line.strip():
        return
    room = console.width - 12
    start = max(0, column - 1 - room // 3) if cell_len(line) > room else 0
    shown = line[start : start + room]
    while cell_len(shown) > room:
        shown = shown[:-1]
    left, right = "…" if start else "", "…" if start + len(shown) < len(line) else ""
    before = cell_len(left + line[start : column - 1])
    console.print(f"{number:>6} │ ", left, shown, right, sep="", style="dim", no_wrap=True, crop=True)
    console.print(f"       │ {' ' * before}", Line("^", style="bold red"), sep="", style="dim")


def tell_rows(console: Console, errors: Sequence[Any], language: Language) -> None:
    """The first wrong rows of tables, and how many there are."""
    headings = [
        Text("表", "Table"),
        Text("行", "Row"),
        Text("列", "Column"),
        Text("值", "Value"),
        Text("原因", "Reason"),
    ]
    shown = table([(heading.to(language), "text") for heading in headings])
    for column in shown.columns[:2]:
        column.no_wrap = True
    from tuanbao.roster import LAYOUTS

    for error in errors[:SHOWN_ROWS]:
        layout = LAYOUTS[error.table]
        column_name = layout[error.column].header.to(language) if error.column in layout else error.column
        shown.add_row(layout.title.to(language), str(error.row), column_name, error.value, error.reason.to(language))
    console.print(shown)
    more = len(errors) - SHOWN_ROWS
    if more > 0:
        console.print(Text(f"……还有 {more} 处", f"… and {more} more").to(language), style="dim")
