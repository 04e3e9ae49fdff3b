"""The audit log on a page (审计记录), and what the signed-in person agreed to (授权同意)."""

import csv
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.protection.audit import record, verify_all
from tuanbao.platform.protection.chain import Whole
from tuanbao.platform.protection.consents import current, give, withdraw
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.protection.purposes import purpose
from tuanbao.platform.web.languages import language

PER_PAGE = 50


@requires("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """The company's entries, the latest first."""
    found = _found(request)
    if request.GET.get("format") == "csv":
        return _csv(request, found)
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = {
        "entries": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "actions": _of_company(request).order_by("action").values_list("action", flat=True).distinct(),
        "asked": asked.urlencode(),
    }
    return render(request, "protection/audit.html", shown)


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


def _of_company(request: HttpRequest) -> Any:
    """Audit entries are no Owned, for some have no company: this company's are picked here."""
    return AuditEntry.objects.filter(company=request.company)  # type: ignore[attr-defined]


def _found(request: HttpRequest) -> Any:
    found = _of_company(request).select_related("user").order_by("-number")
    asked = request.GET
    if asked.get("action"):
        found = found.filter(action=asked["action"])
    if asked.get("user"):
        found = found.filter(user__username__icontains=asked["user"].strip())
    first, last = _day(asked.get("from")), _day(asked.get("to"))
    if first:
        found = found.filter(at__date__gte=first)
    if last:
        found = found.filter(at__date__lte=last)
    return found


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _csv(request: HttpRequest, found: Any) -> HttpResponse:
    """For spreadsheets: with the mark that lets them read Chinese; no cell is taken for a formula."""
    record("audit.exported", request=request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{clock.today()}.csv"'
    headings = {
        "zh": ["序号", "时间", "用户", "来源地址", "动作", "对象", "详情", "哈希"],
        "en": ["number", "at", "user", "address", "action", "target", "details", "hash"],
    }
    out = csv.writer(response)
    out.writerow(headings[language()])
    for entry in found.iterator(2000):
        at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        user = entry.user.username if entry.user else ""
        row = [entry.number, at, user, entry.address or "", entry.action, entry.target, entry.details or "", entry.hash]
        out.writerow([_harmless(str(cell)) for cell in row])
    return response


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
