"""Answers that have tables (列表页): the page, the rows alone, or a file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from tuanbao.platform.web.tables import export
from tuanbao.platform.web.tables.declared import Table
from tuanbao.platform.web.tables.query import read_query
from tuanbao.platform.web.tables.rows import narrow
from tuanbao.platform.web.tables.shown import show


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
    query = read_query(request.GET, table)
    if query.export:
        return export.answer(table, narrow(rows, table, query), query.export)
    if request.headers.get("HX-Target") == f"{table.name}-rows":
        return render(request, "web/table_rows.html", {"table": show(request, table, rows, query)})
    return None
