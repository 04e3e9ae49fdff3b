"""Lump sums (定额给付) and lost time (误工津贴): what events pay, person by person, in exact integers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tuanbao.adjudication.ordering import normal_diagnosis
from tuanbao.money import half_up, portion
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import ALL, DailyAllowance, LumpSum, Plan, SalaryMultiple, ShareOfBenefit
from tuanbao.reference import disability_schedules, minor_death_cap
from tuanbao.vocabulary import EVENT_IS_ALSO

Row = Mapping[str, Any]
"""A row of a normalised table."""
EventBenefit = LumpSum | DailyAllowance
DEATHS = frozenset({"death", *(kind for kind, also in EVENT_IS_ALSO.items() if "death" in also)})
ADULT = 18
OUTSIDE_MINOR_CAP = ({"air"}, {"natural"})
"""Aviation accident and natural disaster stand outside the cap; see reference/minor_death_caps.yaml."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What one benefit pays for one event."""

    event_id: str
    member_id: str
    plan: Plan
    benefit: EventBenefit
    basis: int
    """Sum insured, or amount per day, in fen."""
    share: Fraction
    """Percentage of the sum insured."""
    days: int | None
    paid: int
    reason: str


@dataclass(slots=True)
class _Used:
    """What one person has been paid so far in the plan year."""

    benefit: dict[tuple[str, str], int] = field(default_factory=dict)
    aggregate: dict[tuple[str, str], int] = field(default_factory=dict)
    last: dict[tuple[str, str], date] = field(default_factory=dict)
    days: dict[tuple[str, ...], int] = field(default_factory=dict)
    minor_deaths: int = 0


def pay_events(chain: Sequence[Plan], member: Row, events: Iterable[Row]) -> Iterator[Payment]:
    """The payments of one person's events under the plans that the person has, in the order (date, event_id)."""
    ordered = sorted(events, key=lambda event: (event["date"], event["event_id"]))
    used = _Used()
    for event in ordered:
        for plan in chain:
            for benefit in plan.benefits:
                if isinstance(benefit, LumpSum) and _is_kind(event, benefit.event):
                    yield _lump_sum(plan, benefit, member, event, ordered, used)
                elif isinstance(benefit, DailyAllowance) and benefit.of == "lost_time" and event["days"] is not None:
                    yield _lost_time(plan, benefit, member, event, used)


def _is_kind(event: Row, kind: str) -> bool:
    return kind == event["event"] or kind in EVENT_IS_ALSO.get(event["event"], ())


def cause_of(event: Row) -> str:
    """The event's cause; an accidental death is an accident also where nobody wrote so."""
    if event["cause"] is not None:
        return str(event["cause"])
    return "accident" if _is_kind(event, "accidental_death") else "illness"


def _reason(plan: Plan, benefit: EventBenefit, member: Row, event: Row) -> str:
    """The first test that fails, in the order of reimbursement; empty where all hold."""
    day, onset = event["date"], event["onset_date"] or event["date"]
    last = member["cover_to"] or plan.period.last
    if not (member["cover_from"] <= day <= last and plan.period.first <= day <= plan.period.last):
        return "not_covered"
    if benefit.relations is not None and member["relation"] not in benefit.relations:
        return "relation"
    if benefit.causes is not None and cause_of(event) not in benefit.causes:
        return "cause"
    if benefit.work is not None and (benefit.work == "only") != bool(event["work"]):
        return "work"
    if isinstance(benefit, LumpSum) and benefit.modes is not None and event["mode"] not in benefit.modes:
        return "mode"
    return _medical_reason(benefit, event) or _timing_reason(benefit, member, event, onset)


def _medical_reason(benefit: EventBenefit, event: Row) -> str:
    diagnosis = normal_diagnosis(event["diagnosis"])
    if benefit.only is not None and not _begins(diagnosis, benefit.only.diagnoses):
        return "not_listed"
    if _begins(diagnosis, benefit.exclude.diagnoses) or (benefit.exclude.pre_existing and event["pre_existing"]):
        return "excluded"
    return ""


def _begins(diagnosis: str, prefixes: Sequence[str]) -> bool:
    return diagnosis.startswith(tuple(normal_diagnosis(prefix) for prefix in prefixes))


def _timing_reason(benefit: EventBenefit, member: Row, event: Row, onset: date) -> str:
    since = member["continuous_from"] or member["cover_from"]
    if benefit.waiting and cause_of(event) != "accident" and (onset - since).days < benefit.waiting:
        return "waiting"
    if benefit.within is not None and (event["date"] - onset).days > benefit.within:
        return "too_late"
    if isinstance(benefit, LumpSum) and benefit.survival_days and event["death_date"] is not None:
        survived = event["death_date"] >= event["date"] + timedelta(days=benefit.survival_days)
        return "" if survived else "survival"
    return ""


