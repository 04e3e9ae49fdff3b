"""Make a failing case small: leave out whatever it does not need to fail."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Case = dict[str, list[dict[str, Any]]]
KEPT = {"plan", "period", "id", "kind", "covers", "event", "sum_insured", "amount", "per", "from", "to", "pay"}
KEPT |= {"member_id", "family_id", "relation", "cover_from", "bill_id", "service_date", "category", "event_id", "date"}
"""Keys without which a plan or a row is not one."""


def smaller(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The case without anything that can be left out while ``fails`` stays true; a case that raises does not fail."""
    found = True
    while found:
        found = False
        for path in sorted(_places(case, ()), key=len):
            without = _without(case, path)
            if without is not None and _still(without, fails):
                case, found = without, True
    return case


def _still(case: Case, fails: Callable[[Case], bool]) -> bool:
    try:
        return fails(deepcopy(case))
    except Exception:
        return False


def _places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where something stands that might be left out; of a list the last first, so that the other places stay."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in KEPT and path:
                yield (*path, key)
            yield from _places(item, (*path, key))
    if isinstance(value, list):
        for position in reversed(range(len(value))):
            yield (*path, position)
            yield from _places(value[position], (*path, position))


def _without(case: Case, path: tuple[Any, ...]) -> Case | None:
    """A copy without that place; None where an earlier step took it away."""
    copy: Any = deepcopy(case)
    container = copy
    try:
        for step in path[:-1]:
            container = container[step]
        del container[path[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return None if container == [] and len(path) > 2 else copy
