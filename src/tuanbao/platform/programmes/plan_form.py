"""What of a plan a form changes (方案表单): the period, and the common terms of every benefit."""

from collections.abc import Iterator
from typing import Any

from tuanbao.language import Text
from tuanbao.plan.model import Plan, Reimbursement
from tuanbao.plan.wording import band_label, cap_label, case_label, deductible_label, limit_label
from tuanbao.platform.programmes.patching import Form, Path, Values

PERIOD = {"from": Text("第一天", "First day"), "to": Text("最后一天", "Last day")}
PAY = Text("赔付比例", "Percentage paid")
SIMPLE = {
    "waiting": Text("等待期（天）", "Waiting period (days)"),
    "within": Text("事故后多少天内", "Within how many days"),
    "unsettled": Text("未经医保结算时按", "Without settlement by basic insurance"),
    "sum_insured": Text("保额（元）", "Sum insured (yuan)"),
    "sum_insured.salary_months": Text("保额（几个月工资）", "Sum insured (months of salary)"),
    "sum_insured.cap": Text("保额上限（元）", "At most (yuan)"),
    "sum_insured.share": Text("占主责任保额的比例", "Share of the other sum insured"),
    "amount": Text("每天津贴（元）", "Allowance a day (yuan)"),
    "elimination_days": Text("免赔天数", "Days without allowance"),
    "max_days.stay": Text("每次住院最多天数", "Days of a stay, at most"),
    "max_days.case": Text("每次事故最多天数", "Days of a case, at most"),
    "max_days.year": Text("每年最多天数", "Days of a year, at most"),
    "survival_days": Text("生存期（天）", "Survival period (days)"),
}
"""Terms that stand by themselves in a benefit, in the order of the form."""


def plan_forms(text: str, plan: Plan) -> list[Form]:
    """``plan`` was read from this text."""
    values = Values(text)
    days = (values.field(("period", key), label, kind="day") for key, label in PERIOD.items())
    made = [Form("period", Text("保险期间", "Policy period"), tuple(filter(None, days)))]
    for i, benefit in enumerate(plan.benefits):
        named = [*_named(benefit), *((tuple(key.split(".")), label) for key, label in SIMPLE.items())]
        fields = (values.field(("benefits", i, *path), label) for path, label in named)
        made.append(Form(benefit.id, benefit.title, tuple(filter(None, fields)), f"benefits.{i}"))
    return made


def _named(benefit: Any) -> Iterator[tuple[Path, Text]]:
    """The terms that stand in lists, under the names that the schedule of benefits gives them."""
    if not isinstance(benefit, Reimbursement):
        return
    for i, deductible in enumerate(benefit.deductible):
        yield ("deductible", i, "amount"), deductible_label(deductible)
    yield ("coinsurance",), PAY
    cases = benefit.terms.cases
    for i, case in enumerate(cases):
        yield ("coinsurance", i, "pay"), case_label(case)
        yield from _bands(("coinsurance", i, "pay"), case.bands, 0)
    yield from _bands(("coinsurance",), benefit.terms.bands, len(cases))
    for i, limit in enumerate(benefit.limits):
        yield ("limits", i, "amount" if limit.count is None else "count"), limit_label(limit)
    for i, cap in enumerate(benefit.patient_cap):
        yield ("patient_cap", i, "amount"), cap_label(cap)


def _bands(path: Path, bands: Any, first: int) -> Iterator[tuple[Path, Text]]:
    for i in range(len(bands)):
        label = band_label(bands, i)
        edge, share = Text(f"{label.zh}：上限", f"{label.en}: up to"), Text(f"{label.zh}：赔", f"{label.en}: paid")
        yield (*path, first + i, "up_to"), edge
        yield (*path, first + i, "pay"), share
