"""A cell of a table as a page draws it (单元格). Written here and not in a template: a page has hundreds."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tuanbao.language import Text
from tuanbao.platform.web.tables.declared import Column
from tuanbao.platform.web.written import day, moment, said, yuan


class Cell(NamedTuple):
    column: Column
    value: Any
    address: str

    @property
    def colour(self) -> str:
        return self.column.colours.get(str(self.value), "secondary")

    @property
    def classes(self) -> str:
        """Numbers to the right; what is empty takes no room on a phone."""
        empty = "d-none d-md-table-cell" if self.value in (None, "", Text("", "")) else ""
        return " ".join(filter(None, ("number" if self.column.right else "", empty)))

    @property
    def words(self) -> Any:
        """The value as it is said: by the column's words where it has some."""
        return self.column.choices.get(str(self.value), self.value)


def drawn(cell: Cell) -> SafeString:
    """``<td>…</td>``; on a phone, where rows are cards, each value stands beside its column's title."""
    inside = _KINDS.get(cell.column.kind, _words)(cell)
    if cell.address:
        inside = format_html('<a href="{}">{}</a>', cell.address, inside)
    classes = format_html(' class="{}"', cell.classes) if cell.classes else ""
    return format_html('<td data-label="{}"{}>{}</td>', said(cell.column.title), classes, inside)


def _words(cell: Cell) -> str:
    return said(cell.words)


def _share(cell: Cell) -> SafeString:
    bar = '<progress class="progress progress-sm" value="{}" max="100" aria-hidden="true"></progress>'
    return format_html('<span class="share">' + bar + "{}%</span>", cell.value, cell.value)


def _badge(cell: Cell) -> SafeString:
    if not cell.value:
        return mark_safe("")
    return format_html('<span class="badge bg-{}-lt">{}</span>', cell.colour, said(cell.words))


_KINDS: Mapping[str, Callable[[Cell], str]] = {
    "money": lambda cell: yuan(cell.value),
    "share": _share,
    "problem": lambda cell: format_html('<span class="text-danger">{}</span>', said(cell.words)),
    "day": lambda cell: format_html('<span class="text-nowrap">{}</span>', day(cell.value)),
    "moment": lambda cell: moment(cell.value),
    "badge": _badge,
}
