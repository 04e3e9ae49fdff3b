"""Reconciling a month of a policy with what is in the database (核对服务)."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Sum

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.money.billing import falling_due
from tuanbao.platform.money.deducting import owed_through
from tuanbao.platform.money.insurer_file import Incoming, plan_words
from tuanbao.platform.money.matching import Known, People
from tuanbao.platform.money.models import Bill, InsurerBill, PayrollLine, PayrollRun
from tuanbao.platform.money.payroll import approved_lines, owing, told
from tuanbao.platform.money.reconciling import Deducted, Position, Reconciled, Row, reconcile
from tuanbao.platform.money.spells import covered
from tuanbao.platform.money.titles import Titles
from tuanbao.platform.months import end_of
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection import audit


def keep(policy: Policy, month: date, name: str, incoming: Incoming, user: Any) -> InsurerBill:
    made: InsurerBill = InsurerBill.objects.create(
        company_id=policy.company_id,
        policy=policy,
        month=month,
        name=name[:200],
        rows=incoming.rows,
        problems=incoming.problems,
        made_at=clock.now(),
        made_by=user,
    )
    audit.record("money.insurer_bill_read", made, company=policy.company, user=user, rows=len(incoming.rows))
    return made


def reconciled(insurer_bill: InsurerBill) -> Reconciled:
    policy, month = insurer_bill.policy, insurer_bill.month
    titles = plan_titles(policy)
    everybody = [Known(*each) for each in Person.objects.values_list("number", "name", "identity_index", "birth_date")]
    known = {each.number: each.name for each in everybody}
    rows = rows_of(insurer_bill, titles, People(everybody))
    return reconcile(rows, positions(policy, month), deductions(policy, month), known)


def rows_of(insurer_bill: InsurerBill, titles: dict[str, Text], people: People) -> list[Row]:
    """With our words for people and plans. Found anew on every look, so that a corrected record is found too."""
    words = plan_words(titles)
    return [_row(each, words(each["plan"]), people) for each in insurer_bill.rows]


def _row(read: dict[str, Any], plan: str, people: People) -> Row:
    match = people.match(read["number"], read["name"], read.get("identity", ""), _day(read.get("born")))
    return Row(
        read["at"],
        match.number,
        read["name"],
        plan,
        _day(read.get("first_day")),
        _day(read.get("last_day")),
        read["amount"],
        read["number"] if read["number"] != match.number else "",
        match.by,
        match.candidates,
    )


def positions(policy: Policy, month: date) -> list[Position]:
    """Who should stand on the insurer's bill, with what is due of them: as on our bill, else as it would be."""
    bill = Bill.objects.filter(policy=policy, month=month).first()
    due: dict[int, int] = defaultdict(int)
    for each in bill.lines.all() if bill else falling_due(policy, month):
        due[each.line_id] += each.amount_fen
    grouped: dict[tuple[int, str], list[EndorsementLine]] = defaultdict(list)
    approved = EndorsementLine.objects.filter(endorsement__policy=policy, endorsement__approved_at__isnull=False)
    for line in approved.select_related("person").order_by("endorsement__number", "pk"):
        grouped[line.person_id, plan_key(line.plan_id, line.variant)].append(line)
    found = (_position(plan, lines, due, month) for (_, plan), lines in grouped.items())
    return [each for each in found if each is not None]


def _position(plan: str, lines: list[EndorsementLine], due: dict[int, int], month: date) -> Position | None:
    spells = covered((line.action, line.first_day, line.last_day) for line in lines)
    within = [days for days in spells if days[0] <= end_of(month) and days[1] >= month]
    amount = sum(due[line.pk] for line in lines)
    if not within and not amount:
        return None
    first, last = (within or spells or [(lines[-1].first_day, lines[-1].first_day)])[-1]
    person = lines[0].person
    return Position(person.number, person.name, plan, first, last, amount, covered=bool(within))


def deductions(policy: Policy, month: date) -> list[Deducted]:
    """By employee, of this policy: what the month's pay day should take, and what payroll took or was told."""
    run = PayrollRun.objects.filter(month=month).first()
    if run is None:
        return []
    before = told(run__month__lt=month)
    expected: dict[int, int] = defaultdict(int)
    for line, owed in owing(approved_lines().filter(endorsement__policy=policy)):
        had = before[line.pk].amount if line.pk in before else 0
        employee = line.person.employee_id or line.person_id
        expected[employee] += owed_through(owed, run.company.pay_day, run.pay_day) - had
    lines = PayrollLine.objects.filter(run=run, line__endorsement__policy=policy).order_by()
    field = "deduction__deducted_fen" if hasattr(run, "answer") else "amount_fen"
    taken: dict[int, int] = dict(lines.values_list("employee_id").annotate(Sum(field)))
    people = Person.objects.in_bulk([*{*expected, *taken}])
    return [
        Deducted(person.number, person.name, expected.get(pk, 0), taken.get(pk, 0)) for pk, person in people.items()
    ]


def plan_key(plan_id: str, variant: str) -> str:
    return f"{plan_id}:{variant}" if variant else plan_id


def plan_titles(policy: Policy) -> dict[str, Text]:
    """Titles by key, of what the policy has rates for or was told."""
    titles = Titles()
    pairs = {*policy.rates.values_list("plan_id", "variant")}
    pairs |= {*EndorsementLine.objects.filter(endorsement__policy=policy).values_list("plan_id", "variant")}
    return {plan_key(*pair): titles.plan(*pair) for pair in sorted(pairs)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
