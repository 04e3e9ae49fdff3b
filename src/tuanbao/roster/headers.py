"""Finds the heading row and which column of a file is which column of a layout (表头识别)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tuanbao.language import Text
from tuanbao.roster.columns import Column, Kind, Layout, header_key
from tuanbao.roster.errors import TableError

SHOWN_COLUMNS = 5
"""Headings named where a table needs none in particular."""
ROWS_SEARCHED = 10
_NAMED = 8


class Matching(NamedTuple):
    """Which column of the file (by position) is which column, and the headings that nothing is known about."""

    found: tuple[tuple[int, Column], ...]
    unknown: tuple[str, ...]


def find_heading_row(rows: Sequence[Sequence[str]], layout: Layout) -> int | None:
    """The one of the first rows that has the most headings of the layout; titles above it are tolerated."""
    scores = [recognised(row, layout) for row in rows[:ROWS_SEARCHED]]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def recognised(row: Sequence[str], layout: Layout) -> int:
    """How many columns of the layout a row names."""
    keys = {header_key(cell) for cell in row}
    return sum(1 for column in layout.columns if not keys.isdisjoint(layout.all_headings[column.name]))


def match_headings(headings: Sequence[str], layout: Layout, amounts: frozenset[str] = frozenset()) -> Matching:
    """Raises TableError naming every column that is missing or stands twice."""
    places = _places([header_key(heading) for heading in headings], layout)
    taken = {position for positions in places.values() for position in positions}
    rest = [position for position, heading in enumerate(headings) if position not in taken and heading.strip()]
    extras = _extras(headings, rest, amounts) if layout.keeps_extras else []
    problems = [*_missing(places, layout), *_doubled(places, headings, layout), *_doubled_extras(extras)]
    if problems:
        raise TableError(*problems)
    known = [(places[column.name][0], column) for column in layout.columns if column.name in places]
    unknown = () if layout.keeps_extras else tuple(headings[position].strip() for position in rest)
    return Matching((*known, *extras), unknown)


def _places(keys: list[str], layout: Layout) -> dict[str, list[int]]:
    """The positions of every column's headings; fallbacks only of columns that have none, and not taken by others."""
    places: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        if key in layout.headings:
            places.setdefault(layout.headings[key].name, []).append(position)
    taken = {position for positions in places.values() for position in positions}
    for column in layout.columns:
        fallbacks = map(header_key, column.fallbacks)
        free = [keys.index(key) for key in fallbacks if key in keys and keys.index(key) not in taken]
        if column.name not in places and free:
            places[column.name] = free[:1]
            taken.add(free[0])
    return places


def _extras(headings: Sequence[str], positions: list[int], amounts: frozenset[str]) -> list[tuple[int, Column]]:
    """The columns of a layout that keeps what it does not name: amounts that plans name, and text."""
    named = {header_key(name): name for name in amounts}
    extras = []
    for position in positions:
        heading = headings[position].strip()
        name = named.get(header_key(heading), heading)
        kind: Kind = "money" if name in amounts else "text"
        extras.append((position, Column(name, kind, Text(heading, heading), Text(heading, heading), verbatim=True)))
    return extras


def _missing(places: dict[str, list[int]], layout: Layout) -> list[Text]:
    problems = []
    for column in layout.columns:
        computed = any(part in places for part in column.sum_of)
        if column.required and not computed and column.name not in places:
            usual = (*column.fallbacks, *column.headings)
            zh = [heading for heading in usual if not heading.isascii()][:_NAMED]
            en = [heading for heading in usual if heading.isascii()][:_NAMED]
            problems.append(
                Text(
                    f"{layout.title.zh}表缺少“{column.header.zh}”一列（{column.name}），也可写作：{'、'.join(zh)}",
                    f"the table of {layout.title.en} has no column {column.name} ({column.header.zh}); "
                    f"it may also be headed: {', '.join(en or zh)}",
                )
            )
    return problems


def _doubled(places: dict[str, list[int]], headings: Sequence[str], layout: Layout) -> list[Text]:
    return [
        _twice(layout[name].header.zh, name, [headings[position].strip() for position in positions])
        for name, positions in places.items()
        if len(positions) > 1
    ]


def _doubled_extras(extras: list[tuple[int, Column]]) -> list[Text]:
    names = [column.name for _, column in extras]
    return [_twice(name, name, [name] * names.count(name)) for name in dict.fromkeys(names) if names.count(name) > 1]


def _twice(zh: str, en: str, headings: list[str]) -> Text:
    return Text(
        f"有几列都是“{zh}”：{'、'.join(headings)}；请只留一列，或把其余的改名",
        f"several columns are {en}: {', '.join(headings)}; keep one, or give the others another name",
    )


def no_headings(path: Path, layout: Layout) -> TableError:
    """No row names a column of the layout."""
    required = [column for column in layout.columns if column.required] or layout.columns[:SHOWN_COLUMNS]
    return TableError(
        Text(
            f"“{path.name}”的前 {ROWS_SEARCHED} 行里找不到{layout.title.zh}表的表头，"
            f"表头应有：{'、'.join(column.header.zh for column in required)}",
            f"the first {ROWS_SEARCHED} rows of {path.name} hold no headings of the table of {layout.title.en}; "
            f"needed are: {', '.join(column.name for column in required)}",
        )
    )
