"""The audit log on a page (审计记录), and what the signed-in person agreed to (授权同意)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.protection.acts import ACTS, thing
from tuanbao.platform.protection.audit import record, verify_all
from tuanbao.platform.protection.chain import Whole
from tuanbao.platform.protection.changes import PROGRAM
from tuanbao.platform.protection.consents import current, give, withdraw
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.protection.purposes import purpose
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page


def _who(entry: AuditEntry) -> Any:
    return str(entry.user) if entry.user else PROGRAM


def _details(entry: AuditEntry) -> str:
    return "; ".join(f"{name}: {value}" for name, value in entry.details.items())


AUDIT = Table(
    "audit",
    Text("审计记录", "Audit log"),
    (
        Column("number", Text("序号", "No."), kind="number", sort="number"),
        Column("at", Text("时间", "When"), kind="moment", filter="at"),
        Column("user", Text("谁", "Who"), value=_who),
        Column("address", Text("从哪里", "From")),
        Column("action", Text("动作", "Act"), filter="action", choices=ACTS),
        Column("target", Text("对象", "What"), value=lambda entry: thing(entry.target)),
        Column("details", Text("详情", "Details"), value=_details),
        Column("hash", Text("哈希", "Hash"), on_page=False),
    ),
    search=("user__username", "target", "address"),
    order="-number",
    empty=Text("还没有审计记录", "The audit log is empty"),
)


@requires("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """The company's entries, the latest first. Some entries have no company, so that they are no Owned."""
    if request.GET.get("export"):
        record("audit.exported", request=request)
    company = request.company  # type: ignore[attr-defined]
    entries = AuditEntry.objects.filter(company=company).select_related("user")
    return table_page(request, AUDIT, entries, "protection/audit.html")


@require_POST
@requires("audit.view")
def audit_check(request: HttpRequest) -> HttpResponse:
    result = verify_all()
    if isinstance(result, Whole):
        # How many entries there are over all companies is nobody's business here.
        messages.success(request, Text("审计链完整，没有断开或改动。", "The chain is whole.").to(language()))
    else:
        words = Text(
            f"审计链在第 {result.number} 条断开：{result.why.zh}。请联系系统管理员。",
            f"The chain breaks at entry {result.number}: {result.why.en}. Tell the system administrator.",
        )
        messages.error(request, words.to(language()))
    record("audit.checked", request=request, whole=isinstance(result, Whole))
    return redirect("protection:audit")


@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """Everybody's own: no permission is asked for but to belong to a company."""
    states = current(_member(request))
    employee = request.membership.role == "employee"  # type: ignore[attr-defined]
    frame = "web/portal.html" if employee else "web/console.html"
    return render(request, "protection/consents.html", {"states": states, "frame": frame})


@require_POST
@login_required
def consent(request: HttpRequest, key: str) -> HttpResponse:
    user, asked = _member(request), purpose(key)
    if asked is None:
        raise Http404
    company = request.company  # type: ignore[attr-defined]
    (give if request.POST.get("given") == "1" else withdraw)(user, asked, company=company, request=request)
    return redirect("protection:consents")


def _member(request: HttpRequest) -> Any:
    if request.membership is None:  # type: ignore[attr-defined]
        raise PermissionDenied
    return request.user
