"""The company-wide limit (公共保额) in the story of one bill: what everybody's bills leave of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.company_pool import claims
from tuanbao.adjudication.engine import adjudicate_bills
from tuanbao.adjudication.explaining.batch import use_company_limits
from tuanbao.adjudication.explaining.tracing import Traced
from tuanbao.adjudication.intake import Intake
from tuanbao.adjudication.ordering import Batch


@dataclass(frozen=True, slots=True)
class Everybody:
    """All families adjudicated, company-wide limits used up."""

    intake: Intake
    batch: Batch
    rows: a.Rows

    @classmethod
    def adjudicated(cls, intake: Intake, bills: pa.Table) -> "Everybody":
        batch, rows = adjudicate_bills(intake, bills, all_rows=True)
        use_company_limits(intake.compiled, batch, rows)
        return cls(intake, batch, rows)

    def cut(self, traced: Traced, members: pa.Array) -> None:
        """Give the rows of one family, adjudicated by itself, what the company-wide limits left of them."""
        of_family = _mask(pc.is_in(self.batch.table["member_id"].cast(pa.string()), value_set=members))
        own = of_family[self.rows.line]
        traced.rows.paid[:], traced.rows.over_limit[:] = self.rows.paid[own], self.rows.over_limit[own]
        traced.rows.line_paid[:] = self.rows.line_paid[of_family]

    def used_before(self, plan: str, benefit: str, bill: dict[str, Any]) -> int:
        """What the bills that came in before this one had used of the limit of a benefit, in fen."""
        compiled = self.intake.compiled
        number = next(n for n in compiled.plan_benefits[plan] if compiled.benefits[n].id == benefit)
        table = claims(self.rows, self.batch, number).table
        received = pc.cast(pa.scalar(bill["received_date"]), pa.int32())
        earlier_bill = pc.or_(
            pc.less(table["bill"], bill["bill_id"]),
            pc.and_(pc.equal(table["bill"], bill["bill_id"]), pc.less(table["line"], bill["line"])),
        )
        earlier = pc.or_(
            pc.less(table["received"], received), pc.and_(pc.equal(table["received"], received), earlier_bill)
        )
        return int(table["paid"].to_numpy()[_mask(earlier)].sum())


def _mask(values: Any) -> Any:
    return np.asarray(pc.fill_null(values, False))
