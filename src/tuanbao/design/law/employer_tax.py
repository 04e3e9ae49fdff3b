"""What the company may deduct from its income (企业所得税前扣除)."""

from collections.abc import Iterator

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import payroll_of
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.treatments import (
    PLACE,
    TREATMENTS,
    annuity_base,
    annuity_of_company,
    paid_by_company,
    paid_by_person,
    somebody_has_medical,
    tiers_without_medical,
    without_medical,
    without_pension,
)
from tuanbao.design.law.words import are, employees, people, percent, yuan
from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.reference.law import law, law_share


def over_limit(case: Case, treatment: str, entry: str, already: int) -> int:
    """By how much what is paid, with what the company already spends, goes over a share of the payroll; fen."""
    payroll = payroll_of(case)
    assert payroll is not None
    return max(0, paid_by_company(case)[treatment] + already - portion(payroll, law_share(entry)))


def _told_over(case: Case, treatment: str, entry: str, already: int, advice: Text) -> Iterator[Seen]:
    over, share = over_limit(case, treatment, entry, already), percent(law_share(entry))
    if over:
        name, excess = TREATMENTS[treatment], yuan(over)
        zh = f"{name.zh}超过工资总额的 {share}，超出的 {excess.zh}不能税前扣除，也不能结转以后年度；{advice.zh}"
        en = f"{name.en}: over {share} of the payroll; the excess of {excess.en} is not deductible, now or later."
        yield Seen(Text(zh, f"{en} {advice.en}"))


@rule(
    "medical_over_limit",
    "warning",
    Text("补充医疗的扣除限额", "limit of supplementary medical"),
    law("supplementary_medical"),
    ("premiums", "payroll"),
)
def medical_over_limit(case: Case) -> Iterator[Seen]:
    advice = Text("可把部分保障改由员工自选自付", "Some cover could be left to employees' own choice and money")
    yield from _told_over(case, "medical", "supplementary_medical", case.tax.other_medical, advice)


@rule(
    "medical_for_all_staff",
    "warning",
    Text("补充医疗须覆盖全体在册员工", "supplementary medical for all staff"),
    law("supplementary_medical"),
    ("members_or_programme",),
)
def medical_for_all_staff(case: Case) -> Iterator[Seen]:
    """Where nobody said how many are on the roll, those on the roster are taken for all; without a roster by tier."""
    lacking, tiers = without_medical(case), tiers_without_medical(case)
    if case.members is None and tiers:
        yield Seen(_not_for_all(Text(f"“{'、'.join(tiers)}”档", f"people in {', '.join(tiers)} are")))
    elif lacking and somebody_has_medical(case):
        who = employees(lacking)
        yield Seen(_not_for_all(Text(who.zh, f"{who.en} {are(lacking)}")), people=lacking)


def _not_for_all(who: Text) -> Text:
    zh = f"{who.zh}没有任何补充医疗责任，而扣除以覆盖全体在册员工为条件，全部补充医疗保费都可能不能扣除；"
    zh += "请至少给一项基本的门急诊或住院责任（各档水平可以不同，但各地掌握不一）"
    en = f"{who.en} without any supplementary medical benefit; the deduction asks that all staff on the roll are"
    en += " covered, so all of it may be lost. Give at least basic outpatient or inpatient cover (levels may differ by"
    return Text(zh, f"{en} tier, though tax offices differ on it)")


@rule(
    "pension_over_limit",
    "warning",
    Text("补充养老的扣除限额", "limit of supplementary pension"),
    law("supplementary_pension"),
    ("payroll",),
)
def pension_over_limit(case: Case) -> Iterator[Seen]:
    advice = Text("可降低企业缴费比例", "The company's share could be lowered")
    yield from _told_over(case, "pension", "supplementary_pension", case.tax.other_pension, advice)


@rule(
    "pension_for_all_staff",
    "warning",
    Text("补充养老须覆盖全体在册员工", "supplementary pension for all staff"),
    law("supplementary_pension"),
    ("members",),
)
def pension_for_all_staff(case: Case) -> Iterator[Seen]:
    lacking = without_pension(case)
    pays = annuity_of_company(case) != 0 or paid_by_company(case)["pension"]
    if lacking and pays:
        who = employees(lacking)
        zh = f"{who.zh}没有企业年金或补充养老，而扣除以覆盖全体在册员工为条件；请扩大范围，或与主管税务机关确认"
        en = f"{who.en} {are(lacking)} without annuity or supplementary pension; the deduction asks that all staff"
        yield Seen(Text(zh, f"{en} on the roll are covered: widen it, or ask the tax office"), people=lacking)


