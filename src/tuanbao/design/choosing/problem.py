"""The problem of choice (选择问题): groups of which one option each is taken, and rows that must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text

Floats = NDArray[np.float64]
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Group:
    """Options of which exactly one is taken; arrays (options,). Option 0 is what stands today."""

    key: str
    title: Text
    cost: Floats
    """The company's cost, fen a year."""
    value: Floats
    """Fen a year that it is worth to people (see docs/how-design-works.md)."""

    def __len__(self) -> int:
        return len(self.cost)


@dataclass(frozen=True, slots=True)
class Row:
    """low <= Σ over groups of coefficients · choice <= high; what the user asked for, by one name."""

    key: str
    """Rows of one key are one wish of the user, such as the order of two tiers benefit by benefit."""
    name: Text
    coefficients: Mapping[str, Floats]
    """By group key, (options,); groups that are not named do not count."""
    low: float = -INFINITE
    high: float = INFINITE


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that the choice looks at."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...] = field(default=())

    def without(self, keys: Sequence[str]) -> "Problem":
        """Without the wishes of these keys."""
        return replace(self, rows=tuple(row for row in self.rows if row.key not in keys))

    def with_rows(self, *rows: Row) -> "Problem":
        """With other rows for the wishes of the same keys, and new ones."""
        keys = {row.key for row in rows}
        return replace(self, rows=(*(row for row in self.rows if row.key not in keys), *rows))

    @property
    def wishes(self) -> dict[str, Text]:
        """Keys and names, the last first: wishes about money, which stand first among the rows, come last."""
        return {row.key: row.name for row in reversed(self.rows)}

    @property
    def combinations(self) -> int:
        """How many choices there are, constraints aside."""
        count = 1
        for group in self.groups:
            count *= len(group)
        return count


def cost_row(problem_groups: Sequence[Group], key: str, name: Text, most: float) -> Row:
    """The company's cost stays at or below ``most`` fen a year."""
    return Row(key, name, {group.key: group.cost for group in problem_groups}, high=most)


def value_row(groups: Sequence[Group], key: str, name: Text, least: float) -> Row:
    """The value stays at or above ``least``."""
    return Row(key, name, {group.key: group.value for group in groups}, low=least)


def forbidden_row(group: Group, key: str, name: Text, forbidden: NDArray[np.bool_]) -> Row:
    """None of the options that are ``forbidden`` (options,) is taken."""
    return Row(key, name, {group.key: forbidden.astype(np.float64)}, high=0.0)
