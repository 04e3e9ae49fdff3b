"""Bills and deductions from pay (账单、代扣接口)."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.problems import missing
from tuanbao.platform.money.models import Bill, BillLine, PayrollLine, PayrollRun

router = Router(tags=["money"], auth=Bearer("money:read"))


class BillOut(Schema):
    id: int
    number: str
    policy: str
    month: date
    due_on: date
    brought_forward_fen: int
    total_fen: int
    issued_at: datetime
    approved_at: datetime | None


class BillPage(Schema):
    items: list[BillOut]
    next: str | None


class BillLineOut(Schema):
    id: int
    kind: str
    person: str
    plan: str
    variant: str
    endorsement_line: int
    amount_fen: int


class BillLinePage(Schema):
    items: list[BillLineOut]
    next: str | None


class PayrollRunOut(Schema):
    id: int
    month: date
    pay_day: date


class PayrollRunPage(Schema):
    items: list[PayrollRunOut]
    next: str | None


class PayrollLineOut(Schema):
    id: int
    employee: str
    endorsement_line: int
    amount_fen: int
    """Negative: given back."""
    carried_fen: int


class PayrollLinePage(Schema):
    items: list[PayrollLineOut]
    next: str | None


@router.get("/bills", response=BillPage, summary="账单 / Bills")
def list_bills(request: HttpRequest, asked: Asked) -> Any:
    listed = page(Bill.objects.select_related("policy", "approval"), asked)
    return {**listed, "items": [_bill(each) for each in listed["items"]]}


@router.get("/bills/{int:id}/lines", response=BillLinePage, summary="账单明细 / Lines of a bill")
def list_bill_lines(request: HttpRequest, id: int, asked: Asked) -> Any:
    if not Bill.objects.filter(pk=id).exists():
        raise missing("账单", "bill")
    listed = page(BillLine.objects.filter(bill=id).select_related("line__person"), asked)
    return {**listed, "items": [_bill_line(each) for each in listed["items"]]}


@router.get("/payroll", response=PayrollRunPage, summary="代扣批次 / Payroll runs")
def list_payroll(request: HttpRequest, asked: Asked) -> Any:
    return page(PayrollRun.objects.all(), asked)


@router.get("/payroll/{int:id}/lines", response=PayrollLinePage, summary="代扣明细 / Lines of a payroll run")
def list_payroll_lines(request: HttpRequest, id: int, asked: Asked) -> Any:
    if not PayrollRun.objects.filter(pk=id).exists():
        raise missing("代扣批次", "payroll run")
    listed = page(PayrollLine.objects.filter(run=id).select_related("employee"), asked)
    return {**listed, "items": [_payroll_line(each) for each in listed["items"]]}


def _bill(bill: Bill) -> dict[str, Any]:
    names = ("id", "number", "month", "due_on", "brought_forward_fen", "total_fen")
    approval = getattr(bill, "approval", None)
    return {
        **{name: getattr(bill, name) for name in names},
        "policy": bill.policy.number,
        "issued_at": bill.made_at,
        "approved_at": approval.made_at if approval else None,
    }


def _bill_line(line: BillLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "kind": line.kind,
        "person": line.line.person.number,
        "plan": line.line.plan_id,
        "variant": line.line.variant,
        "endorsement_line": line.line_id,
        "amount_fen": line.amount_fen,
    }


def _payroll_line(line: PayrollLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "employee": line.employee.number,
        "endorsement_line": line.line_id,
        "amount_fen": line.amount_fen,
        "carried_fen": line.carried_fen,
    }
