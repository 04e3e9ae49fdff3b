"""Who the people are and what they need (需求分析).

found = assess(read_group(roster, programme), load_model(), answers=read_answers(path, standard_questionnaire()))
found.weights()      # theme -> weight, mean 1
found.why            # theme -> the reason, in words
"""

from tuanbao.design.needs.gap import Estimate, Gap, gaps
from tuanbao.design.needs.needs import Needs, assess, tier_names
from tuanbao.design.needs.past_use import BenefitUse, PastUse, past_use
from tuanbao.design.needs.population import Breakdown, Profile, Share, profile
from tuanbao.design.needs.questionnaire import (
    AnswerError,
    Answers,
    Questionnaire,
    Survey,
    read_answers,
    read_questionnaire,
    standard_questionnaire,
    survey,
    write_questionnaire,
)
from tuanbao.design.needs.reasons import Reason
from tuanbao.design.needs.risk import Risk, SegmentRisk, risk
from tuanbao.design.needs.weights import Weights

__all__ = [
    "AnswerError",
    "Answers",
    "BenefitUse",
    "Breakdown",
    "Estimate",
    "Gap",
    "Needs",
    "PastUse",
    "Profile",
    "Questionnaire",
    "Reason",
    "Risk",
    "SegmentRisk",
    "Share",
    "Survey",
    "Weights",
    "assess",
    "gaps",
    "past_use",
    "profile",
    "read_answers",
    "read_questionnaire",
    "risk",
    "standard_questionnaire",
    "survey",
    "tier_names",
    "write_questionnaire",
]
