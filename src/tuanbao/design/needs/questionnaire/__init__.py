"""The questionnaire (需求问卷): written as a workbook, read back with every problem named, and what it says.

questionnaire = standard_questionnaire()                    # or read_questionnaire(Path("our-items.yaml"))
write_questionnaire("questionnaire.xlsx", questionnaire)
answers = read_answers("answers.xlsx", questionnaire)
found = survey(answers)
"""

from tuanbao.design.needs.questionnaire.items import (
    Item,
    Questionnaire,
    questionnaire_of,
    read_questionnaire,
    standard_questionnaire,
)
from tuanbao.design.needs.questionnaire.problems import AnswerError
from tuanbao.design.needs.questionnaire.reading import Answers, read_answers
from tuanbao.design.needs.questionnaire.survey import Survey, survey
from tuanbao.design.needs.questionnaire.template import write_questionnaire

__all__ = [
    "AnswerError",
    "Answers",
    "Item",
    "Questionnaire",
    "Survey",
    "questionnaire_of",
    "read_answers",
    "read_questionnaire",
    "standard_questionnaire",
    "survey",
    "write_questionnaire",
]
