"""A rule is an object: its code, how grave it is, what it stands on, and the test that finds what is against it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import column, payroll_of
from tuanbao.design.law.treatments import annuity_base
from tuanbao.language import Text
from tuanbao.reference.documented import Confidence, Documented

Severity = Literal["breach", "warning", "note"]
SEVERITIES: dict[Severity, Text] = {
    "breach": Text("违规", "breach"),
    "warning": Text("风险", "warning"),
    "note": Text("提示", "note"),
}
"""Gravest first. A breach is against the law or makes the cover void; a warning costs money or may; a note tells."""
DOUBTS: dict[Confidence, Text] = {
    "high": Text("", ""),
    "medium": Text("；据公开副本或推断，请核对原文", "; from one public copy or by inference, check the text"),
    "low": Text(
        "；未经证实，请向主管机关、保险公司或律师确认", "; not verified, ask the authority, the insurer or counsel"
    ),
}


class Seen(NamedTuple):
    """What a test saw: the sentence (what, where, what to do), the place, how many people."""

    sentence: Text
    plan: str = ""
    where: str = ""
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or worth knowing. ``where``: the place in the plan, as ``critical-illness.waiting``."""

    rule: str
    severity: Severity
    sentence: Text
    plan: str
    where: str
    people: int | None
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Rule:
    """One rule. ``sees`` finds what is against it; ``needs`` names the facts without which it cannot be checked."""

    code: str
    severity: Severity
    title: Text
    basis: Documented
    sees: Callable[[Case], Iterable[Seen]]
    needs: tuple[str, ...] = ()
    of_plan: bool = False
    """Can it be tested on the terms of one plan, without people?"""

    @property
    def source(self) -> str:
        return self.basis.source

    @property
    def confidence(self) -> Confidence:
        return self.basis.confidence

    @cached_property
    def because(self) -> Text:
        """What closes every sentence: the document, and how sure it is."""
        doubt = DOUBTS[self.confidence]
        return Text(f"（依据：{self.source}{doubt.zh}）", f" (source: {self.source}{doubt.en})")

    def missing(self, case: Case) -> Text | None:
        """Why the rule cannot be checked; None where it can."""
        if case.last_day < self.basis.date:
            zh = f"该规定自 {self.basis.date} 起施行，方案在此之前"
            return Text(zh, f"the rule holds from {self.basis.date} on, and the plans end before")
        lacks = [why for need in self.needs for known, why in [NEEDS[need]] if not known(case)]
        if not lacks:
            return None
        return Text("；".join(why.zh for why in lacks), "; ".join(why.en for why in lacks))

    def test(self, case: Case) -> list[Finding]:
        """What is against the rule; empty where nothing is, or where it cannot be checked.

        What a variant has from its plan is told once.
        """
        if self.missing(case) is not None:
            return []
        told, found = set(), []
        for seen in self.sees(case):
            place = seen.plan.partition(":")[0], seen.where
            if seen.where and place in told:
                continue
            told.add(place)
            sentence = Text(seen.sentence.zh + self.because.zh, seen.sentence.en + self.because.en)
            found.append(
                Finding(
                    self.code,
                    self.severity,
                    sentence,
                    seen.plan,
                    seen.where,
                    seen.people,
                    self.source,
                    self.confidence,
                )
            )
        return found


def rule(
    code: str, severity: Severity, title: Text, basis: Documented, needs: tuple[str, ...] = (), of_plan: bool = False
) -> Callable[[Callable[[Case], Iterable[Seen]]], Rule]:
    """Makes a rule of the test that stands under it."""
    return lambda sees: Rule(code, severity, title, basis, sees, needs, of_plan)


def _told(name: str) -> Callable[[Case], bool]:
    return lambda case: getattr(case.contract, name) is not None


def _has(name: str) -> Callable[[Case], bool]:
    return lambda case: any(value is not None for value in column(case, name))


NEEDS: dict[str, tuple[Callable[[Case], bool], Text]] = {
    "members": (lambda case: case.members is not None, Text("没有人员表", "there is no roster")),
    "members_or_programme": (
        lambda case: case.members is not None or case.programme is not None,
        Text("没有人员表，也没有方案体系", "there is neither a roster nor a programme"),
    ),
    "birth_date": (_has("birth_date"), Text("人员表没有出生日期", "the roster has no birth dates")),
    "sex": (_has("sex"), Text("人员表没有性别", "the roster does not say who is male or female")),
    "premiums": (lambda case: case.premiums is not None, Text("没有分责任的保费", "there are no premiums by benefit")),
    "annuity": (lambda case: case.annuity is not None, Text("没有企业年金条件", "there are no terms of an annuity")),
    "annuity_base": (
        lambda case: annuity_base(case) is not None,
        Text("参加年金的员工月薪不全", "salaries of those in the annuity are missing"),
    ),
    "services": (lambda case: bool(case.services), Text("没有体检等服务", "there are no services")),
    "on_roll": (
        lambda case: case.on_roll is not None,
        Text("未提供在册职工人数", "the number of employees on the roll was not given"),
    ),
    "payroll": (
        lambda case: payroll_of(case) is not None,
        Text(
            "未提供工资总额，人员表的月薪也不全",
            "the payroll was not given, and the roster does not have everybody's salary",
        ),
    ),
    "local_wages": (
        lambda case: bool(case.tax.local_wages),
        Text("未提供当地平均工资", "the local average wage was not given"),
    ),
    "policyholder": (_told("policyholder"), Text("未说明谁是投保人", "who the policyholder is was not said")),
    "beneficiary": (_told("beneficiary"), Text("未说明身故受益人", "the beneficiary on death was not said")),
    "consent": (_told("consent"), Text("未说明是否已取得被保险人同意", "whether the insured consented was not said")),
    "experience_refund": (
        _told("experience_refund"),
        Text("未说明是否约定经验退费", "whether an experience refund was agreed was not said"),
    ),
    "health_management": (
        _told("health_management"),
        Text("未提供健康管理费用占净保费的比例", "the share of health management in the net premium was not given"),
    ),
    "separate_consent": (
        _told("separate_consent"),
        Text("未说明是否取得单独同意", "whether separate consent was given was not said"),
    ),
    "impact_assessment": (
        _told("impact_assessment"),
        Text("未说明是否做过个人信息保护影响评估", "whether an impact assessment was made was not said"),
    ),
    "employer_sees_diagnoses": (
        _told("employer_sees_diagnoses"),
        Text("未说明企业能否看到诊断", "whether the employer sees diagnoses was not said"),
    ),
    "human_review": (
        _told("human_review"),
        Text("未说明自动拒赔能否转人工", "whether a person reviews automatic refusals was not said"),
    ),
    "retention_years": (
        _told("retention_years"),
        Text("未提供资料保管年限", "for how long records are kept was not given"),
    ),
}
"""Facts by name: whether a case has them, and the words for where it has not."""
