"""The trace of an adjudication: how much room it needs, and its steps row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.applicability import settle
from tuanbao.adjudication.cost_sharing import TRACE_COLUMNS, share_costs

COMPONENTS = 5
Notes = list[list[int]]
"""Steps of one row: (row, step, what, amount)."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Lines adjudicated with every step noted; ``rows`` has a row for every line and benefit of the person's chain."""

    people: a.People
    lines: a.Lines
    bits: a.Ints
    """Which conditions hold for which line, as the kernels see them."""
    rows: a.Rows
    trace: a.Ints
    """Rows (row of the explanation, step, what, amount), in the order in which they happened."""


def trace_costs(program: a.Program, people: a.People, lines: a.Lines) -> Traced:
    """Adjudicate lines of complete families with a trace; before company-wide limits."""
    reasons, bits = settle(program, people, lines)
    trace = np.empty((trace_room(program, people, lines), TRACE_COLUMNS), np.int64)
    rows, traced = share_costs(program, people, lines, reasons, bits, all_rows=True, trace=trace)
    return Traced(people, lines, bits, rows, trace[:traced])


def trace_room(program: a.Program, people: a.People, lines: a.Lines) -> int:
    """The most steps that these lines can have: every entry noted once, every credit, every band."""
    benefits = program.benefits
    entries = benefits[:, a.B_END] - benefits[:, a.B_DEDUCTIBLES]
    credits = (benefits[:, a.B_CAPS] - benefits[:, a.B_YEARLY]) * benefits[:, a.B_CREDITS]
    bands = benefits[:, a.B_BANDS_END] - benefits[:, a.B_BANDS]
    for number, row in enumerate(benefits):
        for case in program.cases[row[a.B_CASES] : row[a.B_CASES_END]]:
            bands[number] = max(bands[number], case[a.CASE_BANDS_END] - case[a.CASE_BANDS])
    most = COMPONENTS + entries + credits + bands + 3  # case, factor, days
    sums = np.append(0, np.cumsum(most[people.chains]))
    of_chain = sums[people.chain_starts[1:]] - sums[people.chain_starts[:-1]]
    return int(of_chain[people.chain[lines.member]].sum())


def by_row(trace: a.Ints, rows: int) -> Iterator[Notes]:
    """The steps of every row, in order."""
    steps: Notes = trace.tolist()
    at, end = 0, len(steps)
    for row in range(rows):
        first = at
        while at < end and steps[at][0] == row:
            at += 1
        yield steps[first:at]
