"""What a table has, as it is declared (列表的声明)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tuanbao.language import Text


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
        return follow(row, self.value or self.key)

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


def follow(row: Any, path: str) -> Any:
    """ "employee.name" or "employee__name" of a row: through attributes, keys and methods; None where it ends."""
    for name in path.replace("__", ".").split("."):
        row = row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)
        row = row() if callable(row) and not isinstance(row, Text) else row
        if row is None:
            return None
    return row
