"""A block made ready (准备评估): its bills, its events, what its people bear without any cover."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.design.evaluating.bills import BenefitKey, BlockBills, PaidBills
from tuanbao.design.evaluating.events import BlockEvents, PaidEvents
from tuanbao.design.evaluating.illnesses import Illnesses
from tuanbao.design.options.designs import Designs, Turns


@dataclass(slots=True)
class Ready:
    """Some people's years under the designs of a block."""

    designs: Designs
    bills: BlockBills
    events: BlockEvents
    years: int
    base: Any
    """(population,): fen that each person-year bears without cover, pay that is lost included."""
    _paid_events: dict[Turns, PaidEvents]

    @classmethod
    def of(cls, designs: Designs, illnesses: Illnesses, members: pa.Table, lost: Any) -> "Ready":
        bills = BlockBills(illnesses, members, designs.bill_versions())
        events = BlockEvents(illnesses, members, designs.event_versions())
        base = (illnesses.borne() + lost)[bills.person_year]
        return cls(designs, bills, events, illnesses.years, base, {})

    def of_bills(self, turns: Turns) -> Turns:
        return self.designs.of_bills(turns)

    def of_events(self, turns: Turns) -> Turns:
        return self.designs.of_events(turns)

    def pay_bills(self, turns: Turns) -> PaidBills:
        return self.bills.pay(self.designs.plans(turns))

    def pay_events(self, turns: Turns) -> PaidEvents:
        """Of these turns of the levers on events; kept, since few differ."""
        if turns not in self._paid_events:
            self._paid_events[turns] = self.events.pay(self.designs.plans(turns))
        return self._paid_events[turns]

    def left(self, bills: PaidBills, events: PaidEvents) -> Any:
        """(population,): fen that each person-year bears in spite of both payments; not below 0."""
        return np.maximum(self.base - bills.by_person_year - events.by_person_year[self.bills.person_year], 0)

    def excess(self, bills: PaidBills, events: PaidEvents, retention: int) -> float:
        """Fen a year that is paid above the retention of a person and year."""
        paid = bills.by_person_year + events.by_person_year[self.bills.person_year]
        return float(np.maximum(paid - retention, 0).sum()) / self.years

    def expected(self, bills: PaidBills, events: PaidEvents) -> dict[BenefitKey, float]:
        """Fen a year by benefit."""
        found = {key: fen / self.years for key, fen in bills.of_benefit().items()}
        return found | {key: fen / self.years for key, fen in events.by_benefit.items()}
