"""Policies (保单): the list, one with its terms, rates and people, writing one down."""

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover import covered, files, lists, rate_table, seen
from tuanbao.platform.cover.beginning import EFFECTIVE_RULES
from tuanbao.platform.cover.earned import earned_by
from tuanbao.platform.cover.forms import BASES, PolicyForm
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.cover.refunds import REFUND_RULES
from tuanbao.platform.cover.roster import members_table
from tuanbao.platform.cover.views import XLSX, as_file
from tuanbao.platform.programmes.titles import PlanTitles
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import table_page
from tuanbao.platform.web.workbooks import workbook
from tuanbao.roster import MEMBERS, TableError, write_table

LARGEST_UPLOAD = 5 * 1024 * 1024


@require_GET
@requires("cover.view")
def policies(request: HttpRequest) -> HttpResponse:
    every = seen.policies(request).annotate(
        premium=Sum("endorsements__lines__premium_fen", filter=Q(endorsements__approved_at__isnull=False))
    )
    return table_page(request, lists.policies_table(), every, "cover/policies.html", seen.may(request))


@require_GET
@requires("cover.view")
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, seen.policy_or_404(request, pk))


def _page(request: HttpRequest, policy: Policy, problems: Any = (), status: int = 200) -> HttpResponse:
    today = _shown_day(policy)
    found = [each for each in covered.on(policy.company, day=today) if each.policy == policy]
    by_plan: dict[Text, int] = {}
    titles = PlanTitles()
    for each in found:
        by_plan[each.title] = by_plan.get(each.title, 0) + 1
    context = {
        "policy": policy,
        "basis": BASES[policy.premium_basis],
        "effective": EFFECTIVE_RULES[policy.effective_rule],
        "refund": REFUND_RULES[policy.refund_rule],
        "charge": format_yuan(policy.refund_charge_bp),
        "rates": [(titles.plan(rate.plan_id, rate.variant), rate) for rate in policy.rates.all()],
        "by_plan": sorted(by_plan.items()),
        "people": len({each.spell.person for each in found}),
        "on": today,
        "premium_to_date": earned_by(policy, clock.today())[0],
        "premium_in_all": _told(policy),
        "problems": problems,
        **seen.may(request),
        **seen.below_policies(),
    }
    return render(request, "cover/policy.html", context, status=status)


def _told(policy: Policy) -> int:
    lines = EndorsementLine.objects.filter(endorsement__policy=policy, endorsement__approved_at__isnull=False)
    return lines.aggregate(all=Sum("premium_fen"))["all"] or 0


@requires("cover.manage")
def policy_new(request: HttpRequest) -> HttpResponse:
    return _form(request, Policy(company=request.company))  # type: ignore[attr-defined]


@requires("cover.manage")
def policy_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, seen.policy_or_404(request, pk))


def _form(request: HttpRequest, policy: Policy) -> HttpResponse:
    form = PolicyForm(request.POST or None, instance=policy, company=request.company)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            record("cover.policy_saved", saved, request=request)
        messages.success(request, Text("保单已保存", "The policy is saved").to(language()))
        return redirect("cover:policy", pk=saved.pk)
    context = {"form": form, "policy": policy, **seen.below_policies()}
    return render(request, "cover/policy_form.html", context, status=422 if form.errors else 200)


@requires("cover.manage")
@require_POST
def rates_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """All rows or none: a wrong row is named, and nothing is written."""
    policy = seen.policy_or_404(request, pk)
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > LARGEST_UPLOAD:
        return _page(
            request, policy, [(None, None, Text("请选择一个不超过 5 MB 的文件", "Choose a file of at most 5 MB"))], 422
        )
    try:
        found = rate_table.read(upload.read(), upload.name or "", policy.plans)
    except TableError as error:
        return _page(request, policy, [(None, None, error.text)], 422)
    if found.problems:
        return _page(request, policy, [(each.row, each.column, each.text) for each in found.problems], 422)
    with transaction.atomic():
        count = rate_table.replace_rates(policy, found.rates)
        record("cover.rates_replaced", policy, request=request, count=count)
    messages.success(request, Text(f"已更新 {count} 行费率", f"{count} rates are in place").to(language()))
    return redirect("cover:policy", pk=policy.pk)


@require_GET
@requires("cover.view")
def rates_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The rates in Excel, to be changed and uploaded again."""
    policy = seen.policy_or_404(request, pk)
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        sheet = book.add_worksheet("费率")
        sheet.set_column(0, 6, 16)
        for number, row in enumerate(rate_table.written(policy)):
            sheet.write_row(number, 0, row)
    return as_file(buffer.getvalue(), XLSX, f"{policy.number}-rates.xlsx")


@require_GET
@requires("cover.view")
def people_covered(request: HttpRequest, pk: int) -> HttpResponse:
    policy = seen.policy_or_404(request, pk)
    today = _shown_day(policy)
    found = [each for each in covered.on(policy.company, day=today) if each.policy == policy]
    rows = lists.covered_rows(found)
    return table_page(
        request,
        lists.COVERED,
        rows,
        "cover/people_covered.html",
        {"policy": policy, "on": today, **seen.may(request), **seen.below_policies()},
    )


@require_GET
@requires("cover.view")
def full_x12(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody as the insurer should know them, as X12 834, with identity numbers."""
    if not seen.may(request)["may_download"]:
        raise PermissionDenied("cover.manage")
    policy = seen.policy_or_404(request, pk)
    record("cover.file_downloaded", policy, request=request, kind="x12_834_full")
    return as_file(files.full_834(policy), "application/edi-x12", f"{policy.number}-full.834")


@require_GET
@requires("cover.manage")
def members_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The people covered as the engine's table of people; names, identity numbers and salaries are not in it."""
    policy = seen.policy_or_404(request, pk)
    table = members_table(policy.company, _shown_day(policy)).table.drop_columns(["salary"])
    record("cover.members_exported", policy, request=request, count=table.num_rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "members.xlsx"
        write_table(table, MEMBERS, path, language="zh" if language() == "zh" else "en")
        return as_file(path.read_bytes(), XLSX, f"{policy.number}-members.xlsx")


def _shown_day(policy: Policy) -> date:
    """Today, or the policy's day that is nearest."""
    return min(max(clock.today(), policy.starts_on), policy.ends_on)
