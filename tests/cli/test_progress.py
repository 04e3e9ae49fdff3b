"""The bar of long work: seen on a terminal only, gone when the work is done."""

import io

import pytest
from rich.console import Console

from tuanbao.cli import progress
from tuanbao.cli.progress import progress_bar
from tuanbao.language import Text

WORK, NEXT = Text("模拟", "Simulating"), Text("[b]理算[/b]", "[b]Adjudicating[/b]")


def terminal(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool) -> io.StringIO:
    """The error stream as it would be written to."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=is_terminal, width=100, markup=False, color_system=None)
    monkeypatch.setattr(progress, "messages", lambda: console)
    return file


def test_nothing_is_reported_to_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    file = terminal(monkeypatch, is_terminal=False)
    with progress_bar(WORK, "zh") as bar:
        assert (bar.advance, bar.tell) == (None, None)
        bar.step(NEXT)
    assert file.getvalue() == ""


def test_the_bar_says_what_is_done_and_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    file = terminal(monkeypatch, is_terminal=True)
    with progress_bar(WORK, "zh") as bar:
        assert bar.advance
        bar.advance(3, 10)
    assert "模拟" in file.getvalue()
    assert "3/10" in file.getvalue()


def test_a_new_step_counts_from_the_beginning_and_its_words_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    file = terminal(monkeypatch, is_terminal=True)
    with progress_bar(WORK, "en") as bar:
        assert bar.advance
        bar.advance(3, 10)
        bar.step(NEXT)
    said = file.getvalue()
    assert "[b]Adjudicating[/b]" in said
    assert "0/?" in said[said.index("[b]Adjudicating") :]


def test_the_bar_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    file = terminal(monkeypatch, is_terminal=True)
    with progress_bar(WORK, "zh"):
        pass
    assert file.getvalue().endswith("\x1b[2K")
