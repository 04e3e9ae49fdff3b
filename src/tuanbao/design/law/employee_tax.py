"""What the employees pay tax on (个人所得税)."""

from collections.abc import Iterator

import numpy as np

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import employees_of, local_year
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.treatments import PLACE, medical_themes, paid_by_person
from tuanbao.design.law.words import are, employees, percent, yuan
from tuanbao.language import Text
from tuanbao.reference.law import law, law_share, law_yuan


def taxed_columns(*, pooled_taxed: bool) -> list[int]:
    """The treatments that count as wages; ``pooled_taxed``: supplementary medical too."""
    free = {*law("untaxed_premiums").value, *(() if pooled_taxed else ("medical",))}
    return [place for name, place in PLACE.items() if name not in free]


@rule(
    "premiums_are_wages",
    "note",
    Text("企业代付的保费计入员工工资", "premiums paid by the company are wages"),
    law("premiums_are_wages"),
    ("members", "premiums"),
)
def premiums_are_wages(case: Case) -> Iterator[Seen]:
    added = paid_by_person(case)[:, taxed_columns(pooled_taxed=True)].sum()
    if added:
        amount = yuan(int(added))
        zh = f"企业为员工及家属支付的保费 {amount.zh}，应在向保险公司缴付时并入员工当期工资，由企业代扣个人所得税；"
        zh += "请在发薪系统中列为一项"
        en = f"premiums of {amount.en} that the company pays for employees and family are wages when they are paid to"
        yield Seen(Text(zh, f"{en} the insurer, and the company withholds income tax: make it an item of the payroll"))


@rule(
    "pooled_medical_practice",
    "note",
    Text("统筹的补充医疗各地做法不同", "practice on pooled medical cover differs"),
    law("pooled_medical"),
    ("members", "premiums"),
)
def pooled_medical_practice(case: Case) -> Iterator[Seen]:
    amount = paid_by_person(case)[:, PLACE["medical"]].sum()
    if amount:
        paid = yuan(int(amount))
        zh = f"其中补充医疗 {paid.zh}：保费不落到个人账户、由全体员工统筹使用的，有的地方不征个人所得税；"
        zh += "这里两种都算，请以主管税务机关口径为准"
        en = f"of that {paid.en} is supplementary medical: where it is pooled and no account of a person is credited,"
        yield Seen(Text(zh, f"{en} some places do not tax it; both are computed here, the tax office decides"))


@rule(
    "annuity_employee_over_limit",
    "note",
    Text("年金个人缴费的递延上限", "limit of the employees' annuity deferral"),
    law("annuity_deferral"),
    ("annuity",),
)
def annuity_employee_over_limit(case: Case) -> Iterator[Seen]:
    most = law_share("annuity_deferral", "employee")
    if case.annuity is not None and case.annuity.employee > most:
        own = percent(case.annuity.employee)
        zh = f"年金个人缴费为 {own}，只有缴费基数 {percent(most)} 以内的部分可暂不缴个人所得税，超出的部分照常纳税"
        en = (
            f"employees pay {own} into the annuity; tax is deferred on up to {percent(most)} of the base only, the rest"
        )
        yield Seen(Text(zh, f"{en} is taxed as usual"))


@rule(
    "annuity_base",
    "note",
    Text("年金缴费基数上限", "the base of annuity deferral is capped"),
    law("annuity_deferral"),
    ("members", "annuity", "local_wages"),
)
def annuity_base(case: Case) -> Iterator[Seen]:
    staff = employees_of(case)
    local, share = local_year(case, staff), law_share("annuity_deferral", "base")
    over = 0 if local is None else int((staff.salary * share.denominator > local * share.numerator).sum())
    if over:
        who = employees(over)
        zh = f"{who.zh}的月薪超过当地平均工资的 {percent(share)}，超过部分不计入年金的个人缴费基数，照常纳税"
        en = (
            f"{who.en} {are(over)} paid over {percent(share)} of the local average wage; what is over it does not count"
        )
        yield Seen(Text(zh, f"{en} for the deferral"), people=over)


@rule(
    "tax_favoured_room",
    "note",
    Text("税优健康险的扣除额度", "deduction for tax-favoured health insurance"),
    law("tax_favoured_health"),
    ("members", "premiums"),
)
def tax_favoured_room(case: Case) -> Iterator[Seen]:
    """Employees who pay for medical or illness cover of themselves or family, none of it of a tax-favoured product."""
    assert case.premiums is not None
    staff, themes = employees_of(case), medical_themes(case.tax) | {"critical_illness"}
    items = case.premiums.items
    if any(item.named(case.tax.tax_favoured) for item in items):
        return
    own = case.premiums.employee[:, [i for i, item in enumerate(items) if item.theme in themes]].sum(axis=1)
    paying = len(np.unique(staff.of_row[(own > 0) & (staff.of_row >= 0)]))
    if paying:
        most, who = yuan(law_yuan("tax_favoured_health")), employees(paying)
        zh = f"{who.zh}自己付费买医疗或重疾保障；若改用有税优识别码的产品，每人每年最多 {most.zh}可从应税所得中扣除，"
        zh += "本人、配偶、子女、父母都可以，请问保险公司有无此类产品"
        en = f"{who.en} {are(paying)} paying for medical or illness cover themselves; with a product approved as"
        en += f" tax-favoured up to {most.en} a year could come off taxable income, for oneself, spouse, children and"
        en += " parents: ask insurers"
        yield Seen(Text(zh, en), people=paying)


RULES = (
    premiums_are_wages,
    pooled_medical_practice,
    annuity_employee_over_limit,
    annuity_base,
    tax_favoured_room,
)
