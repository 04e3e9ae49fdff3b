"""Bills (账单)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover.models import Insurer, Policy
from tuanbao.platform.jobs.work import start
from tuanbao.platform.money import billing, statements
from tuanbao.platform.money.billing_rules import KINDS
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import Bill, BillLine
from tuanbao.platform.money.posting import balance
from tuanbao.platform.money.titles import Titles
from tuanbao.platform.money.views.common import complain, download, endorsement_address, job_of, month_of, page, say
from tuanbao.platform.protection import audit
from tuanbao.platform.web.tables import Column, Table, table_page

STATES = {
    "issued": Text("待批准", "to be approved"),
    "approved": Text("待付款", "to be paid"),
    "partly": Text("部分付款", "partly paid"),
    "paid": Text("已付清", "paid"),
}
COLOURS = {"issued": "yellow", "approved": "blue", "partly": "orange", "paid": "green"}


def _link(row: dict[str, Any]) -> str:
    return reverse("money:bill", args=[row["bill"].pk])


def _payments(row: dict[str, Any]) -> str:
    return f"{reverse('money:payments')}?policy={row['bill'].policy.number}"


def bills_table() -> Table:
    insurers = {each.code: each.title for each in Insurer.objects.all()}
    insurer, by_code = "bill.policy.insurer.title", "bill.policy.insurer.code"
    return Table(
        "bills",
        Text("账单", "Bills"),
        (
            Column("number", Text("账单", "Bill"), "bill.number", sort="bill.number", link=_link),
            Column("month", Text("月份", "Month"), lambda row: f"{row['bill'].month:%Y-%m}", sort="bill.month"),
            Column("insurer", Text("保险公司", "Insurer"), insurer, filter=by_code, choices=insurers),
            Column("due", Text("应付日期", "Due on"), "bill.due_on", kind="day", sort="bill.due_on"),
            Column("charge", Text("本期", "Charge"), "bill.charge_fen", kind="money", link=_link),
            Column("paid", Text("已付", "Paid"), "paid", kind="money", link=_payments),
            Column("open", Text("未付", "Open"), "open", kind="money", sort="open"),
            Column("state", Text("状态", "State"), kind="badge", filter="state", choices=STATES, colours=COLOURS),
        ),
        search=("bill.number", insurer),
        empty=Text("还没有账单", "No bills yet"),
    )


def _endorsement(row: BillLine) -> str:
    return endorsement_address(row.line.endorsement_id)


def _line_title(titles: Titles) -> Any:
    return lambda line: titles.plan(line.line.plan_id, line.line.variant)


def lines_table(titles: Titles) -> Table:
    return Table(
        "bill-lines",
        Text("人员明细", "People"),
        (
            Column("number", Text("工号", "Number"), "line.person.number", sort="line__person__number"),
            Column("name", Text("姓名", "Name"), "line.person.name"),
            Column("plan", Text("方案", "Plan"), _line_title(titles)),
            Column("kind", Text("项目", "Item"), kind="badge", filter="kind", choices=KINDS),
            Column("first", Text("保障起期", "From"), "line.first_day", kind="day", sort="line__first_day"),
            Column("last", Text("保障止期", "To"), "line.last_day", kind="day"),
            Column("premium", Text("批单保费", "Endorsed"), "line.premium_fen", "money", link=_endorsement),
            Column("amount", Text("本期", "This bill"), "amount_fen", kind="money", sort="amount_fen"),
        ),
        search=("line__person__number", "line__person__name"),
    )


@requires("money.view")
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """What is owed, and every bill."""
    paid = billing.paid_by_bill(Policy.objects.all())
    made = Bill.objects.select_related("policy__insurer", "approval").order_by("-month", "policy")
    rows = [_row(bill, paid[bill.pk]) for bill in made]
    figures = {
        "owed": -balance("premium_due"),
        "overdue": sum(row["open"] for row in rows if row["bill"].due_on < clock.today()),
        "not_due": -balance("premium_not_due"),
        "waiting": sum(1 for row in rows if row["state"] == "issued"),
        "employees": balance("employee_receivable"),
    }
    month = billing.next_month()
    context = page(request, "money:bills", **figures, month=month, job=job_of("money.bills"), year=clock.today().year)
    return table_page(request, bills_table(), rows, "money/bills.html", context)


def _row(bill: Bill, paid: int) -> dict[str, Any]:
    left = bill.charge_fen - paid
    approved = hasattr(bill, "approval")
    state = "paid" if left <= 0 else "partly" if paid > 0 else "approved"
    return {"bill": bill, "paid": paid, "open": left, "state": state if approved else "issued"}


@requires("money.manage")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    month = month_of(request.POST.get("month", "")) or billing.next_month()
    job = start("money.bills", request.company, request.user, month=month.isoformat())  # type: ignore[attr-defined]
    audit.record("money.bills_asked", job, request=request, month=f"{month:%Y-%m}")
    return redirect("money:bills")


@requires("money.view")
@require_GET
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """One bill, down to the people on it."""
    found = get_object_or_404(Bill.objects.select_related("policy__insurer", "approval", "made_by"), pk=pk)
    row = _row(found, billing.paid_by_bill([found.policy])[found.pk])
    summary = [(KINDS[kind], kind, people, amount) for kind, people, amount in statements.summary(found)]
    lines = BillLine.objects.filter(bill=found).select_related("line__person")
    context = page(request, "money:bills", **row, summary=summary, state_title=STATES[row["state"]])
    context.update(colour=COLOURS[row["state"]], crumbs=[{"title": found.number}])
    context["approve_address"] = reverse("money:approve", args=[pk])
    if row["state"] == "issued":
        context.update(approvers=billing.approvers(found), issued_it=found.made_by == request.user)
    return table_page(request, lines_table(Titles()), lines, "money/bill.html", context)


@requires("money.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Bill, pk=pk)
    try:
        billing.approve(found, request.user, request)
    except LedgerError as error:
        complain(request, error.text)
        return redirect("money:bill", pk=pk)
    say(request, f"账单 {found.number} 已批准", f"Bill {found.number} is approved")
    return redirect("money:bill", pk=pk)


@requires("money.view")
@require_GET
def bill_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found = get_object_or_404(Bill.objects.select_related("policy__insurer"), pk=pk)
    return download(statements.bill_document(found), f"bill-{found.month:%Y-%m}-{found.pk}", kind)


@requires("own.view")
@require_GET
def own_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """An employee's own contributions, deductions and points of a year."""
    person = request.membership.person  # type: ignore[attr-defined]
    return download(statements.employee_document(person, year), f"contributions-{year}", kind)


@requires("money.view")
@require_GET
def account_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    company = request.company  # type: ignore[attr-defined]
    return download(statements.company_document(company, year), f"account-{year}", kind)
