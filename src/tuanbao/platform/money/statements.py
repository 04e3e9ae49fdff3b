"""Bills, the year's account and payroll as documents (账单、对账单、代扣文件)."""

import csv
from collections import defaultdict
from datetime import date
from io import StringIO

from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.billing import paid_by_bill
from tuanbao.platform.money.billing_rules import KINDS
from tuanbao.platform.money.document import Cell, Document, Fen, Sheet
from tuanbao.platform.money.models import Bill, Payment, PaymentReversal, PayrollRun
from tuanbao.platform.money.titles import Titles
from tuanbao.platform.money.wallet import Wallet, wallet
from tuanbao.platform.people.models import Person

AMOUNT = Text("金额（元）", "Amount (yuan)")
TOTAL = Text("合计", "Total")
NUMBER, NAME = Text("工号", "Number"), Text("姓名", "Name")
UNIT = Text("金额单位：元", "Amounts in yuan")


def summary(bill: Bill) -> list[tuple[str, int, int]]:
    """Kinds of the bill's lines, with how many people and how much."""
    people: dict[str, set[int]] = defaultdict(set)
    amounts: dict[str, int] = defaultdict(int)
    for kind, person, amount in bill.lines.values_list("kind", "line__person_id", "amount_fen"):
        people[kind].add(person)
        amounts[kind] += amount
    return [(kind, len(people[kind]), amounts[kind]) for kind in KINDS if kind in people]


def bill_document(bill: Bill) -> Document:
    """The bill with its summary and everybody on it."""
    policy = bill.policy
    forward: tuple[Cell, ...] = (Text("上期未付", "Brought forward"), "", Fen(bill.brought_forward_fen))
    rows = [forward, *((KINDS[kind], people, Fen(amount)) for kind, people, amount in summary(bill))]
    head = (Text("项目", "Item"), Text("人数", "People"), AMOUNT)
    facts: list[tuple[Text, Cell]] = [
        (Text("账单号", "Bill"), bill.number),
        (Text("保单", "Policy"), policy.number),
        (Text("保险公司", "Insurer"), policy.insurer.title),
        (Text("月份", "Month"), f"{bill.month:%Y-%m}"),
        (Text("应付日期", "Due on"), bill.due_on),
        (Text("应付合计", "Total due"), Fen(bill.total_fen)),
    ]
    sheets = [Sheet(Text("汇总", "Summary"), head, rows, (TOTAL, "", Fen(bill.total_fen))), _bill_lines(bill)]
    title = Text(f"{bill.month:%Y-%m} 保费账单", f"Premium bill {bill.month:%Y-%m}")
    return Document(title, bill.company.title, facts, sheets, UNIT)


def _bill_lines(bill: Bill) -> Sheet:
    titles = Titles()
    lines = bill.lines.select_related("line__person__employee").order_by("kind", "line__person__number")
    rows: list[tuple[Cell, ...]] = [
        (
            each.line.person.number,
            each.line.person.name,
            titles.plan(each.line.plan_id, each.line.variant),
            KINDS[each.kind],
            each.line.first_day,
            each.line.last_day,
            Fen(each.amount_fen),
        )
        for each in lines
    ]
    days = (Text("保障起期", "From"), Text("保障止期", "To"))
    head = (NUMBER, NAME, Text("方案", "Plan"), Text("项目", "Item"), *days, AMOUNT)
    return Sheet(Text("人员明细", "People"), head, rows, (TOTAL, "", "", "", "", "", Fen(bill.charge_fen)))


def company_document(company: Company, year: int) -> Document:
    """A year's account: bills, payments, what is open."""
    paid = paid_by_bill(Policy.objects.filter(bills__month__year=year).distinct())
    bills = list(Bill.objects.filter(month__year=year).order_by("month", "policy"))
    charged, covered = sum(each.charge_fen for each in bills), sum(paid[each.pk] for each in bills)
    payments = _payments(year)
    facts: list[tuple[Text, Cell]] = [
        (Text("年度", "Year"), str(year)),
        (Text("账单合计", "Billed"), Fen(charged)),
        (Text("付款合计", "Paid"), payments.total[-1] if payments.total else Fen(0)),
        (Text("未付", "Open"), Fen(charged - covered)),
    ]
    rows: list[tuple[Cell, ...]] = [
        (each.number, each.due_on, Fen(each.charge_fen), Fen(paid[each.pk]), Fen(each.charge_fen - paid[each.pk]))
        for each in bills
    ]
    money = (Text("本期", "Charge"), Text("已付", "Paid"), Text("未付", "Open"))
    head = (Text("账单", "Bill"), Text("应付日期", "Due on"), *money)
    total = (TOTAL, "", Fen(charged), Fen(covered), Fen(charged - covered))
    billed = Sheet(Text("账单", "Bills"), head, rows, total)
    title = Text(f"{year} 年保费对账单", f"Account of premiums {year}")
    return Document(title, company.title, facts, [each for each in (billed, payments) if each.rows], UNIT)


