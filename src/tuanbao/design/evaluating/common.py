"""Payments to a common sample of people (同一批人的赔付): the fair way to say that one tier is better than another."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.design.evaluating.grid import Floats, Grid
from tuanbao.design.evaluating.illnesses import Illnesses, draw
from tuanbao.design.evaluating.prices import version_of
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.themes import THEMES, theme_of
from tuanbao.pricing.model import ClaimModel

PEOPLE, LINES = 250, 20_000
"""Employees of the sample, at most, and about so many lines of bills."""


@dataclass(frozen=True, slots=True)
class Common:
    """The same employees for every tier, with what befalls them in some years."""

    members: pa.Table
    illnesses: Illnesses

    @classmethod
    def of(cls, employees: pa.Table, model: ClaimModel, period: tuple[date, date], seed: int) -> "Common":
        """Evenly spaced employees of the roster."""
        at = np.unique(np.linspace(0, len(employees) - 1, min(PEOPLE, len(employees))).astype(np.int64))
        sample = employees.take(pa.array(at))
        return cls(sample, draw(sample, model, period, LINES, seed))

    def payments(self, grid: Grid) -> Floats:
        """(designs, themes): fen a head and year that every design of an employees' block pays to the sample."""
        block = grid.designs.block
        own = block.members.filter(_is_employee(block.members))
        chain = own["plan"].cast(pa.string())[0].as_py()
        place = self.members.column_names.index("plan")
        members = self.members.set_column(place, "plan", pa.array([chain] * len(self.members), pa.string()))
        nothing = np.zeros(self.illnesses.years * self.illnesses.people, np.int64)
        ready = Ready.of(grid.designs, self.illnesses, members, nothing)
        return _by_theme(grid, ready) / len(self.members)


def _is_employee(members: pa.Table) -> pa.ChunkedArray:
    return pc.equal(members["relation"].cast(pa.string()), "employee")


def _by_theme(grid: Grid, ready: Ready) -> Floats:
    theme = {key: list(THEMES).index(theme_of(version_of(grid, key))) for key in grid.benefits}
    paid_bills = {turns: ready.pay_bills(turns) for turns in dict.fromkeys(map(ready.of_bills, grid.turns))}
    found = np.zeros((len(grid), len(THEMES)))
    for row, turns in enumerate(grid.turns):
        paid = ready.expected(paid_bills[ready.of_bills(turns)], ready.pay_events(ready.of_events(turns)))
        for key, fen in paid.items():
            found[row, theme[key]] += fen
    return found
