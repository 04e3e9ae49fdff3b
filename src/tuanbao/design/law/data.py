"""What may be done with people's data (个人信息)."""

from collections.abc import Iterator

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import ages_of
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.words import people
from tuanbao.language import Text
from tuanbao.reference.law import law, law_number

_A_YEAR = 366


@rule(
    "separate_consent",
    "breach",
    Text("敏感信息须单独同意", "separate consent for sensitive data"),
    law("personal_data"),
    ("separate_consent",),
)
def separate_consent(case: Case) -> Iterator[Seen]:
    if not case.contract.separate_consent:
        zh = "医疗、证件、银行账号属于敏感个人信息，尚未取得单独同意；把名单和票据交给保险公司也须单独同意，"
        zh += "请在参保登记时逐人取得，不与其他条款捆绑"
        en = "medical, identity and bank data are sensitive, and separate consent was not given; passing them to the"
        en += " insurer needs it too. Ask everybody for it at enrolment, apart from other terms"
        yield Seen(Text(zh, en))


@rule(
    "guardian_consent",
    "warning",
    Text("儿童的信息须监护人同意", "guardians consent for children's data"),
    law("personal_data"),
    ("birth_date",),
)
def guardian_consent(case: Case) -> Iterator[Seen]:
    under = law_number("personal_data", "guardian_under")
    young = sum(age is not None and age < under for age in ages_of(case))
    if young and not case.contract.guardian_consent:
        who = people(young, "名", "child", "children")
        zh = f"名单上有 {young} 名未满 {under} 周岁的儿童，其信息都是敏感信息，须由父母或其他监护人同意，请留存"
        en = f"{who.en} under {under} on the roster: all their data are sensitive, and a guardian consents for them."
        yield Seen(Text(zh, f"{en} Keep that consent"), people=young)


@rule(
    "impact_assessment",
    "breach",
    Text("个人信息保护影响评估", "impact assessment of personal data"),
    law("impact_assessment"),
    ("impact_assessment",),
)
def impact_assessment(case: Case) -> Iterator[Seen]:
    if not case.contract.impact_assessment:
        years = law_number("impact_assessment")
        zh = f"处理敏感信息、委托处理或自动理赔前须做个人信息保护影响评估，报告至少保存 {years} 年；尚未做，请先完成"
        en = "an impact assessment is due before sensitive data are processed, entrusted or decided on automatically,"
        yield Seen(Text(zh, f"{en} and is kept for {years} years; it was not made: do it first"))


@rule(
    "employer_sees_diagnoses",
    "warning",
    Text("企业不应看到员工的诊断", "the employer does not see diagnoses"),
    law("diagnoses"),
    ("employer_sees_diagnoses",),
)
def employer_sees_diagnoses(case: Case) -> Iterator[Seen]:
    if case.contract.employer_sees_diagnoses:
        zh = "企业能看到员工的诊断或逐笔票据，超出管理福利所必需；请只提供汇总，且每格不少于 10 人"
        en = "the employer can see people's diagnoses or single bills, which managing a benefit does not need: give"
        yield Seen(Text(zh, f"{en} aggregates only, of at least ten people each"))


@rule(
    "human_review",
    "warning",
    Text("自动拒赔须能转人工", "a person reviews automatic refusals"),
    law("automated_decisions"),
    ("human_review",),
)
def human_review(case: Case) -> Iterator[Seen]:
    if not case.contract.human_review:
        zh = "自动理赔的拒赔没有人工复核的途径；员工有权要求说明，并拒绝只由自动化作出的决定，请设人工复核"
        en = (
            "automatic refusals of claims cannot be taken to a person; people may ask for reasons and refuse a decision"
        )
        yield Seen(Text(zh, f"{en} made only by automation: provide a review"))


@rule(
    "record_retention",
    "breach",
    Text("保险资料保管年限", "how long records are kept"),
    law("records"),
    ("retention_years",),
)
def record_retention(case: Case) -> Iterator[Seen]:
    longest = max((plan.period.last - plan.period.first).days + 1 for plan in case.plans)
    least = law_number("records", "up_to_one_year" if longest <= _A_YEAR else "longer")
    own = case.contract.retention_years
    if own is not None and own < least:
        zh = f"资料约定保管 {own} 年，自保险合同终止起不得少于 {least} 年；请改为 {least} 年，到期再删除"
        en = f"records are kept for {own} years, the law asks for {least} from the end of the contract: keep them for"
        yield Seen(Text(zh, f"{en} {least} and delete them then"))


RULES = (
    separate_consent,
    guardian_consent,
    impact_assessment,
    employer_sees_diagnoses,
    human_review,
    record_retention,
)
