"""Which rows of a table, in which order (列表的筛选和排序)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from tuanbao.language import Text
from tuanbao.platform.web.tables.declared import Column, Table, follow
from tuanbao.platform.web.tables.query import FROM, TO, Query, days


class Filter(NamedTuple):
    column: Column
    options: tuple[tuple[str, Any], ...]
    value: str
    first: str
    last: str


def narrow(rows: Any, table: Table, query: Query) -> Any:
    """The rows that are searched for and pass the filters, sorted."""
    return (_narrow_queryset if isinstance(rows, QuerySet) else _narrow_list)(rows, table, query)


def page(rows: Any, query: Query) -> Page[Any]:
    """Tolerates pages that do not exist: the last one stands for those beyond it."""
    return Paginator(rows, query.size).get_page(query.page)


def filters(rows: Any, table: Table, query: Query) -> tuple[Filter, ...]:
    return tuple(
        Filter(
            column,
            () if column.between else _options(rows, column),
            query.filters.get(column.key, ""),
            query.filters.get(column.key + FROM, ""),
            query.filters.get(column.key + TO, ""),
        )
        for column in table.columns
        if column.filter
    )


def _options(rows: Any, column: Column) -> tuple[tuple[str, Any], ...]:
    if column.choices:
        return tuple(column.choices.items())
    if column.values is not None:
        values = set(column.values())
    elif isinstance(rows, QuerySet):
        values = set(rows.order_by().values_list(column.filter, flat=True).distinct()[:200])
    else:
        values = {follow(row, column.filter) for row in rows}
    return tuple((str(value), value) for value in sorted(values - {None, ""}, key=str))


def _narrow_queryset(rows: Any, table: Table, query: Query) -> Any:
    if query.search:
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": query.search}) for name in table.search)))
    for column in table.columns:
        if column.filter and column.between:
            first, last = days(column, query)
            rows = rows.filter(**{f"{column.filter}__gte": _start(column, first)}) if first else rows
            if last:
                rows = rows.filter(**{f"{column.filter}__lt": _start(column, last + timedelta(1))})
        elif column.filter and (value := query.filters.get(column.key)):
            rows = rows.filter(**{column.filter: value})
    if query.sort:
        column = table.column(query.sort.removeprefix("-"))  # type: ignore[assignment]
        rows = rows.order_by(("-" if query.sort.startswith("-") else "") + column.sort, "pk")
    return rows


def _narrow_list(rows: Any, table: Table, query: Query) -> list[Any]:
    found = [row for row in rows if all(test(row) for test in _tests(table, query))]
    if query.sort:
        column = table.column(query.sort.removeprefix("-"))
        found.sort(key=lambda row: _order(follow(row, column.sort)), reverse=query.sort.startswith("-"))  # type: ignore[union-attr]
    return found


def _tests(table: Table, query: Query) -> list[Callable[[Any], bool]]:
    tests: list[Callable[[Any], bool]] = []
    if query.search:
        wanted = query.search.casefold()
        tests.append(lambda row: any(wanted in _plain(follow(row, name)).casefold() for name in table.search))
    for column in table.columns:
        if column.filter and column.between:
            first, last = days(column, query)
            tests.append(lambda row, c=column, a=first, z=last: _within(follow(row, c.filter), a, z))  # type: ignore[misc]
        elif column.filter and (value := query.filters.get(column.key)):
            tests.append(lambda row, c=column, v=value: str(follow(row, c.filter)) == v)  # type: ignore[misc]
    return tests


def _start(column: Column, day: date) -> date | datetime:
    """What a field of the column is compared with at the beginning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day)) if column.kind == "moment" else day


def _within(value: Any, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    if value is None:
        return False
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return (first is None or first <= on) and (last is None or on <= last)


def _plain(value: Any) -> str:
    return " ".join(value) if isinstance(value, Text) else str(value or "")


def _order(value: Any) -> tuple[bool, Any]:
    """Nothing comes first, as in SQLite."""
    return (value is not None, _plain(value) if isinstance(value, Text) else ("" if value is None else value))
