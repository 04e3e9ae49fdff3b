"""The plan in words that an employee understands, in Chinese and English."""

from tuanbao.plan.wording.entries import band_label, cap_label, case_label, deductible_label, limit_label
from tuanbao.plan.wording.programme import programme_schedule
from tuanbao.plan.wording.structure import Change, Option, Overview, Row, Schedule, Section
from tuanbao.plan.wording.terms import glossary
from tuanbao.plan.wording.whole import schedule

__all__ = [
    "Change",
    "Option",
    "Overview",
    "Row",
    "Schedule",
    "Section",
    "band_label",
    "cap_label",
    "case_label",
    "deductible_label",
    "glossary",
    "limit_label",
    "programme_schedule",
    "schedule",
]