def _payments(year: int) -> Sheet:
    """What was paid, and what of it was taken back, each on its day."""
    made = Payment.objects.filter(on__year=year).select_related("policy")
    back = PaymentReversal.objects.filter(on__year=year).select_related("payment__policy")
    moved: list[tuple[date, str, str | Text, int]] = [
        *((each.on, each.policy.number, each.reference, each.amount_fen) for each in made),
        *((each.on, each.payment.policy.number, _reversed(each), -each.payment.amount_fen) for each in back),
    ]
    moved.sort(key=lambda each: each[0])
    rows: list[tuple[Cell, ...]] = [(on, number, said, Fen(amount)) for on, number, said, amount in moved]
    head = (Text("日期", "Day"), Text("保单", "Policy"), Text("凭证号", "Reference"), AMOUNT)
    total = (TOTAL, "", "", Fen(sum(amount for *_, amount in moved)))
    return Sheet(Text("付款", "Payments"), head, rows, total)


def _reversed(back: PaymentReversal) -> Text:
    reference = back.payment.reference
    return Text(f"冲正 {reference}".strip(), f"reversal {reference}".strip())


def payroll_rows(run: PayrollRun) -> list[tuple[Person, int, Text, int]]:
    """Everybody of whom something is taken: amount, for what, and what of it is carried from before."""
    titles, by_employee = Titles(), defaultdict(list)
    lines = run.lines.select_related("employee", "line__person__employee").order_by("employee__number", "pk")
    for each in lines:
        by_employee[each.employee].append(each)
    rows = []
    for employee, own in by_employee.items():
        amounts: dict[Text, int] = defaultdict(int)
        for each in own:
            amounts[titles.line(each.line)] += each.amount_fen
        zh = "；".join(f"{what.zh} {format_yuan(amount)}" for what, amount in amounts.items())
        en = "; ".join(f"{what.en} {format_yuan(amount)}" for what, amount in amounts.items())
        rows.append((employee, sum(amounts.values()), Text(zh, en), sum(each.carried_fen for each in own)))
    return rows


def payroll_document(run: PayrollRun) -> Document:
    rows: list[tuple[Cell, ...]] = [
        (employee.number, employee.name, Fen(amount), what, Fen(carried))
        for employee, amount, what, carried in payroll_rows(run)
    ]
    total = (TOTAL, "", Fen(sum(row[2] for row in rows)), "", Fen(sum(row[4] for row in rows)))  # type: ignore[misc]
    title = Text(f"{run.month:%Y-%m} 工资代扣", f"Payroll deductions {run.month:%Y-%m}")
    return Document(title, run.company.title, [], [Sheet(title, PAYROLL_HEAD, rows, total)], UNIT)


PAYROLL_HEAD = (
    NUMBER,
    NAME,
    Text("扣款金额", "Deduction"),
    Text("项目", "For"),
    Text("其中以前未扣", "Of which carried"),
)


def payroll_csv(run: PayrollRun, language: Language) -> bytes:
    """With the mark by which spreadsheets know UTF-8; no cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([head.to(language) for head in PAYROLL_HEAD])
    for employee, amount, what, carried in payroll_rows(run):
        texts = [_safe(text) for text in (employee.number, employee.name, what.to(language))]
        money = [format_yuan(each, grouping=False) for each in (amount, carried)]
        writer.writerow([texts[0], texts[1], money[0], texts[2], money[1]])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def employee_document(person: Person, year: int) -> Document:
    """An employee's contributions, deductions and points of a year."""
    own: Wallet = wallet(person, year)
    items: list[tuple[Cell, ...]] = [
        (each.title, each.first_day, each.last_day, Fen(each.amount_fen), Fen(each.deducted_fen)) for each in own.items
    ]
    days = (Text("起", "From"), Text("止", "To"))
    head = (Text("项目", "For"), *days, Text("自付", "Contribution"), Text("已扣", "Deducted"))
    total = (TOTAL, "", "", Fen(own.owed_fen), Fen(own.deducted_fen))
    taken: list[tuple[Cell, ...]] = [(day, Fen(amount)) for day, amount in own.deductions]
    sheets = [
        Sheet(Text("自付保费", "Contributions"), head, items, total),
        Sheet(Text("工资扣款", "Deductions"), (Text("发薪日", "Pay day"), AMOUNT), taken),
    ]
    facts: list[tuple[Text, Cell]] = [
        (NAME, person.family.name),
        (NUMBER, person.family.number),
        (Text("积分（发放）", "Points granted"), own.points_granted),
        (Text("积分（已用）", "Points used"), own.points_used),
        (Text("积分（剩余）", "Points left"), own.points_left),
        (Text("尚未扣款", "Still to be deducted"), Fen(own.outstanding_fen)),
    ]
    title = Text(f"{year} 年个人保费与积分", f"Contributions and points {year}")
    return Document(title, person.company.title, facts, [each for each in sheets if each.rows], UNIT)
