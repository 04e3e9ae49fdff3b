"""Deductions from pay (工资代扣)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.jobs.work import start
from tuanbao.platform.money import payroll as deductions
from tuanbao.platform.money import statements
from tuanbao.platform.money.insurer_file import ANSWER, LARGEST_BYTES, read
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import PayrollLine, PayrollRun
from tuanbao.platform.money.posting import balance
from tuanbao.platform.money.titles import Titles
from tuanbao.platform.money.views.common import attached, complain, download, job_of, month_of, page, say
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection import audit
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page
from tuanbao.roster.errors import TableError


def _link(run: PayrollRun) -> str:
    return reverse("money:payroll_run", args=[run.pk])


def _state(run: PayrollRun) -> str:
    return "answered" if hasattr(run, "answer") else "waiting"


STATES = {"answered": Text("已确认", "confirmed"), "waiting": Text("待回盘", "awaiting payroll")}
RUNS = Table(
    "payroll",
    Text("工资代扣", "Payroll deductions"),
    (
        Column("month", Text("月份", "Month"), lambda run: f"{run.month:%Y-%m}", sort="month", link=_link),
        Column("pay_day", Text("发薪日", "Pay day"), kind="day", sort="pay_day"),
        Column("people", Text("人数", "People"), kind="number"),
        Column("amount", Text("应扣", "To deduct"), kind="money", link=_link),
        Column("deducted", Text("实扣", "Deducted"), kind="money"),
        Column(
            "state",
            Text("状态", "State"),
            _state,
            "badge",
            choices=STATES,
            colours={"answered": "green", "waiting": "yellow"},
        ),
    ),
    empty=Text("还没有代扣文件", "No deductions yet"),
)


def lines_table(titles: Titles) -> Table:
    return Table(
        "deductions",
        Text("代扣明细", "Deductions"),
        (
            Column("number", Text("工号", "Number"), "employee.number", sort="employee__number"),
            Column("name", Text("姓名", "Name"), "employee.name"),
            Column("what", Text("项目", "For"), lambda line: titles.line(line.line)),
            Column(
                "carried", Text("其中以前未扣", "Of which carried"), "carried_fen", kind="money", sort="carried_fen"
            ),
            Column("amount", Text("应扣", "To deduct"), "amount_fen", kind="money", sort="amount_fen"),
            Column("deducted", Text("实扣", "Deducted"), "deduction.deducted_fen", kind="money"),
        ),
        search=("employee__number", "employee__name"),
    )


@requires("money.view")
@require_GET
def payroll(request: HttpRequest) -> HttpResponse:
    runs = PayrollRun.objects.select_related("answer").annotate(
        people=Count("lines__employee", distinct=True),
        amount=Sum("lines__amount_fen", default=0),
        deducted=Sum("lines__deduction__deducted_fen"),
    )
    runs = runs.order_by("-month")
    context = page(request, "money:payroll", month=deductions.next_month(), job=job_of("money.payroll"))
    context.update(owed=balance("employee_receivable"), waiting=runs.filter(answer__isnull=True).count())
    return table_page(request, RUNS, runs, "money/payroll.html", context)


@requires("money.manage")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    month = month_of(request.POST.get("month", "")) or deductions.next_month()
    job = start("money.payroll", request.company, request.user, month=month.isoformat())  # type: ignore[attr-defined]
    audit.record("money.payroll_asked", job, request=request, month=f"{month:%Y-%m}")
    return redirect("money:payroll")


@requires("money.view")
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    return _run_page(request, get_object_or_404(PayrollRun.objects.select_related("answer"), pk=pk))


def _run_page(request: HttpRequest, found: PayrollRun, problems: list[dict[str, Any]] | None = None) -> HttpResponse:
    lines = PayrollLine.objects.filter(run=found).select_related("employee", "line__person__employee", "deduction")
    sums = lines.aggregate(
        amount=Sum("amount_fen", default=0),
        deducted=Sum("deduction__deducted_fen", default=0),
        people=Count("employee", distinct=True),
    )
    context = page(request, "money:payroll", run=found, problems=problems, answered=hasattr(found, "answer"), **sums)
    context.update(crumbs=[{"title": Text(f"{found.month:%Y-%m} 代扣", f"Deductions {found.month:%Y-%m}")}])
    if problems is not None:
        return render(request, "money/payroll_problems.html", context, status=422)
    return table_page(request, lines_table(Titles()), lines, "money/payroll_run.html", context)


@requires("money.manage")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Payroll's answer: a file of what was deducted, or everything as it was told."""
    found = get_object_or_404(PayrollRun, pk=pk)
    deducted: dict[int, int] = {}
    upload = request.FILES.get("file")
    if upload is not None:
        given = _read(found, upload)
        if isinstance(given, list):
            return _run_page(request, found, given)
        deducted = given
    elif "all" not in request.POST:
        complain(request, Text("请选择文件", "Choose a file"))
        return redirect("money:payroll_run", pk=pk)
    try:
        deductions.confirm(found, deducted, request.user)
    except LedgerError as error:
        messages.error(request, error.text.to(language()))
    else:
        say(
            request,
            "扣款结果已入账；未扣到的转入下月",
            "Posted; what was not taken goes into next month",
        )
    return redirect("money:payroll_run", pk=pk)


def _read(found: PayrollRun, upload: Any) -> dict[int, int] | list[dict[str, Any]]:
    """Amounts by employee, or what is wrong with the file."""
    if upload.size > LARGEST_BYTES:
        return [{"row": "", "zh": "文件超过 30 MB", "en": "the file is larger than 30 MB"}]
    try:
        incoming = read(upload, ANSWER)
    except TableError as error:
        return [{"row": "", **error.text._asdict()}]
    people = dict(Person.objects.filter(pk__in=found.lines.values("employee")).values_list("number", "pk"))
    problems, amounts = list(incoming.problems), {}
    for row in incoming.rows:
        if row["number"] not in people:
            problems.append({"row": row["at"], "zh": "本月没有该工号的扣款", "en": "nothing is due of this number"})
        elif people[row["number"]] in amounts:
            problems.append({"row": row["at"], "zh": "工号重复", "en": "the number stands twice"})
        else:
            amounts[people[row["number"]]] = row["amount"]
    return problems or amounts


@requires("money.view")
@require_GET
def run_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found = get_object_or_404(PayrollRun, pk=pk)
    audit.record("money.payroll_exported", found, request=request, kind=kind)
    name = f"payroll-{found.month:%Y-%m}"
    if kind == "csv":
        return attached(statements.payroll_csv(found, language()), f"{name}.csv", "text/csv; charset=utf-8")
    return download(statements.payroll_document(found), name, "xlsx")
