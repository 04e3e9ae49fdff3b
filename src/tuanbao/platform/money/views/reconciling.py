"""The insurer's bill against ours (三方核对)."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import reconciliation
from tuanbao.platform.money.difference_kinds import WHAT, Kind
from tuanbao.platform.money.insurer_file import INSURER_BILL, LARGEST_BYTES, read
from tuanbao.platform.money.matching import BY
from tuanbao.platform.money.models import InsurerBill
from tuanbao.platform.money.reconciling import Difference, Reconciled
from tuanbao.platform.money.settled import HOW, STATES, Standing, standing
from tuanbao.platform.money.settling import latest
from tuanbao.platform.money.views.common import month_of, page
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page
from tuanbao.roster.errors import TableError

MONEY = Text("金额（多收为正）", "Money (too much: +)")
STATE = Text("状态", "State")
STATE_COLOURS = {"open": "yellow", "settled": "green"}
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
    rows = standing(found.differences, latest(kept.policy, kept.month))
    left = [each.difference for each in rows if each.state == "open"]
    context = page(request, "money:reconcile", kept=kept, found=found, kinds=_kinds(left), crumbs=_crumbs(kept))
    context.update(gap=found.theirs_fen - found.ours_fen, open=len(left), settled=len(rows) - len(left))
    context["settle_address"] = settle_address(pk)
    context["otherwise"] = [(row, BY[row.by]) for row in found.found_otherwise]
    if not rows and not request.GET:
        return render(request, "money/differences.html", context)
    table = differences_table(pk, reconciliation.plan_titles(kept.policy), found)
    return table_page(request, table, rows, "money/differences.html", context)


def _kinds(left: list[Difference]) -> list[tuple[str, Kind, int, int]]:
    """Of what is open: kind, how many, how much money."""
    counts = Counter(each.kind for each in left)
    sums = {kind: sum(each.money for each in left if each.kind == kind) for kind in counts}
    return [(kind, WHAT[kind], count, sums[kind]) for kind, count in counts.most_common()]


def settle_address(pk: int) -> str:
    return reverse("money:settle", args=[pk])


def _crumbs(kept: InsurerBill) -> list[dict[str, Any]]:
    up = {"title": Text("三方核对", "Reconciliation"), "address": reverse("money:reconcile")}
    return [up, {"title": f"{kept.policy.number} {kept.month:%Y-%m}"}]


def differences_table(pk: int, plans: dict[str, Text], found: Reconciled) -> Table:
    def word(value: str) -> Text:
        return plans.get(value, Text(value, value))

    def settle(row: Standing) -> str:
        return f"{settle_address(pk)}?key={row.key}"

    kind = "difference.kind"
    kinds = {word: title for word, title in TITLES.items() if any(each.kind == word for each in found.differences)}
    return Table(
        "differences",
        Text("差异", "Differences"),
        (
            Column("kind", Text("差异", "Difference"), kind, "badge", "", kind, kinds or TITLES),
            Column("number", Text("工号", "Number"), "difference.number", sort="difference.number"),
            Column("name", Text("姓名", "Name"), "difference.name"),
            Column("ours", Text("我方", "Ours"), lambda each: word(each.difference.ours)),
            Column("theirs", Text("对方", "Theirs"), lambda each: word(each.difference.theirs)),
            Column("at", Text("文件行", "Row"), "difference.at", kind="number", sort="difference.at"),
            Column("money", MONEY, "difference.money", kind="money", sort="difference.money"),
            Column("state", STATE, kind="badge", filter="state", choices=STATES, colours=STATE_COLOURS),
            Column("to_do", Text("怎么办 / 已怎样处理", "What to do, or was done"), _what_now, link=settle),
        ),
        search=("difference.number", "difference.name"),
    )


def _what_now(row: Standing) -> Text:
    """What to do while it is open; then how it was settled, by whom and when."""
    if row.state == "open":
        return WHAT[row.difference.kind].to_do
    how, day = HOW[row.said.how], timezone.localtime(row.said.made_at).date()
    who = row.said.made_by.name if row.said.made_by else ""
    note = f"：{row.said.note}" if row.said.note else "", f": {row.said.note}" if row.said.note else ""
    return Text(f"{how.zh}{note[0]}（{who} {day}）", f"{how.en}{note[1]} ({who} {day})")
