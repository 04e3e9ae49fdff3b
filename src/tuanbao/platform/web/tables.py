"""Tables (列表): declared once, then sorted, searched, filtered, paged and exported by what the address says.

    PEOPLE = Table("people", Text("人员", "People"), (
        Column("number", Text("工号", "Number"), sort="number", link=lambda person: person.address),
        Column("paid", Text("已付", "Paid"), kind="money", value=lambda person: person.paid_fen),
    ), search=("number", "name"))

    return table_page(request, PEOPLE, Person.objects.all(), "people/list.html")   # which includes "web/table.html"
    return tables_page(request, [(TAKEN, taken), (MISSING, missing)], "choice/progress.html")   # several on one page

Rows are a queryset (``sort``, ``search`` and ``filter`` name its fields) or a list (they name attributes).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from tuanbao.language import Text
from tuanbao.platform.web import tables_export, tables_query, tables_rows


@dataclass(frozen=True)
class Column:
    key: str
    title: Text
    value: str | Callable[[Any], Any] = ""
    """A path of attributes ("employee.name"), or a function of the row; empty: the key."""
    kind: str = "text"
    """text, number, share (per cent, with a bar), money (fen), day, moment, badge, problem (said in red)."""
    sort: str = ""
    """Field or path to sort by; empty: cannot be sorted."""
    filter: str = ""
    """Field or path to filter by; the kinds day and moment are filtered from–to, others by choice."""
    choices: Mapping[str, Text] = field(default_factory=dict)
    """Words for values (badges, filters); filters without it offer the values that are there."""
    values: Callable[[], Iterable[Any]] | None = None
    """What a filter without words offers, where finding it in the rows would be slow."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """Tabler colour of a badge by value, "green", "red"…"""
    link: Callable[[Any], str] | None = None
    on_page: bool = True
    """Else it stands in files only."""

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        return tables_rows.follow(row, self.value or self.key)

    @property
    def right(self) -> bool:
        return self.kind in {"number", "money", "share"}

    @property
    def between(self) -> bool:
        return self.kind in {"day", "moment"}


class Action(NamedTuple):
    """What may be done with a row: a link, or with ``post`` a button that posts."""

    title: Text
    address: str
    post: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    """Names the element of the page and the exported file."""
    title: Text
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    """Fields or paths in which the search looks."""
    order: str = ""
    """Key of the column by which rows stand at first, with "-" the other way round; empty: as they come."""
    actions: Callable[[Any], Iterable[Action]] | None = None
    empty: Text = Text("这里还没有内容", "Nothing here yet")  # noqa: RUF009
    export: bool = True
    prefix: str = ""
    """Of what an address asks of it; `tables_page` gives each table of a page its own."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the page has."""
        return tuple(column for column in self.columns if column.on_page)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


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


class Row(NamedTuple):
    cells: tuple[Cell, ...]
    actions: tuple[Action, ...]


class Shown(NamedTuple):
    """A table as a request asks for it; what `web/table.html` draws."""

    table: Table
    request: HttpRequest
    query: tables_query.Query
    filters: tuple[tables_rows.Filter, ...]
    heads: tuple[tables_query.Head, ...]
    page: Page[Any]
    rows: tuple[Row, ...]

    @property
    def narrowed(self) -> bool:
        return bool(self.query.search or self.query.filters)

    @property
    def sizes(self) -> tuple[tuple[int, str], ...]:
        """Rows a page, where there are more than the smallest page has."""
        return self.query.sizes if self.page.paginator.count > tables_query.SIZES[0] else ()

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


def table_page(
    request: HttpRequest, table: Table, rows: Any, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with the table as `table`; only the rows where htmx asks for them; a file with `?export=xlsx` or csv."""
    response = _part(request, table, rows)
    if response is None:
        response = render(request, template, {"table": show(request, table, rows), **(context or {})})
    patch_vary_headers(response, ["HX-Target"])
    return response


def tables_page(
    request: HttpRequest, tables: Iterable[tuple[Table, Any]], template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Several tables with their rows on one page, each in the context under its name with ``_table``.

    What an address asks of one begins with its name: ``?missing-sort=name``.
    """
    own = [(replace(table, prefix=f"{table.name}-"), rows) for table, rows in tables]
    response = next((part for table, rows in own if (part := _part(request, table, rows))), None)
    if response is None:
        shown = {f"{table.name}_table": show(request, table, rows) for table, rows in own}
        response = render(request, template, {**shown, **(context or {})})
    patch_vary_headers(response, ["HX-Target"])
    return response


def _part(request: HttpRequest, table: Table, rows: Any) -> HttpResponse | None:
    """The file, or the rows alone, where that is what is asked for."""
    query = tables_query.read_query(request.GET, table)
    if query.export:
        return tables_export.answer(table, tables_rows.narrow(rows, table, query), query.export)
    if request.headers.get("HX-Target") == f"{table.name}-rows":
        return render(request, "web/table_rows.html", {"table": show(request, table, rows, query)})
    return None


def show(request: HttpRequest, table: Table, rows: Any, query: tables_query.Query | None = None) -> Shown:
    query = query or tables_query.read_query(request.GET, table)
    filters = tables_rows.filters(rows, table, query)
    page = tables_rows.page(tables_rows.narrow(rows, table, query), query)
    drawn = tuple(_row(table, each) for each in page.object_list)
    return Shown(table, request, query, filters, tables_query.heads(table, query), page, drawn)


def _row(table: Table, row: Any) -> Row:
    cells = tuple(
        Cell(column, column.of(row), (column.link(row) or "") if column.link else "") for column in table.shown
    )
    actions: Sequence[Action] = tuple(table.actions(row)) if table.actions else ()
    return Row(cells, tuple(actions))
