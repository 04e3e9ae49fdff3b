"""Monthly deductions from pay (工资代扣): told once a month, answered once; the next month takes differences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.money.deducting import Owed, owed_through, taken
from tuanbao.platform.money.endorsing import known_on, point_fen
from tuanbao.platform.money.ledger import LedgerError, Posted, entry
from tuanbao.platform.money.models import Deduction, PayrollAnswer, PayrollLine, PayrollRun
from tuanbao.platform.money.posting import post
from tuanbao.platform.money.spreading import pay_days
from tuanbao.platform.months import add_months, month_after
from tuanbao.platform.protection import audit


class Told(NamedTuple):
    """What payroll was told of one line so far."""

    amount: int
    """What was deducted, or is taken to be where there is no answer yet."""
    short: int
    """What the last answered run did not get."""


def next_month() -> date:
    last = PayrollRun.objects.first()
    return month_after(last and last.month, clock.today())


@transaction.atomic
def make_run(company: Company, month: date, user: Any = None) -> PayrollRun:
    """The deductions of a month: those that were told, or new ones."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    month = month.replace(day=1)
    existing: PayrollRun | None = PayrollRun.objects.filter(month=month).first()
    if existing is not None:
        return existing
    if PayrollRun.objects.filter(month__gt=month).exists():
        raise LedgerError(Text("之后月份的代扣文件已经生成", "deductions of a later month have been made"))
    pay_day = pay_days(month, add_months(month, 1), company.pay_day)[0]
    run: PayrollRun = PayrollRun.objects.create(
        company=company, month=month, pay_day=pay_day, made_at=clock.now(), made_by=user
    )
    lines = due_lines(company, pay_day)
    for line in lines:
        line.run = run
    PayrollLine.objects.bulk_create(lines, batch_size=1000)
    audit.record("money.payroll_made", run, company=company, user=user, lines=len(lines))
    return run


def due_lines(company: Company, pay_day: date) -> list[PayrollLine]:
    """Unsaved lines: what should have been deducted by a pay day and was not."""
    before = told()
    found = []
    for line, owed in owing(approved_lines()):
        had = before.get(line.pk, Told(0, 0))
        amount = owed_through(owed, company.pay_day, pay_day) - had.amount
        if amount:
            employee = line.person.employee_id or line.person_id
            found.append(
                PayrollLine(company=company, employee_id=employee, line=line, amount_fen=amount, carried_fen=had.short)
            )
    return found


def approved_lines() -> "QuerySet[EndorsementLine]":
    approved = EndorsementLine.objects.filter(endorsement__approved_at__isnull=False)
    return approved.select_related("endorsement__policy", "person__employee").order_by("pk")


def owing(lines: Iterable[EndorsementLine]) -> list[tuple[EndorsementLine, Owed]]:
    """Of approved lines those of which employees bear a part after points, with that part; of families as a whole."""
    values: dict[int, Fraction] = {}
    found, before = [], Counter[tuple[int, int]]()
    for line in lines:
        policy, family = line.endorsement.policy, line.person.family
        if policy.pk not in values:
            values[policy.pk] = point_fen(policy)
        amount = line.employee_fen - portion(line.points, values[policy.pk])
        if amount:
            known, group = known_on(line.endorsement), (line.endorsement_id, family.pk)
            owed = Owed(amount, known, policy.starts_on, policy.ends_on, family.left_on, before[group])
            before[group] += amount
            found.append((line, owed))
    return found


def told(**narrowed: Any) -> dict[int, Told]:
    """By line of an endorsement, of the payroll lines that are asked for."""
    amounts: dict[int, int] = defaultdict(int)
    short: dict[int, int] = {}
    lines = PayrollLine.objects.filter(**narrowed)
    values = lines.order_by("run__month").values_list("line_id", "amount_fen", "deduction__deducted_fen")
    for line, amount, deducted in values:
        amounts[line] += amount if deducted is None else deducted
        short[line] = 0 if deducted is None else amount - deducted
    return {line: Told(amount, short[line]) for line, amount in amounts.items()}


@transaction.atomic
def confirm(run: PayrollRun, deducted: Mapping[int, int] | None = None, user: Any = None) -> PayrollAnswer:
    """Keeps what payroll deducted, by employee; who is not named was deducted as told. Once a run.

    Raises LedgerError where more was deducted than was asked for.
    """
    run = PayrollRun.objects.select_for_update().get(pk=run.pk)
    existing: PayrollAnswer | None = PayrollAnswer.objects.filter(run=run).first()
    if existing is not None:
        return existing
    answer: PayrollAnswer = PayrollAnswer.objects.create(
        company=run.company, run=run, made_at=clock.now(), made_by=user
    )
    made = [each for lines in _by_employee(run).values() for each in _deductions(lines, deducted or {})]
    Deduction.objects.bulk_create(made, batch_size=1000)
    _post_receipts(run, made, user)
    return answer


def _by_employee(run: PayrollRun) -> dict[int, list[PayrollLine]]:
    lines: dict[int, list[PayrollLine]] = defaultdict(list)
    for line in run.lines.select_related("employee"):
        lines[line.employee_id].append(line)
    return lines


def _deductions(lines: list[PayrollLine], deducted: Mapping[int, int]) -> list[Deduction]:
    amounts = [line.amount_fen for line in lines]
    try:
        parts = taken(amounts, deducted.get(lines[0].employee_id, sum(amounts)))
    except ValueError:
        number = lines[0].employee.number
        raise LedgerError(
            Text(
                f"{number} 的扣款超出应扣金额，请核对后再上传",
                f"{number}: more was deducted than was asked for; check the amount",
            )
        ) from None
    return [
        Deduction(company_id=line.company_id, line=line, deducted_fen=part)
        for line, part in zip(lines, parts, strict=True)
    ]


def _post_receipts(run: PayrollRun, made: list[Deduction], user: Any) -> None:
    by_person: dict[int, int] = defaultdict(int)
    for each in made:
        by_person[each.line.employee_id] += each.deducted_fen
    entries = [entry("employee_receivable", -amount, person=person) for person, amount in by_person.items() if amount]
    if not entries:
        return
    received = entry("wages_payable", sum(by_person.values()))
    said = Text(f"{run.month:%Y-%m} 工资代扣", f"payroll deductions of {run.month:%Y-%m}")
    kept = tuple(each for each in (received, *entries) if each.amount)
    post(run.company, Posted(f"payroll:{run.pk}", run.pay_day, "payroll", said, kept), user)
