"""Every value of a plan file, and the file with one of them changed."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from tuanbao import vocabulary

Path_ = tuple[str | int, ...]

CLOSED_LISTS: tuple[Sequence[Any], ...] = (
    *map(
        list,
        (
            vocabulary.CATEGORIES,
            vocabulary.CAUSES,
            vocabulary.RELATIONS,
            vocabulary.OWNERSHIPS,
            vocabulary.WARDS,
            vocabulary.EVENTS,
            vocabulary.MODES,
        ),
    ),
    ["visit", "day", "case", "year", "lifetime"],
    ["member", "family", "company"],
    ["earlier_benefits", "other_paid"],
    ["stay", "lost_time"],
    ["except", "only"],
)


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Path and value of everything that is no mapping and no list."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, (*path, i))
    else:
        yield path, value


def with_leaf(tree: Any, path: Path_, value: Any) -> Any:
    """A copy of the tree with another value at the path; without the key where the value is None."""
    changed = deepcopy(tree)
    holder = changed
    for part in path[:-1]:
        holder = holder[part]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed


def others(value: Any) -> Iterator[Any]:
    """What may stand in the value's place, the likeliest first; at last nothing (None)."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, "35%")
    elif isinstance(value, date):
        yield from (value + timedelta(days=1), value - timedelta(days=1))
    elif value.endswith("%"):
        yield "35%" if value != "35%" else "36%"
    elif value[:1].isdigit() and ".." not in value:
        yield "777"
    elif ".." in value:
        yield "7..77"
    else:
        yield from _other_words(value)
    yield None


def _other_words(value: str) -> Iterator[Any]:
    listed = [words for words in CLOSED_LISTS if value in words]
    for words in listed:
        yield from (word for word in words if word != value)
    if not listed:
        yield from ("K29" if value[:1].isupper() and value.isascii() else f"{value}-x", {1: "90%"}, "61%")