@rule(
    "annuity_limits",
    "breach",
    Text("企业年金缴费上限", "limits of annuity contributions"),
    law("annuity"),
    ("annuity", "annuity_base", "payroll"),
)
def annuity_limits(case: Case) -> Iterator[Seen]:
    annuity, base, payroll = case.annuity, annuity_base(case), payroll_of(case)
    assert annuity is not None
    parts = {
        "employer": (annuity.employer, Text("企业缴费", "the company's part")),
        "total": (annuity.employer + annuity.employee, Text("企业与个人合计", "both parts together")),
    }
    for part, (share, name) in parts.items():
        most = law_share("annuity", part)
        if (base or 0) * share > (payroll or 0) * most:
            own, limit = percent(share), percent(most)
            zh = f"企业年金{name.zh}为参加者工资的 {own}，超过本企业工资总额的 {limit}（每年上限）；请降低比例"
            en = f"enterprise annuity: {name.en}: {own} of the members' salary, over the {limit} of the company's"
            yield Seen(Text(zh, f"{en} payroll that is allowed a year: lower it"))


@rule(
    "insurance_not_deductible",
    "note",
    Text("其他商业保险不能税前扣除", "other insurance is not deductible"),
    law("commercial_insurance"),
    ("premiums",),
)
def insurance_not_deductible(case: Case) -> Iterator[Seen]:
    amount = paid_by_company(case)["other"]
    if amount:
        paid = yuan(amount)
        zh = f"企业为员工支付的意外、寿险、重疾、津贴等保费 {paid.zh}一般不能在企业所得税前扣除；预算应按税后成本看"
        en = (
            f"premiums of {paid.en} that the company pays for accident, life, critical illness, allowances and the like"
        )
        yield Seen(Text(zh, f"{en} are in general not deductible: look at the cost after tax"))


@rule(
    "family_not_deductible",
    "note",
    Text("家属保费不在扣除范围", "premiums for family are not deductible"),
    law("commercial_insurance"),
    ("members", "premiums"),
)
def family_not_deductible(case: Case) -> Iterator[Seen]:
    of_family = paid_by_person(case)[:, PLACE["family"]]
    if of_family.sum():
        paid, who = yuan(int(of_family.sum())), int((of_family > 0).sum())
        zh = f"企业为 {who} 名家属支付保费 {paid.zh}；补充医疗的扣除只限任职受雇的员工，这部分一般不能扣除"
        en = f"the company pays {paid.en} for {people(who, one='family member', many='family members').en}; the"
        yield Seen(Text(zh, f"{en} deduction is for employees only, so this is in general not deductible"), people=who)


@rule(
    "welfare_over_limit",
    "warning",
    Text("职工福利费的扣除限额", "limit of staff welfare"),
    law("welfare"),
    ("services", "payroll"),
)
def welfare_over_limit(case: Case) -> Iterator[Seen]:
    advice = Text("请核对全年福利费", "Check the welfare expense of the whole year")
    yield from _told_over(case, "welfare", "welfare", case.tax.other_welfare, advice)


@rule(
    "what_counts_as_medical",
    "note",
    Text("哪些责任算补充医疗", "what counts as supplementary medical"),
    law("medical_themes"),
    ("premiums",),
)
def what_counts_as_medical(case: Case) -> Iterator[Seen]:
    amount = paid_by_company(case)["medical"]
    if amount and case.tax.medical_themes is None:
        paid = yuan(amount)
        zh = f"这里把员工的门急诊、住院、生育、口腔等医疗责任保费 {paid.zh}算作补充医疗保险；文件没有列明责任，"
        zh += "有的地方对商业团体医疗另有要求，申报前请向主管税务机关确认"
        en = f"premiums of {paid.en} for outpatient, inpatient, maternity, dental and other care of employees are taken"
        yield Seen(
            Text(zh, f"{en} for supplementary medical insurance; the rule does not list benefits: ask the tax office")
        )


RULES = (
    medical_over_limit,
    medical_for_all_staff,
    pension_over_limit,
    pension_for_all_staff,
    annuity_limits,
    insurance_not_deductible,
    family_not_deductible,
    welfare_over_limit,
    what_counts_as_medical,
)
