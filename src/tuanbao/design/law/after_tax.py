"""What a programme costs and is worth after tax (税后成本与价值), for the company and for its employees."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuanbao.design.law.case import Case
from tuanbao.design.law.company import CompanyTax, company_tax
from tuanbao.design.law.people import employees_of, local_year
from tuanbao.design.law.suggestions import Suggestion, suggestions
from tuanbao.design.law.treatments import annuity_base, without_medical
from tuanbao.design.law.wages import EmployeesTax, employees_tax
from tuanbao.design.law.words import employees, percent
from tuanbao.language import Text
from tuanbao.reference.law import law, law_share


@dataclass(frozen=True, slots=True)
class AfterTax:
    """Both sides, how it could be better, and what was assumed or is missing."""

    company: CompanyTax
    employees: EmployeesTax | None
    suggestions: tuple[Suggestion, ...]
    notes: tuple[Text, ...]


def after_tax(case: Case) -> AfterTax:
    """The case after tax. What cannot be worked out is left out, and a note says so."""
    company = company_tax(case)
    return AfterTax(company, employees_tax(case), suggestions(case, company), tuple(_notes(case, company)))


def _notes(case: Case, company: CompanyTax) -> Iterator[Text]:
    yield from _missing(case, company)
    yield from _of_payroll(case, company)
    if case.members is not None:
        yield from _of_income_tax(case)


def _missing(case: Case, company: CompanyTax) -> Iterator[Text]:
    if case.members is None:
        zh, en = (
            "没有人员表，只算企业一侧，员工个人所得税未计算",
            "without a roster only the company's side is computed",
        )
        yield Text(zh, f"{en}, not the employees' income tax")
    if case.premiums is None:
        yield Text(
            "没有分责任的保费，只计入服务和年金", "without premiums by benefit only services and annuity are counted"
        )
    if not all(each.known for each in company.treatments):
        zh = "缺工资总额，占工资总额的限额算不出来，有关支出先按不能扣除计算；补上月薪或工资总额后节税会更多"
        en = "without the payroll the limits that are shares of it are not known, and such expense is counted as not"
        yield Text(zh, f"{en} deductible for now; with salaries or the payroll more tax is saved")
    if annuity_base(case) is None:
        zh = "参加年金的员工月薪不全，企业年金缴费未计入"
        yield Text(zh, "salaries of those in the annuity are missing, so its contributions are not counted")
    if case.on_roll is None and case.members is not None and not without_medical(case):
        zh = "未提供在册职工人数，按名单上的员工就是全体员工计算；是否满足“全体员工”的条件未能核对"
        en = "the number on the roll was not given, so the roster's employees are taken for all; whether all staff are"
        yield Text(zh, f"{en} covered could not be checked")


def _of_payroll(case: Case, company: CompanyTax) -> Iterator[Text]:
    if company.payroll is not None and case.payroll is None:
        zh = "工资总额按名单月薪 × 12 计算，不含奖金和未参保员工的工资；实际限额可能更高"
        en = "the payroll is twelve times the roster's salaries, without bonuses and people who are not covered; the"
        yield Text(zh, f"{en} limits may be higher")
    zh = f"节税按企业所得税率 {percent(company.rate)} 计算，以企业当年有足够的应税利润为前提；亏损年度当年不少缴税"
    en = f"tax is saved at the corporate rate of {percent(company.rate)}, supposing enough taxable profit; in a year of"
    yield Text(zh, f"{en} loss nothing is saved at once")
    until = law("small_enterprises").value["until"]
    if case.tax.enterprise == "small_reduced" and case.last_day > until:
        zh = f"小型微利企业的优惠税率执行到 {until}，方案期间超出的部分须重新核对"
        yield Text(
            zh, f"the reduced rate of small enterprises holds until {until}; what is later must be checked again"
        )


def _of_income_tax(case: Case) -> Iterator[Text]:
    staff = employees_of(case)
    if unknown := int((~staff.known).sum()):
        who = employees(unknown)
        zh = f"{who.zh}没有月薪，个人所得税未计算，也不在平均数里"
        yield Text(
            zh, f"{who.en} without a salary on the roster: no income tax is computed, and averages leave them out"
        )
    lost = [i for i, place in enumerate(staff.of_row) if place < 0]
    if lost:
        zh = f"{len(lost)} 名家属在名单上找不到所属员工，其保费未计入任何人的工资"
        yield Text(zh, f"{len(lost)} family members have no employee on the roster; their premiums count for nobody")
    if not staff.known.any():
        return
    if case.tax.contributions is None:
        share = percent(law_share("contributions", "insurance") + law_share("contributions", "housing_fund"))
        zh = f"个人社保和公积金按月薪的 {share} 假设（未经证实，各地不同）"
        yield Text(zh, f"employees' social insurance and housing fund are taken as {share} of salary (an assumption)")
    if local_year(case, staff) is None:
        zh = "未提供当地平均工资，社保和年金的缴费基数没有封顶；高薪员工的税可能略低估"
        en = "without the local average wage the bases of contributions and annuity are not capped; the tax of high"
        yield Text(zh, f"{en} salaries may be somewhat too low")
    zh = "专项附加扣除（子女、房贷、赡养老人等）不在人员表里，按没有计算；有这些扣除的员工实际税额更低"
    en = "special additional deductions (children, mortgage, parents …) are not on a roster and are taken as nothing;"
    yield Text(zh, f"{en} who has them pays less tax")
    yield Text(
        "补充医疗是否计入员工工资，各地口径不一（未经证实），两种结果都给出",
        "whether supplementary medical counts as wages differs by place (not verified); both results are given",
    )
