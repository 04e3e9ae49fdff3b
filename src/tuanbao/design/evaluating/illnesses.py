"""What befalls everybody in some years (同一批人的若干年): drawn once, for all designs, plans and blocks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.replicas import copied_ids
from tuanbao.pricing.simulation.columns import Bills, Events
from tuanbao.pricing.simulation.packing import Packed, pack
from tuanbao.pricing.simulation.tables import Shared
from tuanbao.pricing.simulation.year import Year, simulate_years

FEWEST, MOST = 3, 400
"""Simulated years."""


@dataclass(frozen=True, slots=True)
class Illnesses:
    """Bills and events of ``years`` years; a member's position is year * people + position in the hazards."""

    hazards: Hazards
    packed: Packed
    years: int
    made: Year
    shared: Shared
    seed: int

    @property
    def people(self) -> int:
        return len(self.hazards.member_id)

    def of(self, present: Any) -> tuple[Bills, Events]:
        """The bills and events of those who are ``present`` (people,)."""
        return Bills(*_kept(self.made.bills, present)), Events(*_kept(self.made.events, present))

    def borne(self) -> Any:
        """(years * people,) fen of each person-year's bills that basic insurance and others leave to the person."""
        bills = self.made.bills
        left = bills.total - bills.pooled - bills.other_paid
        found = np.zeros(self.years * self.people, np.int64)
        np.add.at(found, bills.member, left)
        return found


def _kept(columns: Any, present: Any) -> Any:
    keep = np.flatnonzero(present[columns.member % len(present)])
    return (column[keep] for column in columns)


def draw(
    members: pa.Table, model: ClaimModel, period: tuple[date, date], lines: int, seed: int, years: int | None = None
) -> Illnesses:
    """So many ``years``; without them so many that there are about ``lines`` bills in all, FEWEST to MOST."""
    hazards = hazards_of(members, model, period)
    expected = float((hazards.rate @ (hazards.streams.billed * hazards.streams.handed_in)).sum())
    number = years or int(np.clip(np.ceil(lines / max(expected, 1.0)), FEWEST, MOST))
    packed = pack(hazards)
    made = simulate_years(packed, seed, range(number))
    ids = copied_ids(pa.array(hazards.member_id, pa.string()), number)
    return Illnesses(hazards, packed, number, made, Shared(ids, hazards.streams), seed)
