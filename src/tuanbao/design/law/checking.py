"""All rules over a case: what was found, what could be checked, and what could not (合规核对)."""

from dataclasses import dataclass

from tuanbao.design.law import (
    contract,
    data,
    death_and_beneficiary,
    employee_tax,
    employer_tax,
    product_terms,
    who_is_covered,
)
from tuanbao.design.law.case import Case
from tuanbao.design.law.rules import SEVERITIES, Finding, Rule
from tuanbao.language import Text
from tuanbao.plan import Plan

GROUPS: dict[str, tuple[Text, tuple[Rule, ...]]] = {
    "who_is_covered": (Text("被保险人范围", "who is covered"), who_is_covered.RULES),
    "death_and_beneficiary": (Text("身故与受益人", "death and beneficiary"), death_and_beneficiary.RULES),
    "product_terms": (Text("产品条款", "terms of the product"), product_terms.RULES),
    "employer_tax": (Text("企业所得税", "the company's tax"), employer_tax.RULES),
    "employee_tax": (Text("个人所得税", "the employees' tax"), employee_tax.RULES),
    "contract": (Text("合同", "the contract"), contract.RULES),
    "data": (Text("个人信息", "personal data"), data.RULES),
}
"""The rules by subject, in the order in which they are listed."""
RULES: tuple[Rule, ...] = tuple(rule for _, rules in GROUPS.values() for rule in rules)
_GRAVITY = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, gravest first. ``unchecked``: rules with the reason why they could not be checked."""

    findings: tuple[Finding, ...]
    checked: tuple[Rule, ...]
    unchecked: tuple[tuple[Rule, Text], ...]

    @property
    def breaches(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "breach")


def check(case: Case) -> Report:
    """Every rule over the case."""
    missing = [(rule, rule.missing(case)) for rule in RULES]
    checked = tuple(rule for rule, why in missing if why is None)
    return Report(
        tuple(_gravest_first(checked, case)),
        checked,
        tuple((rule, why) for rule, why in missing if why is not None),
    )


def plan_findings(plan: Plan) -> list[Finding]:
    """What the terms of one plan and its variants, without people, have against them; gravest first."""
    return _gravest_first(tuple(rule for rule in RULES if rule.of_plan), Case((plan,)))


def _gravest_first(rules: tuple[Rule, ...], case: Case) -> list[Finding]:
    found = [finding for rule in rules for finding in rule.test(case)]
    return sorted(found, key=lambda finding: _GRAVITY[finding.severity])
