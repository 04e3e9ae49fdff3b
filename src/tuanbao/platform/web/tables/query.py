"""What an address asks of a table (列表的查询)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tuanbao.platform.web.tables.declared import Column, Table

SIZES = (25, 50, 100)
FORMATS = ("xlsx", "csv")
FROM, TO = "_from", "_to"


@dataclass(frozen=True)
class Query:
    """What an address asks of a table; what makes no sense is left out."""

    search: str = ""
    sort: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: str = "1"
    size: int = SIZES[0]
    export: str = ""
    prefix: str = ""
    """Before each of its names, where a page has several tables."""
    others: Mapping[str, str] = field(default_factory=dict)
    """What the address asks of the other tables of the page: it stays."""

    def address(self, **other: Any) -> str:
        """The address of this table with something else; the page begins anew unless it is what changes."""
        said = {"q": self.search, "sort": self.sort, "size": self.size if self.size != SIZES[0] else ""}
        own = {self.prefix + name: value for name, value in {**said, **self.filters, **other}.items()}
        every = {**self.others, **own}
        return "?" + urlencode({name: value for name, value in every.items() if value not in ("", None)})

    @property
    def cleared(self) -> str:
        """The address without anything asked of this table."""
        return "?" + urlencode(self.others)

    @property
    def exports(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.address(export=name)) for name in FORMATS)

    @property
    def sizes(self) -> tuple[tuple[int, str], ...]:
        return tuple((size, self.address(size=size)) for size in SIZES)


class Head(NamedTuple):
    column: Column
    sorted: str
    """ascending, descending, none, or empty where it cannot be sorted."""
    address: str


def read_query(asked: Mapping[str, Any], table: Table) -> Query:
    begin = table.prefix
    others = {name: asked[name] for name in asked if begin and not name.startswith(begin)}
    asked = {name.removeprefix(begin): asked[name] for name in asked if name.startswith(begin)}
    sort = asked.get("sort", "") or table.order
    column = table.column(sort.removeprefix("-"))
    size = asked.get("size", "")
    names = [name for each in table.columns if each.filter for name in _names(each)]
    export = asked.get("export", "")
    return Query(
        search=asked.get("q", "").strip() if table.search else "",
        sort=sort if column and column.sort else "",
        filters={name: asked[name] for name in names if asked.get(name)},
        page=asked.get("page", "1"),
        size=int(size) if size.isdigit() and int(size) in SIZES else SIZES[0],
        export=export if table.export and export in FORMATS else "",
        prefix=begin,
        others=others,
    )


def heads(table: Table, query: Query) -> tuple[Head, ...]:
    return tuple(_head(column, query) for column in table.shown)


def days(column: Column, query: Query) -> tuple[date | None, date | None]:
    return _day(query.filters.get(column.key + FROM, "")), _day(query.filters.get(column.key + TO, ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _names(column: Column) -> tuple[str, ...]:
    return (column.key + FROM, column.key + TO) if column.between else (column.key,)


def _head(column: Column, query: Query) -> Head:
    if not column.sort:
        return Head(column, "", "")
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(query.sort, "none")
    return Head(column, now, query.address(sort=f"-{column.key}" if now == "ascending" else column.key))
