"""Benefits as cards (保障卡片): what is left this year, and the terms in words. No Django in here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuanbao.adjudication.explaining import Balance
from tuanbao.language import Text
from tuanbao.plan import Plan, Reimbursement
from tuanbao.plan.wording import Row, Section

NOT_COVERED = ("exclude", "waiting", "unsettled", "only", "work")
WHERE = ("hospitals",)


@dataclass(frozen=True)
class Card:
    """A benefit of somebody's plan. ``left`` and ``amount`` are fen a year; None where no yearly amount limits it."""

    plan: str
    benefit: str
    section: Section
    reimburses: bool
    left: int | None
    amount: int | None
    shared_with: tuple[Text, ...]

    @property
    def title(self) -> Text:
        return self.section.title

    @property
    def share(self) -> int:
        """Of what is left, in percent."""
        return 100 * self.left // self.amount if self.left is not None and self.amount else 0

    @property
    def terms(self) -> tuple[Row, ...]:
        return tuple(row for row in self.section.rows if _part(row) not in (*NOT_COVERED, *WHERE))

    @property
    def not_covered(self) -> tuple[Row, ...]:
        return tuple(row for row in self.section.rows if _part(row) in NOT_COVERED)

    @property
    def where(self) -> tuple[Row, ...]:
        return tuple(row for row in self.section.rows if _part(row) in WHERE)


def cards(plan: Plan, sections: Sequence[Section], balances: Sequence[Balance]) -> Iterator[Card]:
    """In the order of the plan; ``balances`` are this person's, ``sections`` the plan's benefits in words."""
    titles = {benefit.id: benefit.title for benefit in plan.benefits}
    own = [each for each in balances if each.plan == plan.id and each.unit == "fen" and ".limits." in each.clause]
    for benefit, section in zip(plan.benefits, sections, strict=True):
        found = max((each for each in own if benefit.id in _benefits(each)), key=lambda each: each.amount, default=None)
        yield Card(
            plan=plan.id,
            benefit=benefit.id,
            section=section,
            reimburses=isinstance(benefit, Reimbursement),
            left=found.left if found else None,
            amount=found.amount if found else None,
            shared_with=tuple(titles[name] for name in _benefits(found) if name != benefit.id) if found else (),
        )


def _benefits(balance: Balance) -> tuple[str, ...]:
    """The benefits that use the amount."""
    return (balance.benefit, *(clause.split(".")[0] for clause in balance.pooled_with))


def _part(row: Row) -> str:
    """outpatient.exclude.diagnoses -> exclude."""
    parts = row.clause.split(".")
    return parts[1].split("[")[0] if len(parts) > 1 else ""
