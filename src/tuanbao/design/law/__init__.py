"""Is a programme lawful, and what does it cost after tax (合规与税务)?

report = check(case)                 # what is against law or custom, and what could not be checked
drop = plan_findings(plan)           # the same of one plan's terms, without people
money = after_tax(case)              # company and employees after tax, and what would be better
"""

from tuanbao.design.law.after_tax import AfterTax, after_tax
from tuanbao.design.law.case import Annuity, Case, Contract, Service, Tax, case_of_group
from tuanbao.design.law.checking import GROUPS, RULES, Report, check, plan_findings
from tuanbao.design.law.company import CompanyTax, Treatment, company_tax
from tuanbao.design.law.errors import LawError
from tuanbao.design.law.income_tax import income_tax
from tuanbao.design.law.premiums import Item, Premiums, spread
from tuanbao.design.law.rules import SEVERITIES, Finding, Rule
from tuanbao.design.law.suggestions import Suggestion
from tuanbao.design.law.treatments import TREATMENTS
from tuanbao.design.law.wages import EmployeesTax, TierAverage, Wages, employees_tax

__all__ = [
    "GROUPS",
    "RULES",
    "SEVERITIES",
    "TREATMENTS",
    "AfterTax",
    "Annuity",
    "Case",
    "CompanyTax",
    "Contract",
    "EmployeesTax",
    "Finding",
    "Item",
    "LawError",
    "Premiums",
    "Report",
    "Rule",
    "Service",
    "Suggestion",
    "Tax",
    "TierAverage",
    "Treatment",
    "Wages",
    "after_tax",
    "case_of_group",
    "check",
    "company_tax",
    "employees_tax",
    "income_tax",
    "plan_findings",
    "spread",
]
