"""What must stand in the contract, and the tax on it (合同)."""

from collections.abc import Iterator
from fractions import Fraction

from tuanbao.design.law.case import Case
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.words import yuan
from tuanbao.language import Text
from tuanbao.money import parse_percent, portion
from tuanbao.reference.law import law
from tuanbao.reference.loadings import loading

LINE_OF_THEME = {"accident": "accident", "employers_liability": "liability", "accident_medical": "accident"}
"""Of the themes that are no health or life insurance."""


@rule(
    "refund_in_contract",
    "breach",
    Text("经验退费须写进合同", "an experience refund stands in the contract"),
    law("experience_refund"),
    ("experience_refund",),
)
def refund_in_contract(case: Case) -> Iterator[Seen]:
    if case.contract.experience_refund and not case.contract.refund_in_contract:
        zh = "约定了经验退费，但没有写进合同；合同以外的返还属于违规利益，请把比例、口径和支付时间写进合同或批单，"
        zh += "并退回企业账户"
        en = "an experience refund was agreed and does not stand in the contract; benefits outside the contract are"
        en += (
            " forbidden. Write share, definition and time into the contract, and have it paid to the company's account"
        )
        yield Seen(Text(zh, en))


@rule(
    "value_added_tax",
    "note",
    Text("意外险、责任险含增值税", "value added tax on accident and liability"),
    law("value_added_tax"),
    ("premiums",),
)
def value_added_tax(case: Case) -> Iterator[Seen]:
    taxed = {line: _premium_of(case, line) for line in ("accident", "liability")}
    inside = sum(_tax_in(premium, _rate(line)) for line, premium in taxed.items())
    if inside:
        premium, tax = yuan(sum(taxed.values())), yuan(inside)
        zh = f"意外险和责任险保费 {premium.zh}，其中约含增值税 {tax.zh}；一年期及以上健康险免税。用于职工福利的进项税"
        zh += "不能抵扣，取得专用发票也应转出"
        en = f"premiums of {premium.en} for accident and liability include about {tax.en} of value added tax; health"
        en += " insurance of a year and more is exempt. Input tax on staff welfare is not creditable"
        yield Seen(Text(zh, en))


def _premium_of(case: Case, line: str) -> int:
    assert case.premiums is not None
    chosen = [i for i, item in enumerate(case.premiums.items) if LINE_OF_THEME.get(item.theme) == line]
    return int(case.premiums.employer[:, chosen].sum() + case.premiums.employee[:, chosen].sum())


def _rate(line: str) -> Fraction:
    return parse_percent(str(loading("value_added_tax").value[line]))


def _tax_in(premium: int, rate: Fraction) -> int:
    return portion(premium, rate / (1 + rate))


RULES = (refund_in_contract, value_added_tax)
