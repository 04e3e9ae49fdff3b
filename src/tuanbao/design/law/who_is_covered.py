"""Who may be covered, and who should be (被保险人范围)."""

from collections.abc import Iterator

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import column, employees_of
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.words import are, employees, percent
from tuanbao.language import Text
from tuanbao.pricing.quote.participation import participation
from tuanbao.reference.law import law, law_number, retirement_month
from tuanbao.reference.loadings import loading_share


@rule(
    "group_minimum",
    "breach",
    Text("团体保险的最低人数", "fewest people of a group policy"),
    law("group_minimum"),
    ("members",),
)
def group_minimum(case: Case) -> Iterator[Seen]:
    covered, least = len(column(case, "relation")), law_number("group_minimum")
    if covered < least:
        zh = f"名单上只有 {covered} 名被保险人，团体保险签发时不得少于 {least} 人；请增加参保人，或改买个人保险"
        en = f"only {covered} insured on the roster, a group policy needs {least} when it is signed: add people or buy"
        yield Seen(Text(zh, f"{en} individual cover"), people=covered)


@rule(
    "policyholder_is_the_company",
    "breach",
    Text("企业团体由企业本身投保", "the company itself is the policyholder"),
    law("policyholder"),
    ("policyholder",),
)
def policyholder_is_the_company(case: Case) -> Iterator[Seen]:
    if case.contract.policyholder != "employer":
        zh = "投保人写的是员工个人；为企业员工投保团体保险，投保人应为企业本身，请改由企业投保"
        en = "an employee is named as the policyholder; a group policy of a company is taken out by the company itself:"
        yield Seen(Text(zh, f"{en} make the company the policyholder"))


@rule(
    "participation",
    "warning",
    Text("员工自付保费时的最低参保比例", "enough employees join where they pay themselves"),
    law("participation"),
    ("members", "premiums", "on_roll"),
)
def enough_take_part(case: Case) -> Iterator[Seen]:
    rows = employees_of(case).row
    assert case.premiums is not None
    own = case.premiums.employee[rows].sum()
    least = loading_share("minimum_participation")
    if not len(rows) or own == 0:
        return
    found = participation(case.on_roll, len(rows), least)
    if not found.met:
        share = percent(found.share)
        zh = f"员工自己也付保费的方案，{case.on_roll} 名在册职工中只有 {len(rows)} 名参保（{share}），低于通常要求的"
        zh += f" {percent(least)}，还差 {found.missing} 名；参保的往往是更需要看病的人，保险公司可能拒保或加费"
        en = f"employees pay part of the premium, and only {len(rows)} of {case.on_roll} on the roll joined ({share}),"
        en += f" below the usual {percent(least)}; {found.missing} more {are(found.missing)} needed. Those who join"
        yield Seen(
            Text(zh, f"{en} tend to need more care, so the insurer may refuse or charge more"), people=found.missing
        )


@rule(
    "past_retirement",
    "note",
    Text("已到法定退休年龄的员工", "employees past retirement age"),
    law("retirement"),
    ("birth_date", "sex"),
)
def past_retirement(case: Case) -> Iterator[Seen]:
    """Of women those past the later age: which of the two holds does not stand on the roster."""
    today = case.first_day.year * 12 + case.first_day.month - 1
    born, sex = column(case, "birth_date"), column(case, "sex")
    kinds = {"male": "men", "female": "women_55"}
    rows = [int(row) for row in employees_of(case).row if born[row] is not None and sex[row] in kinds]
    past = sum(today >= retirement_month(born[row], kinds[sex[row]]) for row in rows)
    if past:
        who = employees(past)
        zh = f"{who.zh}在 {case.first_day} 已到法定退休年龄（女职工按较晚的一档算）；请确认仍有劳动关系，否则不属于"
        zh += "“在册职工”，其保费不按补充医疗扣除，工伤也可能不赔，可按退休返聘另作安排"
        en = f"{who.en} {are(past)} past the statutory retirement age on {case.first_day} (women by the later of the"
        en += " two ages): make sure that they are still employed; if not, they are no staff on the roll, for whose"
        yield Seen(Text(zh, f"{en} premiums the deduction is meant, and work injuries may not be covered"), people=past)


RULES = (group_minimum, policyholder_is_the_company, enough_take_part, past_retirement)
