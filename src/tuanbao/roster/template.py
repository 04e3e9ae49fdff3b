"""The workbook that a company fills in: one sheet a table, with drop-downs, notes and examples (填写模板)."""

from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from tuanbao.language import Language, Text
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.layouts import BILLS, EVENTS, MEMBERS
from tuanbao.roster.parse import FIRST_DAY, LAST_DAY
from tuanbao.roster.write import NUMBER_FORMATS, write_cell

_GUIDE, _EXAMPLES = Text("填写说明", "Guide"), Text("示例", "Examples")
_LAST_ROW = 1_048_575
_TITLES = (
    *(Text("表", "Table"), Text("列", "Column"), Text("填写", "Needed"), Text("说明", "Meaning")),
    Text("可以填的内容", "Words to choose from"),
)
_CHOICES = Text("请从下拉列表中选择", "Choose from the list")


def write_template(
    path: str | Path, layouts: Sequence[Layout] = (MEMBERS, BILLS, EVENTS), *, language: Language = "zh"
) -> None:
    """Writes an .xlsx whose filled sheets `read_table` reads; notes and examples stand on sheets of their own."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        styles = _styles(book)
        for layout in layouts:
            _table_sheet(book, layout, styles, language)
        _guide_sheet(book, layouts, styles, language)
        _example_sheet(book, layouts, styles, language)


def _styles(book: Any) -> dict[str, Any]:
    heading = {"bold": True, "border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "needed": book.add_format({**heading, "bg_color": "#F8CBAD"}),
        "free": book.add_format({**heading, "bg_color": "#DDEBF7"}),
        "title": book.add_format({"bold": True, "font_size": 13}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        **{kind: book.add_format({"num_format": pattern}) for kind, pattern in NUMBER_FORMATS.items()},
    }


def _table_sheet(book: Any, layout: Layout, styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(layout.title.to(language))
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, _width(column, language), styles.get(column.kind))
        sheet.write_string(0, index, heading(column, language), styles["needed" if column.required else "free"])
        note = f"{column.meaning.to(language)}\n{_needed(layout, column).to(language)}"
        sheet.write_comment(0, index, note, {"x_scale": 1.6, "y_scale": 0.8, "font_size": 9})
        rule = _rule(column, language)
        if rule is not None:
            sheet.data_validation(1, index, _LAST_ROW, index, rule)


def heading(column: Column, language: Language) -> str:
    """The heading as the template writes it; a star marks what must be filled in."""
    return column.header.to(language) + ("*" if column.required else "")


def _width(column: Column, language: Language) -> float:
    text = heading(column, language)
    return max(11, 2.0 * len(text) + 3 if language == "zh" else 1.1 * len(text) + 3, 20 if column.sensitive else 0)


def _rule(column: Column, language: Language) -> dict[str, Any] | None:
    """What the sheet lets people enter."""
    if column.names:
        return {
            "validate": "list",
            "source": _choices(column, language),
            "error_title": column.header.to(language),
            "error_message": _CHOICES.to(language),
        }
    if column.kind == "date":
        limits = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
        return {
            **{"validate": "date", "criteria": "between", **limits},
            "error_title": column.header.to(language),
            "error_message": Text("请填日期，例如 2026-03-05", "Enter a date such as 2026-03-05").to(language),
        }
    if column.kind in ("money", "integer"):
        return {
            **{"validate": "decimal" if column.kind == "money" else "integer", "criteria": ">=", "value": 0},
            "error_title": column.header.to(language),
            "error_message": Text("请填不小于 0 的数字", "Enter a number that is not negative").to(language),
        }
    return None


def _choices(column: Column, language: Language) -> list[str]:
    """The words of a drop-down; yes comes before no."""
    words = column.choices("zh") if language == "zh" else column.vocabulary
    return words[::-1] if column.kind == "bool" else words


def _needed(layout: Layout, column: Column) -> Text:
    """Whether a cell must be filled in, and what it means when it is not."""
    if column.required:
        return Text("必填", "required")
    if column.empty_as is not None:
        other = layout[column.empty_as].header
        return Text(f"可不填；不填同“{other.zh}”", f"optional; empty: as {other.en}")
    if column.empty is not None:
        if not column.names:
            return Text(f"可不填；不填为 {column.empty}", f"optional; empty: {column.empty}")
        word = str(column.empty).lower()
        return Text(f"可不填；不填为“{column.names[word].zh}”", f"optional; empty: {word}")
    return Text("可不填", "optional")


def _guide_sheet(book: Any, layouts: Sequence[Layout], styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(_GUIDE.to(language))
    for index, (title, width) in enumerate(zip(_TITLES, (10, 22, 24, 56, 60), strict=True)):
        sheet.set_column(index, index, width, styles["wrap"])
        sheet.write_string(0, index, title.to(language), styles["free"])
    sheet.freeze_panes(1, 0)
    lines = [(layout, column) for layout in layouts for column in layout.columns]
    for line, (layout, column) in enumerate(lines, start=1):
        words = _choices(column, language)
        facts = (layout.title, column.header, _needed(layout, column), column.meaning)
        for index, fact in enumerate(facts):
            sheet.write_string(line, index, fact.to(language), styles["wrap"])
        sheet.write_string(line, 4, ("、" if language == "zh" else ", ").join(words), styles["wrap"])


def _example_sheet(book: Any, layouts: Sequence[Layout], styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(_EXAMPLES.to(language))
    sheet.set_column(0, max(len(layout.columns) for layout in layouts), 14)
    line = 0
    for layout in layouts:
        rows = example_rows(layout)
        sheet.write_string(line, 0, layout.title.to(language), styles["title"])
        for index, column in enumerate(layout.columns):
            sheet.write_string(
                line + 1, index, heading(column, language), styles["needed" if column.required else "free"]
            )
            for offset, row in enumerate(rows, start=2):
                value = _as_entered(row.get(column.name), column, language)
                write_cell(sheet, line + offset, index, value, styles.get(column.kind))
        line += len(rows) + 4


def example_rows(layout: Layout) -> list[dict[str, str]]:
    """Rows as a company may fill them in, by column; what it leaves empty is left out."""
    text = (resources.files(__package__) / "tables" / "examples.yaml").read_text("utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text).get(layout.name, [])
    return [{name: str(value) for name, value in row.items()} for row in rows]


def _as_entered(value: str | None, column: Column, language: Language) -> object:
    if value is None:
        return None
    if column.names:
        return column.names[value].zh if language == "zh" else value
    if column.kind == "date":
        return date.fromisoformat(value)
    return float(value) if column.kind in ("money", "integer") else value