def _lump_sum(plan: Plan, benefit: LumpSum, member: Row, event: Row, events: Sequence[Row], used: _Used) -> Payment:
    insured = sum_insured(plan, benefit, member)

    def payment(share: Fraction, paid: int, reason: str) -> Payment:
        return Payment(event["event_id"], member["member_id"], plan, benefit, insured, share, None, paid, reason)

    if reason := _reason(plan, benefit, member, event):
        return payment(Fraction(0), 0, reason)
    share = ALL
    if benefit.event == "disability":
        accident = [other for other in _of_accident(event, events) if not _reason(plan, benefit, member, other)]
        if accident[0]["event_id"] != event["event_id"]:
            return payment(Fraction(0), 0, "same_accident")
        share = _scale(benefit).get(counted_grade([other["grade"] for other in accident]), Fraction(0))
    key = (plan.id, benefit.id)
    if key in used.last and (event["date"] - used.last[key]).days < benefit.interval_days:
        return payment(share, 0, "interval")
    left, reason = _left(plan, benefit, member, event, insured, used)
    if left <= 0:
        return payment(share, 0, reason)
    paid = min(half_up(insured * share.numerator, share.denominator), left)
    _book(plan, benefit, event, member, paid, used)
    return payment(share, paid, "")


def _of_accident(event: Row, events: Sequence[Row]) -> list[Row]:
    """The disabilities of the event's accident, in order."""
    if not event["case_id"]:
        return [event]
    return [other for other in events if other["event"] == "disability" and other["case_id"] == event["case_id"]]


def counted_grade(grades: Sequence[int]) -> int:
    """Several disability grades of one accident: the worst; one higher where it occurs twice (GB/T 44893-2024)."""
    worst = min(grades)
    return max(1, worst - 1) if grades.count(worst) > 1 else worst


def _scale(benefit: LumpSum) -> Mapping[int, Fraction]:
    if isinstance(benefit.schedule, str):
        return disability_schedules()[benefit.schedule].shares
    return benefit.schedule or {}


def sum_insured(plan: Plan, benefit: LumpSum, member: Row) -> int:
    """The person's sum insured (保额) in fen."""
    insured = benefit.sum_insured
    if isinstance(insured, ShareOfBenefit):
        whole = plan.benefit(insured.of)
        assert isinstance(whole, LumpSum)
        return portion(sum_insured(plan, whole, member), insured.share)
    if isinstance(insured, SalaryMultiple):
        amount = int(member["salary"]) * insured.salary_months
        return amount if insured.cap is None else min(amount, insured.cap)
    return int(member[insured.field]) if isinstance(insured, PersonField) else insured


def _left(plan: Plan, benefit: LumpSum, member: Row, event: Row, insured: int, used: _Used) -> tuple[int, str]:
    """What the benefit may still pay this person, and the reason where that is nothing."""
    left = insured * benefit.max_payments - used.benefit.get((plan.id, benefit.id), 0)
    if benefit.aggregate is not None:
        shared = [b for b in plan.benefits if isinstance(b, LumpSum) and b.aggregate == benefit.aggregate]
        largest = max(sum_insured(plan, b, member) for b in shared)
        left = min(left, largest - used.aggregate.get((plan.id, benefit.aggregate), 0))
    cap = _minor_cap(benefit, member, event)
    if left > 0 and cap is not None and cap - used.minor_deaths < left:
        return cap - used.minor_deaths, "minor_cap"
    return left, "sum_used"


def _minor_cap(benefit: LumpSum, member: Row, event: Row) -> int | None:
    if benefit.event not in DEATHS or member["birth_date"] is None or set(benefit.modes or ()) in OUTSIDE_MINOR_CAP:
        return None
    age = completed_years(member["birth_date"], event["date"])
    return minor_death_cap(age, event["date"]) if age < ADULT else None


def completed_years(birth: date, day: date) -> int:
    """Age on a day; who was born on 29 February completes a year on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _book(plan: Plan, benefit: LumpSum, event: Row, member: Row, paid: int, used: _Used) -> None:
    key = (plan.id, benefit.id)
    used.benefit[key] = used.benefit.get(key, 0) + paid
    if paid > 0:
        used.last[key] = event["date"]
    if benefit.aggregate is not None:
        pool = (plan.id, benefit.aggregate)
        used.aggregate[pool] = used.aggregate.get(pool, 0) + paid
    if _minor_cap(benefit, member, event) is not None:
        used.minor_deaths += paid


def _lost_time(plan: Plan, benefit: DailyAllowance, member: Row, event: Row, used: _Used) -> Payment:
    amount = benefit.amount
    daily = int(member[amount.field]) if isinstance(amount, PersonField) else amount

    def payment(days: int, reason: str) -> Payment:
        return Payment(event["event_id"], member["member_id"], plan, benefit, daily, ALL, days, days * daily, reason)

    if reason := _reason(plan, benefit, member, event):
        return payment(0, reason)
    case = ("case", plan.id, benefit.id, event["case_id"] or "", "" if event["case_id"] else event["event_id"])
    year = ("year", plan.id, benefit.id)
    most = benefit.max_days
    days = max(0, event["days"] - benefit.elimination_days)
    for limit, taken in ((most.stay, 0), (most.case, used.days.get(case, 0)), (most.year, used.days.get(year, 0))):
        days = days if limit is None else max(0, min(days, limit - taken))
    for key in (case, year):
        used.days[key] = used.days.get(key, 0) + days
    return payment(days, "")
