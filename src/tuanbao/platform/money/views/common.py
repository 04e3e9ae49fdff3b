"""What the screens of this room share."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import NoReverseMatch, reverse

from tuanbao.documents.fonts import TypesettingError
from tuanbao.language import Text
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.money.document import Document, as_pdf, as_xlsx
from tuanbao.platform.web.languages import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = (
    ("money:bills", Text("账单", "Bills")),
    ("money:payments", Text("付款", "Payments")),
    ("money:payroll", Text("工资代扣", "Payroll")),
    ("money:reconcile", Text("三方核对", "Reconciliation")),
    ("money:ledger", Text("账本", "Ledger")),
)


def say(request: HttpRequest, zh: str, en: str, level: int = messages.SUCCESS) -> None:
    messages.add_message(request, level, Text(zh, en).to(language()))


def complain(request: HttpRequest, text: Text) -> None:
    messages.error(request, text.to(language()))


def page(request: HttpRequest, here: str, **context: Any) -> dict[str, Any]:
    """The context with the room's tabs and what the reader may do."""
    may = request.membership.may  # type: ignore[attr-defined]
    rights = {"may_manage": may("money.manage"), "may_approve": may("money.approve")}
    return {"tabs": TABS, "here": here, **rights, **context}


def month_of(text: str) -> date | None:
    """``2026-03`` -> its first day."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def job_of(kind: str) -> Job | None:
    """The latest of a kind while it has not ended, or where it failed."""
    job: Job | None = Job.objects.filter(kind=kind).first()
    return job if job is not None and job.state != "done" else None


def endorsement_address(pk: int) -> str:
    """Empty where there is no such page."""
    try:
        return reverse("cover:endorsement", args=[pk])
    except NoReverseMatch:
        return ""


def download(document: Document, name: str, kind: str) -> HttpResponse:
    """As pdf or xlsx, in the language of the request."""
    try:
        content = as_pdf(document, language()) if kind == "pdf" else as_xlsx(document, language())
    except TypesettingError as error:
        return HttpResponseBadRequest(error.message.to(language()))
    return attached(content, f"{name}.{kind}", "application/pdf" if kind == "pdf" else XLSX)


def attached(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
