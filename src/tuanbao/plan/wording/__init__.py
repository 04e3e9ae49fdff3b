"""The plan in words that an employee understands, in Chinese and English."""

from tuanbao.plan.wording.entries import band_label, cap_label, case_label, deductible_label, limit_label
from tuanbao.plan.wording.options import changes
from tuanbao.plan.wording.programme import LIFE_EVENTS, programme_schedule
from tuanbao.plan.wording.structure import Change, Option, Overview, Row, Schedule, Section
from tuanbao.plan.wording.terms import glossary
from tuanbao.plan.wording.whole import schedule
from tuanbao.plan.wording.words import amount, money, percent

__all__ = [
    "LIFE_EVENTS",
    "Change",
    "Option",
    "Overview",
    "Row",
    "Schedule",
    "Section",
    "amount",
    "band_label",
    "cap_label",
    "case_label",
    "changes",
    "deductible_label",
    "glossary",
    "limit_label",
    "money",
    "percent",
    "programme_schedule",
    "schedule",
]
