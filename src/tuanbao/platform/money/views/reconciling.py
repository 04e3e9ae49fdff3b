"""The insurer's bill against ours (三方核对)."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import reconciliation
from tuanbao.platform.money.difference_kinds import WHAT
from tuanbao.platform.money.insurer_file import INSURER_BILL, LARGEST_BYTES, read
from tuanbao.platform.money.models import InsurerBill
from tuanbao.platform.money.reconciling import Difference, Reconciled
from tuanbao.platform.money.views.common import month_of, page
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page
from tuanbao.roster.errors import TableError

TITLES = {kind: what.title for kind, what in WHAT.items()}
UPLOADS = Table(
    "insurer-bills",
    Text("保险公司账单", "Insurer's bills"),
    (
        Column("name", Text("文件", "File"), sort="name", link=lambda row: reverse("money:differences", args=[row.pk])),
        Column("policy", Text("保单", "Policy"), "policy.number", filter="policy__number"),
        Column("month", Text("月份", "Month"), lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column("rows", Text("行数", "Rows"), lambda row: len(row.rows), kind="number"),
        Column("problems", Text("读不出的行", "Rows not read"), lambda row: len(row.problems), kind="number"),
        Column("made_at", Text("上传时间", "Handed in"), kind="moment", sort="made_at"),
        Column("by", Text("上传人", "By"), "made_by.name"),
    ),
    empty=Text("还没有上传保险公司的账单", "No insurer's bill yet"),
)


class UploadForm(forms.Form):
    policy = forms.ModelChoiceField(Policy.objects.none(), label=Text("保单", "Policy"), empty_label=None)  # type: ignore[arg-type]
    month = forms.CharField(label=Text("月份", "Month"), widget=forms.TextInput({"type": "month"}))  # type: ignore[arg-type]
    file = forms.FileField(label=Text("账单文件（Excel 或 CSV）", "The bill (Excel or CSV)"))  # type: ignore[arg-type]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = Policy.objects.all()  # type: ignore[attr-defined]

    def clean_month(self) -> Any:
        month = month_of(self.cleaned_data["month"])
        if month is None:
            raise forms.ValidationError(
                Text("请填年月，例如 2026-03", "year and month, such as 2026-03").to(language())
            )
        return month

    def clean_file(self) -> Any:
        """Reads it: what is no such table is told here, wrong rows are kept and listed."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(Text("文件超过 30 MB", "the file is larger than 30 MB").to(language()))
        try:
            return file.name, read(file, INSURER_BILL)
        except TableError as error:
            raise forms.ValidationError(error.text.to(language())) from error


@requires("money.view")
def reconcile(request: HttpRequest) -> HttpResponse:
    """What was handed in, and handing in another."""
    may = request.membership.may("money.manage")  # type: ignore[attr-defined]
    today = clock.today()
    current = Policy.objects.filter(starts_on__lte=today, ends_on__gte=today).first()
    initial = {"month": f"{today:%Y-%m}", "policy": current}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and may and form.is_valid():
        data = form.cleaned_data
        name, incoming = data["file"]
        kept = reconciliation.keep(data["policy"], data["month"], name, incoming, request.user)
        return redirect("money:differences", pk=kept.pk)
    kept_so_far = InsurerBill.objects.select_related("policy", "made_by")
    context = page(request, "money:reconcile", form=form if may else None)
    return table_page(request, UPLOADS, kept_so_far, "money/reconcile.html", context)


@requires("money.view")
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Differences first, the largest money on top; then what could not be read."""
    kept = get_object_or_404(InsurerBill.objects.select_related("policy"), pk=pk)
    found = reconciliation.reconciled(kept)
    counts = Counter(each.kind for each in found.differences)
    sums = {kind: sum(each.money for each in found.differences if each.kind == kind) for kind in counts}
    kinds = [(kind, WHAT[kind], count, sums[kind]) for kind, count in counts.most_common()]
    context = page(request, "money:reconcile", kept=kept, found=found, kinds=kinds, crumbs=_crumbs(kept))
    context["gap"] = found.theirs_fen - found.ours_fen
    if not found.differences and not request.GET:
        return render(request, "money/differences.html", context)
    table = differences_table(reconciliation.plan_titles(kept.policy), found)
    return table_page(request, table, list(found.differences), "money/differences.html", context)


def _crumbs(kept: InsurerBill) -> list[dict[str, Any]]:
    up = {"title": Text("三方核对", "Reconciliation"), "address": reverse("money:reconcile")}
    return [up, {"title": f"{kept.policy.number} {kept.month:%Y-%m}"}]


def differences_table(plans: dict[str, Text], found: Reconciled) -> Table:
    def word(value: str) -> Text:
        return plans.get(value, Text(value, value))

    def to_do(each: Difference) -> Text:
        return WHAT[each.kind].to_do

    kinds = {kind: title for kind, title in TITLES.items() if any(each.kind == kind for each in found.differences)}
    return Table(
        "differences",
        Text("差异", "Differences"),
        (
            Column("kind", Text("差异", "Difference"), kind="badge", filter="kind", choices=kinds or TITLES),
            Column("number", Text("工号", "Number"), sort="number"),
            Column("name", Text("姓名", "Name")),
            Column("ours", Text("我方", "Ours"), lambda each: word(each.ours)),
            Column("theirs", Text("对方", "Theirs"), lambda each: word(each.theirs)),
            Column("at", Text("文件行", "Row"), kind="number", sort="at"),
            Column("money", Text("金额（多收为正）", "Money (too much: +)"), kind="money", sort="money"),
            Column("to_do", Text("怎么办", "What to do"), to_do),
        ),
        search=("number", "name"),
    )
