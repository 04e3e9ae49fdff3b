"""The schedule of benefits as a workbook: a summary of all plans, and a sheet for each with every term."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from tuanbao.documents.schedule_words import ADDED, BENEFIT, GLOSSARY, IN_SHORT, OVERVIEW_HEAD, PLAN, SUMMARY, Words
from tuanbao.language import Language
from tuanbao.plan.wording import Option, Schedule, Section, glossary

A4 = 9
LINE_HEIGHT = 16
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1F4E79"},
    "fact": {"font_color": "#666666"},
    "note": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1, "border_color": "#BFBFBF"},
    "first": {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"},
    "cell": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"},
    "short": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF", "bg_color": "#EEF3F8"},
}
Line = tuple[str, ...]


def write_excel(path: Path, schedules: Sequence[Schedule], language: Language) -> None:
    """One workbook for all schedules."""
    words = Words(language)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            name: book.add_format({"font_name": "Microsoft YaHei", "font_size": 10, **form})
            for name, form in FORMATS.items()
        }
        names = _sheet_names([words(SUMMARY), *(words(schedule.title) for schedule in schedules)])
        _Sheet(book, names[0], formats, words).summary(schedules)
        for name, schedule in zip(names[1:], schedules, strict=True):
            _Sheet(book, name, formats, words).terms(schedule)


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Titles as Excel allows them: at most 31 characters, some of them forbidden, none twice."""
    names: list[str] = []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip() or "-"
        known = {name.lower() for name in names}
        tries = (plain[:31] if n == 1 else f"{plain[: 28 - len(str(n))]} ({n})" for n in range(1, len(titles) + 2))
        names.append(next(name for name in tries if name.lower() not in known))
    return names


class _Sheet:
    """A sheet that is filled from above: a title, facts, then a table under a head that stays in sight."""

    def __init__(self, book: Any, name: str, formats: dict[str, Any], words: Words) -> None:
        self.sheet = book.add_worksheet(name)
        self.formats = formats
        self.words = words
        self.row = 0

    def summary(self, schedules: Sequence[Schedule]) -> None:
        """The summary table of all plans, and the words explained."""
        words = self.words
        self._columns((22, 20, 30, 20, 18, 60))
        self._write(words(SUMMARY), "title")
        self._head([words(PLAN), *words.each(OVERVIEW_HEAD), words(IN_SHORT)])
        for schedule in schedules:
            for line, section in zip(words.overview(schedule), _with_overview(schedule), strict=True):
                short = words(section.summary) if section.summary else ""
                self._line((words(schedule.title), *line, short), "cell")
        self.row += 1
        self._write(words(GLOSSARY), "title")
        for term, meaning in glossary(schedules):
            self.sheet.merge_range(self.row, 1, self.row, 5, words(meaning), self.formats["cell"])
            self._write(words(term), "first")
        self._print(landscape=True)

    def terms(self, schedule: Schedule) -> None:
        """Every term of a plan, a row each."""
        words = self.words
        self._columns((26, 30, 80))
        self._write(words(schedule.title), "title")
        facts = [words(schedule.kind), *(words.pair(label, value) for label, value in words.facts(schedule))]
        self._write("    ".join(facts), "fact")
        self._head([words(BENEFIT), *words.row_head])
        for note in schedule.notes:
            self._line(("", words.note, words(note)), "cell")
        for section in schedule.sections:
            self._section(section, "")
        for option in schedule.options:
            for line in _option_lines(option, words):
                self._line(line, "cell")
            for section in option.added:
                self._section(section, f"{words.option_heading(option)}\n{words(ADDED)}")
        self.sheet.autofilter(self.head, 0, self.row - 1, 2)
        self._print(landscape=False)

    def _section(self, section: Section, before: str) -> None:
        heading = before + self.words.heading(section)
        if section.summary is not None:
            self._line((heading, self.words(IN_SHORT), self.words(section.summary)), "short")
        for row in section.rows:
            self._line((heading, self.words(row.label), self.words(row.value)), "cell")

    def _columns(self, widths: Sequence[int]) -> None:
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def _write(self, text: str, form: str) -> None:
        self.sheet.write_string(self.row, 0, text, self.formats[form])
        self.row += 1

    def _head(self, cells: Sequence[str]) -> None:
        self.head = self.row
        for column, cell in enumerate(cells):
            self.sheet.write_string(self.row, column, cell, self.formats["head"])
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(self.head)

    def _line(self, cells: Line, form: str) -> None:
        for column, cell in enumerate(cells):
            self.sheet.write_string(self.row, column, cell, self.formats["first" if column == 0 else form])
        heights = [_lines(cell, width) for cell, width in zip(cells, self.widths, strict=True)]
        self.sheet.set_row(self.row, LINE_HEIGHT * max(heights))
        self.row += 1

    def _print(self, *, landscape: bool) -> None:
        """A4, one page wide, with page numbers."""
        self.sheet.set_paper(A4)
        self.sheet.set_landscape() if landscape else self.sheet.set_portrait()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.set_footer("&C&P / &N")
        self.sheet.hide_gridlines(2)


def _with_overview(schedule: Schedule) -> list[Section]:
    return [section for section in schedule.sections if section.overview is not None]


def _option_lines(option: Option, words: Words) -> Iterator[Line]:
    heading = words.option_heading(option)
    if not option.changes and not option.added:
        yield heading, "", ""
    for change in option.changes:
        yield heading, words(change.label), words.change(change)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of this many characters; Excel does not find out by itself."""
    return sum(max(1, -(-cell_len(line) // max(1, width - 2))) for line in text.split("\n"))
