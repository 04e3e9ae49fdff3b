"""The numbers of a plan's text, to be changed one by one (条款表单). Comments and everything else stay as written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.plan.model import Plan, Reimbursement
from tuanbao.plan.wording import band_label, cap_label, case_label, deductible_label, limit_label

Path = tuple[str | int, ...]
_VALUE = re.compile(r"[\w.,%]{1,20}")
"""What may be written in the form: amounts, percentages, counts; nothing that means something to YAML."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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


@dataclass(frozen=True, slots=True)
class Field:
    """One number of a benefit: where it stands, how it is called, what is written there."""

    path: str
    """benefits.0.limits.1.amount"""
    label: Text
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Form:
    """The numbers of one benefit."""

    benefit: str
    title: Text
    fields: tuple[Field, ...]


class PatchError(ValueError):
    """The value cannot be written there; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def forms(text: str, plan: Plan) -> list[Form]:
    """The common terms of every benefit of a plan that was read from this text."""
    scalars = dict(_scalars(_root(text), ()))
    made = []
    for i, benefit in enumerate(plan.benefits):
        named = [*_named(benefit), *((tuple(key.split(".")), label) for key, label in SIMPLE.items())]
        fields = [_field(("benefits", i, *path), label, scalars) for path, label in named]
        made.append(Form(benefit.id, benefit.title, tuple(field for field in fields if field is not None)))
    return made


def patched(text: str, path: str, value: str) -> str:
    """The text with another value at a place that a form names. Raises PatchError."""
    value = value.strip()
    if not _VALUE.fullmatch(value):
        zh = f"应为金额、比例或数字，如 500、70%，而不是“{value[:20]}”"
        raise PatchError(Text(zh, f"an amount, a percentage or a number is needed, as 500 or 70%, not {value[:20]!r}"))
    node = dict(_scalars(_root(text), ())).get(_parsed(path))
    if node is None:
        raise PatchError(Text("文本已改动，找不到这一项；请重新打开表单", "the text has changed; open the form again"))
    return text[: node.start_mark.index] + value + text[node.end_mark.index :]


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


def _field(path: Path, label: Text, scalars: dict[Path, yaml.ScalarNode]) -> Field | None:
    node = scalars.get(path)
    if node is None or not _VALUE.fullmatch(node.value):
        return None
    return Field(".".join(map(str, path)), label, node.value, node.start_mark.line + 1)


def _root(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return None


def _scalars(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    """Every value with the keys that lead to it; what an alias stands for is changed where it is written."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _scalars(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from _scalars(value, (*path, i))


def _parsed(path: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))
