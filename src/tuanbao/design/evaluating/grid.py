"""The grid (方案网格): for every design of a block what it pays, what people still bear, what it costs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.evaluating.bills import BenefitKey
from tuanbao.design.evaluating.burden import worst_mean
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.options.designs import Designs, Turns

Floats = NDArray[np.float64]
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Grid:
    """Arrays over the designs that were adjudicated; row 0 is the present terms. Fen a year of the whole block."""

    designs: Designs
    turns: tuple[Turns, ...]
    benefits: tuple[BenefitKey, ...]
    expected: Floats
    """(designs, benefits): expected payments; 0 where a design has no such benefit."""
    worst: Floats
    """(designs,): what a person bears on average in the worst person-years, fen."""
    worst_uncovered: float
    """The same without any cover."""
    excess: Floats | None
    """(designs,): expected payments above the retention of a person and year, fen a year; None without one."""
    of_bills: NDArray[np.bool_]
    """(benefits,): is it paid on bills?"""
    lines: int
    """Lines of bills that every design was adjudicated over."""
    years: int

    def __len__(self) -> int:
        return len(self.turns)

    def row(self, turns: Sequence[int]) -> int:
        """Where a design stands. Raises KeyError for one that was not adjudicated."""
        return self.rows[tuple(turns)]

    @property
    def rows(self) -> dict[Turns, int]:
        return {turns: row for row, turns in enumerate(self.turns)}

    @property
    def relief(self) -> Floats:
        """(designs,): what cover takes off a person's bad year, fen."""
        relief: Floats = self.worst_uncovered - self.worst
        return relief


@dataclass(frozen=True, slots=True)
class _Row:
    """What one design came to."""

    expected: dict[BenefitKey, float]
    worst: float
    excess: float


def evaluate(
    ready: Ready,
    levers: Sequence[int],
    worst: float,
    *,
    retention: int | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> Grid:
    """Adjudicates every joint combination of ``levers`` over the same bills; ``worst`` is the share of bad years.

    ``retention``: fen of a person and year above which payments are counted as excess. ``progress`` is called with
    (designs done, designs). The result does not hang on ``workers``.
    """
    designs = ready.designs
    designs.prepare(levers)
    every = tuple(designs.restricted(levers))
    by_bills = sorted(every, key=ready.of_bills)
    groups = [(key, list(group)) for key, group in groupby(by_bills, key=ready.of_bills)]
    for events in {ready.of_events(turns) for turns in every}:
        ready.pay_events(events)
    found: dict[Turns, _Row] = {}
    paid_on_bills: list[tuple[BenefitKey, ...]] = []

    def one(group: tuple[Turns, list[Turns]]) -> list[tuple[Turns, _Row]]:
        bills = ready.pay_bills(group[0])
        paid_on_bills.append(bills.benefits)
        rows = []
        for turns in group[1]:
            events = ready.pay_events(ready.of_events(turns))
            over = 0.0 if retention is None else ready.excess(bills, events, retention)
            left = worst_mean(ready.left(bills, events), worst)
            rows.append((turns, _Row(ready.expected(bills, events), left, over)))
        return rows

    with ThreadPoolExecutor(workers) as pool:
        for rows in pool.map(one, groups):
            found.update(rows)
            if progress is not None:
                progress(len(found), len(every))
    ordered = [found[turns] for turns in every]
    excess = None if retention is None else np.array([row.excess for row in ordered])
    return _grid(ready, every, ordered, excess, worst, frozenset(key for keys in paid_on_bills for key in keys))


def _grid(
    ready: Ready,
    every: tuple[Turns, ...],
    rows: list[_Row],
    excess: Floats | None,
    worst: float,
    of_bills: frozenset[BenefitKey],
) -> Grid:
    benefits = tuple(dict.fromkeys(key for row in rows for key in row.expected))
    expected = np.array([[row.expected.get(key, 0.0) for key in benefits] for row in rows])
    return Grid(
        designs=ready.designs,
        turns=every,
        benefits=benefits,
        of_bills=np.array([key in of_bills for key in benefits], np.bool_),
        expected=expected.reshape(len(every), len(benefits)),
        worst=np.array([row.worst for row in rows]),
        worst_uncovered=worst_mean(ready.base, worst),
        excess=excess,
        lines=ready.bills.lines,
        years=ready.years,
    )
