"""Changes waiting and endorsements (保全). The screen begins with what waits; insurers see what they were sent."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover import endorsing, files, lists, seen
from tuanbao.platform.cover.endorsing_job import LARGE
from tuanbao.platform.cover.models import Endorsement
from tuanbao.platform.cover.reasons import REASONS
from tuanbao.platform.cover.waiting import Found, waiting
from tuanbao.platform.jobs.work import start
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import programme_on
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import table_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires("cover.view")
def changes(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What waits for one policy, the running one unless another is asked for; for an insurer what it was sent."""
    if seen.is_insurer(request):
        return endorsements(request)
    policies = list(seen.policies(request).filter(ends_on__gte=clock.today()).order_by("starts_on", "number"))
    policy = seen.policy_or_404(request, pk) if pk else next(iter(policies), None)
    if policy is None:
        return render(request, "cover/changes.html", seen.may(request))
    found = waiting(policy)
    context = {
        "policies": policies,
        "policy": policy,
        "latest": _with_sums(request).filter(policy=policy).order_by("-number")[:5],
    }
    rows = lists.waiting_rows(found.waiting, programme_on(policy.company_id, policy.starts_on))
    context["late"] = [row for row in rows if row.note]
    return table_page(request, lists.WAITING, rows, "cover/changes.html", context | _figures(found) | seen.may(request))


@require_GET
@requires("cover.view")
def endorsements(request: HttpRequest) -> HttpResponse:
    return table_page(request, lists.ENDORSEMENTS, _with_sums(request), "cover/endorsements.html")


def _with_sums(request: HttpRequest) -> "QuerySet[Endorsement]":
    return seen.endorsements(request).annotate(count=Count("lines"), premium=Sum("lines__premium_fen"))


def _figures(found: Found) -> dict[str, Any]:
    """How many lines and how much by reason, and who cannot be told."""
    people = {each.pk: each for each in Person.objects.filter(pk__in=[problem.person for problem in found.problems])}
    count = Counter(each.change.reason for each in found.waiting)
    money: Counter[str] = Counter()
    for each in found.waiting:
        money[each.change.reason] += each.change.amounts.premium
    return {
        "groups": [(REASONS[reason], count[reason], money[reason], reason) for reason in REASONS if count[reason]],
        "waiting_count": len(found.waiting),
        "waiting_premium": money.total(),
        "problems": [(people[problem.person], problem.text) for problem in found.problems],
    }


@require_POST
@requires("cover.manage")
def endorse(request: HttpRequest, pk: int) -> HttpResponse:
    policy = seen.policy_or_404(request, pk)
    if Person.objects.count() > LARGE:
        return redirect("jobs:detail", pk=start("cover.endorse", policy.company, request.user, policy=policy.pk).pk)
    made = endorsing.make_endorsement(policy, request.user, request)
    if made is None:
        messages.info(
            request, Text("没有需要告知保险公司的变动", "There is nothing to tell the insurer").to(language())
        )
        return redirect("cover:changes")
    return redirect("cover:endorsement", pk=made.pk)


@require_GET
@requires("cover.view")
def endorsement(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen.endorsement_or_404(request, pk)
    table = lists.lines_table(programme_on(found.company_id, found.policy.starts_on))
    sums = found.lines.aggregate(
        count=Count("pk"), premium=Sum("premium_fen"), employer=Sum("employer_fen"), employee=Sum("employee_fen")
    )
    above = seen.below("cover:endorsements", "批单", "Endorsements")
    late = files.lines_of(found).exclude(note={})
    context = {"endorsement": found, "sums": sums, "late": late, **seen.may(request), **above}
    return table_page(request, table, files.lines_of(found), "cover/endorsement.html", context)


@require_POST
@requires("cover.manage")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, endorsing.approve, Text("批单已批准", "The endorsement is approved"))


@require_POST
@requires("cover.manage")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, endorsing.mark_sent, Text("已记为发送", "It is marked as sent"))


@require_POST
@requires("cover.view")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """By the insurer, or by HR who has its answer."""
    if not seen.may(request)["may_confirm"]:
        raise PermissionDenied("cover.confirm")
    return _act(request, pk, endorsing.confirm, Text("已记为保险公司确认", "It is confirmed by the insurer"))


@require_POST
@requires("cover.manage")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        endorsing.discard(seen.endorsement_or_404(request, pk), request.user, request)
    except endorsing.EndorsingError as error:
        messages.error(request, error.text.to(language()))
        return redirect("cover:endorsement", pk=pk)
    messages.success(request, Text("草稿已作废，变动重新待办", "Discarded; its changes wait again").to(language()))
    return redirect("cover:changes")


def _act(request: HttpRequest, pk: int, act: Callable[..., Endorsement], done: Text) -> HttpResponse:
    try:
        act(seen.endorsement_or_404(request, pk), request.user, request)
        messages.success(request, done.to(language()))
    except endorsing.EndorsingError as error:
        messages.error(request, error.text.to(language()))
    return redirect("cover:endorsement", pk=pk)


@require_GET
@requires("cover.view")
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The list in Excel, with identity numbers."""
    found = _downloaded(request, pk, "xlsx")
    return as_file(files.listing(found), XLSX, f"{found.policy.number}-{found.number:03d}.xlsx")


@require_GET
@requires("cover.view")
def x12(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes as X12 834, with identity numbers."""
    found = _downloaded(request, pk, "x12_834")
    return as_file(files.changes_834(found), "application/edi-x12", f"{found.policy.number}-{found.number:03d}.834")


def _downloaded(request: HttpRequest, pk: int, kind: str) -> Endorsement:
    """Only for whoever tells the insurer, and for the insurer; written into the audit log."""
    if not seen.may(request)["may_download"]:
        raise PermissionDenied("cover.manage")
    found = seen.endorsement_or_404(request, pk)
    record("cover.file_downloaded", found, request=request, kind=kind)
    return found


def as_file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
