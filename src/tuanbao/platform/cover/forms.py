"""A policy as a form (保单表单)."""

from typing import Any

from django import forms

from tuanbao.language import Text
from tuanbao.platform.cover.beginning import EFFECTIVE_RULES
from tuanbao.platform.cover.models import Insurer, Policy
from tuanbao.platform.cover.refunds import REFUND_RULES
from tuanbao.platform.programmes.models import PlanVersion
from tuanbao.platform.programmes.titles import PlanTitles
from tuanbao.platform.web.languages import language

BASES = {"daily": Text("按天", "by days"), "monthly": Text("按月，不足一月按一月", "by begun months")}
TITLES = {
    "insurer": Text("保险公司", "Insurer"),
    "new_insurer": Text("新的保险公司", "New insurer"),
    "new_insurer_en": Text("新的保险公司的英文名", "New insurer in English"),
    "number": Text("保单号", "Policy number"),
    "plans": Text("承保的方案", "Plans insured"),
    "starts_on": Text("起期", "First day"),
    "ends_on": Text("止期（含）", "Last day"),
    "premium_basis": Text("保费计算", "Premium counts"),
    "effective_rule": Text("新人生效", "A joiner's cover begins"),
    "backdating_days": Text("追溯天数", "Days of back-dating"),
    "refund_rule": Text("减人退费", "Refund for leavers"),
    "charge": Text("退费扣除比例（%）", "Kept of a refund (%)"),
    "instalments": Text("分几期付费", "Instalments"),
}
HINTS = {
    "new_insurer": Text("名单中没有时填写名称", "Its name, if it is not in the list"),
    "new_insurer_en": Text("可不填；英文界面和 X12 文件用它", "May be empty; for English pages and X12 files"),
    "backdating_days": Text(
        "晚于这么多天才告知的，从最早允许的一天起保", "Told later than this, cover begins when it still may"
    ),
    "charge": Text("以保单约定为准", "As the policy says"),
}
NEW = ("new_insurer", "new_insurer_en")
"""Of an insurer that is not in the list yet."""
FIXED = ("insurer", "starts_on", "ends_on", "premium_basis")
"""What no longer changes once the insurer has been told by it."""


def _said(words: dict[str, Text]) -> list[tuple[str, str]]:
    return [(key, text.to(language())) for key, text in words.items()]


class InsurerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Insurer) -> str:
        return obj.title.to(language())


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    insurer = InsurerField(Insurer.objects.none(), required=False)
    new_insurer = forms.CharField(max_length=200, required=False)
    new_insurer_en = forms.CharField(max_length=200, required=False)
    plans = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}))
    premium_basis = forms.ChoiceField()
    effective_rule = forms.ChoiceField()
    refund_rule = forms.ChoiceField()
    charge = forms.DecimalField(min_value=0, max_value=100, decimal_places=2, initial=0)

    class Meta:
        model = Policy
        fields = [name for name in TITLES if name not in (*NEW, "charge")]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")
        }

    field_order = list(TITLES)

    def __init__(self, *args: Any, company: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        for name, title in TITLES.items():
            self.fields[name].label = title.to(language())
            self.fields[name].help_text = HINTS[name].to(language()) if name in HINTS else ""
        self._choices()
        self.fields["charge"].initial = f"{self.instance.refund_charge_bp / 100:g}"
        if self.instance.pk and self.instance.endorsements.exists():
            self._fix()

    def _choices(self) -> None:
        plans = PlanVersion.objects.exclude(state="refused").order_by("plan_id").values_list("plan_id", flat=True)
        names = dict.fromkeys([*plans, *self.instance.plans])
        titles = PlanTitles()
        self.fields["insurer"].queryset = Insurer.objects.all()  # type: ignore[attr-defined]
        self.fields["insurer"].empty_label = Text("请选择", "Choose").to(language())  # type: ignore[attr-defined]
        choices = {
            "plans": [(name, titles.plan(name).to(language())) for name in names],
            "premium_basis": _said(BASES),
            "effective_rule": _said(dict(EFFECTIVE_RULES)),
            "refund_rule": _said({rule.rule: rule.title for rule in REFUND_RULES.values()}),
        }
        for name, words in choices.items():
            self.fields[name].choices = words  # type: ignore[attr-defined]

    def _fix(self) -> None:
        for name in FIXED:
            self.fields[name].disabled = True
        for name in NEW:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        if not known.get("insurer") and not known.get("new_insurer"):
            self._wrong("insurer", Text("请选择保险公司，或填写新的名称", "Choose an insurer, or name a new one"))
        first, last = known.get("starts_on"), known.get("ends_on")
        if first and last and not 0 < (last - first).days <= 366:
            self._wrong(
                "ends_on",
                Text("保险期间应在一年以内，止期晚于起期", "A policy lasts at most a year, and ends after it begins"),
            )
        elif first and last:
            self._not_twice(known.get("plans", ()), first, last)
        number = Policy.objects.filter(number=known.get("number")).exclude(pk=self.instance.pk)
        if number.exists():
            self._wrong("number", Text("已有这个保单号", "There is a policy of this number"))
        return known

    def _not_twice(self, plans: Any, first: Any, last: Any) -> None:
        """A plan is insured by one policy at a time."""
        others = Policy.objects.filter(starts_on__lte=last, ends_on__gte=first).exclude(pk=self.instance.pk)
        for other in others:
            both = sorted(set(plans) & set(other.plans))
            if both:
                zh, en = "、".join(both), ", ".join(both)
                words = Text(
                    f"同一期间，{zh} 已由保单 {other.number} 承保", f"{en}: insured by {other.number} in these days"
                )
                self._wrong("plans", words)

    def _wrong(self, field: str, text: Text) -> None:
        self.add_error(field, text.to(language()))

    def save(self, commit: bool = True) -> Policy:
        policy: Policy = super().save(commit=False)
        policy.company = self.company
        policy.refund_charge_bp = int(self.cleaned_data["charge"] * 100)
        if not self.cleaned_data.get("insurer") and self.cleaned_data.get("new_insurer"):
            name = self.cleaned_data["new_insurer"]
            code = f"INS{Insurer.objects.count() + 1:03d}"
            name_en = self.cleaned_data.get("new_insurer_en", "")
            policy.insurer = Insurer.objects.create(company=self.company, name=name, name_en=name_en, code=code)
        policy.save()
        return policy
