"""A cell of a table as a page draws it (单元格). Written here and not in a template: a page has hundreds."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tuanbao.platform.web.written import day, moment, said, yuan


def drawn(cell: Any) -> SafeString:
    """``<td>…</td>``; on a phone, where rows are cards, each value stands beside its column's title."""
    inside = _KINDS.get(cell.column.kind, _words)(cell)
    if cell.address:
        inside = format_html('<a href="{}">{}</a>', cell.address, inside)
    classes = format_html(' class="{}"', cell.classes) if cell.classes else ""
    return format_html('<td data-label="{}"{}>{}</td>', said(cell.column.title), classes, inside)


def _words(cell: Any) -> str:
    return said(cell.words)


def _share(cell: Any) -> SafeString:
    bar = '<progress class="progress progress-sm" value="{}" max="100" aria-hidden="true"></progress>'
    return format_html('<span class="share">' + bar + "{}%</span>", cell.value, cell.value)


def _badge(cell: Any) -> SafeString:
    if not cell.value:
        return mark_safe("")
    return format_html('<span class="badge bg-{}-lt">{}</span>', cell.colour, said(cell.words))


_KINDS: Mapping[str, Callable[[Any], str]] = {
    "money": lambda cell: yuan(cell.value),
    "share": _share,
    "problem": lambda cell: format_html('<span class="text-danger">{}</span>', said(cell.words)),
    "day": lambda cell: format_html('<span class="text-nowrap">{}</span>', day(cell.value)),
    "moment": lambda cell: moment(cell.value),
    "badge": _badge,
}
