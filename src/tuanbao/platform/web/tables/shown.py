"""A table as a request asks for it (列表的显示); `web/table.html` draws it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest

from tuanbao.platform.web.tables.cells import Cell
from tuanbao.platform.web.tables.declared import Action, Table
from tuanbao.platform.web.tables.query import SIZES, Head, Query, heads, read_query
from tuanbao.platform.web.tables.rows import Filter, filters, narrow, page


class Row(NamedTuple):
    cells: tuple[Cell, ...]
    actions: tuple[Action, ...]


class Shown(NamedTuple):
    """A table as a request asks for it; what `web/table.html` draws."""

    table: Table
    request: HttpRequest
    query: Query
    filters: tuple[Filter, ...]
    heads: tuple[Head, ...]
    page: Page[Any]
    rows: tuple[Row, ...]

    @property
    def narrowed(self) -> bool:
        return bool(self.query.search or self.query.filters)

    @property
    def sizes(self) -> tuple[tuple[int, str], ...]:
        """Rows a page, where there are more than the smallest page has."""
        return self.query.sizes if self.page.paginator.count > SIZES[0] else ()

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """The numbers of pages, with gaps where there are many."""
        pages = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [
            {
                "number": each,
                "address": self.query.address(page=each) if isinstance(each, int) else "",
                "here": each == self.page.number,
            }
            for each in pages
        ]


def show(request: HttpRequest, table: Table, rows: Any, query: Query | None = None) -> Shown:
    query = query or read_query(request.GET, table)
    chosen = filters(rows, table, query)
    here = page(narrow(rows, table, query), query)
    drawn = tuple(_row(table, each) for each in here.object_list)
    return Shown(table, request, query, chosen, heads(table, query), here, drawn)


def _row(table: Table, row: Any) -> Row:
    cells = tuple(
        Cell(column, column.of(row), (column.link(row) or "") if column.link else "") for column in table.shown
    )
    actions: Sequence[Action] = tuple(table.actions(row)) if table.actions else ()
    return Row(cells, tuple(actions))
