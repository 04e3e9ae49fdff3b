"""定额给付型: a sum when something happens, for one person's events in order (§3.3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from .applies import reason_against_event
from .plans import Benefit, Plan, amount_for, read_amount
from .tables import Event, Member
from .values import age, fen, portion, share

DEATHS = {"death", "sudden_death", "accidental_death", "transport_death"}
SCALES = {"disability-2013": {grade: Fraction(11 - grade, 10) for grade in range(1, 11)}}
"""人身保险伤残评定标准 (JR/T 0083-2013): grade 1 pays 100 %, each further grade 10 % less."""


class LumpSums:
    """One person's lump sums: what has been paid, and which row carries an accident's disability."""

    def __init__(
        self, member: Member, plans: Sequence[Plan], events: Sequence[Event], minor_caps: Sequence[Any]
    ) -> None:
        self.member = member
        self.minor_caps = minor_caps
        self.paid: dict[tuple[str, ...], int] = defaultdict(int)
        self.last_payment: dict[tuple[str, ...], date] = {}
        self.paid_for_death = 0
        self.grades = self._grades_by_accident(plans, events)

    def pay(self, plan: Plan, benefit: Benefit, event: Event) -> tuple[int, str]:
        """(fen, reason) of an event that is of the benefit's kind."""
        reason = reason_against_event(plan, benefit, event)
        if reason:
            return 0, reason
        if benefit.terms["event"] == "disability" and self._accident(plan, benefit, event)[0] is not event:
            return 0, "same_accident"
        own, aggregate = (plan.id, "benefit", benefit.id), (plan.id, "aggregate", benefit.terms.get("aggregate", ""))
        left = self._left(plan, benefit)
        if self._too_soon(own, benefit, event):
            return 0, "interval"
        if left == 0:
            return 0, "sum_used"
        due = portion(sum_insured(plan, benefit, self.member), self._percentage(plan, benefit, event))
        paid = min(due, left)
        if (most := self._left_of_minor_cap(benefit, event)) is not None:
            if most == 0:
                return 0, "minor_cap"
            paid = min(paid, most)
            self.paid_for_death += paid
        self.paid[own] += paid
        self.paid[aggregate] += paid
        if paid > 0:
            self.last_payment[own] = event.on
        return paid, ""

    def _grades_by_accident(self, plans: Sequence[Plan], events: Sequence[Event]) -> dict[tuple[Any, ...], list[Event]]:
        """Plan, benefit and accident -> the disability rows to which the benefit applies, in order."""
        rows: dict[tuple[Any, ...], list[Event]] = defaultdict(list)
        for plan in plans:
            for benefit in plan.benefits:
                if benefit.kind == "lump_sum" and benefit.terms["event"] == "disability":
                    for event in events:
                        if event.kind == "disability" and not reason_against_event(plan, benefit, event):
                            rows[plan.id, benefit.id, event.case].append(event)
        return rows

    def _accident(self, plan: Plan, benefit: Benefit, event: Event) -> list[Event]:
        return self.grades[plan.id, benefit.id, event.case]

    def _percentage(self, plan: Plan, benefit: Benefit, event: Event) -> Fraction:
        schedule = benefit.terms.get("schedule")
        if schedule is None:
            return Fraction(1)
        rows = self._accident(plan, benefit, event) if event.kind == "disability" else [event]
        grade = worst_grade([row.grade for row in rows if row.grade is not None])
        scale = (
            {int(key): share(part) for key, part in schedule.items()}
            if isinstance(schedule, dict)
            else SCALES[schedule]
        )
        return scale.get(grade, Fraction(0))

    def _left(self, plan: Plan, benefit: Benefit) -> int:
        """Of the sum insured times the payments, and of the aggregate's sum: the smaller rest."""
        most: int = sum_insured(plan, benefit, self.member) * benefit.terms.get("max_payments", 1)
        left: int = most - self.paid[plan.id, "benefit", benefit.id]
        name = benefit.terms.get("aggregate")
        if name:
            sharing = [other for other in plan.benefits if other.terms.get("aggregate") == name]
            whole = max(sum_insured(plan, other, self.member) for other in sharing)
            left = min(left, whole - self.paid[plan.id, "aggregate", name])
        return left

    def _too_soon(self, own: tuple[str, ...], benefit: Benefit, event: Event) -> bool:
        last = self.last_payment.get(own)
        return last is not None and (event.on - last).days < benefit.terms.get("interval_days", 0)

    def _left_of_minor_cap(self, benefit: Benefit, event: Event) -> int | None:
        """未成年人身故: what the regulation still allows; None where it sets no cap."""
        only_air_or_natural = set(benefit.terms.get("modes", ())) in ({"air"}, {"natural"})
        if benefit.terms["event"] not in DEATHS or only_air_or_natural or self.member.birth is None:
            return None
        years = age(self.member.birth, event.on)
        for cap in sorted(self.minor_caps, key=lambda cap: cap["under_age"]):
            if years < cap["under_age"]:
                return max(0, fen(cap["amount"]) - self.paid_for_death)
        return None


def worst_grade(grades: list[int]) -> int:
    """The smallest number; where it occurs twice or more one grade higher, at most grade 1. 0 where there is none."""
    if not grades:
        return 0
    worst = min(grades)
    return max(1, worst - 1) if grades.count(worst) > 1 else worst


def sum_insured(plan: Plan, benefit: Benefit, member: Member) -> int:
    written = benefit.terms["sum_insured"]
    if isinstance(written, dict) and "salary_months" in written:
        months = member.amount("salary") * int(written["salary_months"])
        return min(months, fen(written["cap"])) if "cap" in written else months
    if isinstance(written, dict) and "of" in written:
        other = next(other for other in plan.benefits if other.id == written["of"])
        return portion(sum_insured(plan, other, member), share(written["share"]))
    return amount_for(read_amount(written), member)
