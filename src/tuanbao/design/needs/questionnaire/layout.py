"""The columns of the answers (答卷的列): who answers, a rating of each item, best and worst of each block."""

import re

from tuanbao.design.needs.questionnaire.items import Questionnaire
from tuanbao.language import Text
from tuanbao.reference.needs import age_segments
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.words import SEX_WORDS, TRUTH, TRUTH_WORDS
from tuanbao.vocabulary import SEXES

TITLE = Text("答卷", "answers")
NUMBER, AGE, TIER, SEX, FAMILY = "employee_number", "age_band", "tier", "sex", "has_family"
_OF_A_BLOCK = re.compile(r"第\d+组.*|(?:best|worst|set)\d+.*", re.IGNORECASE)


def answer_layout(questionnaire: Questionnaire) -> Layout:
    """All columns are text, so that every problem of a row can be told and not its first alone."""
    ratings = (
        _text(rating_name(item.id), *_rating(number, item.text)) for number, item in enumerate(questionnaire.items, 1)
    )
    blocks = (
        _text(name, *_choice(block + 1, best))
        for block in range(len(questionnaire.blocks))
        for best, name in ((True, f"best_{block + 1}"), (False, f"worst_{block + 1}"))
    )
    return Layout("answers", TITLE, (*_respondent(), *ratings, *blocks))


def rating_name(item: str) -> str:
    return f"rating_{item}"


def segment_columns() -> dict[str, Column]:
    """The columns of a respondent's segment whose words are a closed list."""
    nothing = Text("", "")
    grown = {key: name for key, (_, name) in age_segments().items() if key != "minor"}
    return {
        AGE: Column(AGE, "enum", nothing, nothing, names=grown),
        SEX: Column(SEX, "enum", nothing, nothing, names=SEXES, words=SEX_WORDS),
        FAMILY: Column(FAMILY, "bool", nothing, nothing, names=TRUTH, words=TRUTH_WORDS),
    }


def is_of_a_block(heading: str) -> bool:
    """Does an unknown heading name a block that the questionnaire does not have?"""
    return _OF_A_BLOCK.fullmatch(re.sub(r"[\W_]+", "", heading)) is not None


def _text(name: str, header: Text, meaning: Text, *headings: str) -> Column:
    return Column(name, "text", header, meaning, headings=headings, sensitive=name == NUMBER)


def _respondent() -> tuple[Column, ...]:
    return (
        _text(
            NUMBER,
            Text("工号（可不填）", "Employee number (optional)"),
            Text("可不填：不填即匿名", "optional: without it the answer is anonymous"),
            *("工号", "员工编号", "employee number", "employee no"),
        ),
        _text(AGE, Text("年龄段", "Age"), Text("请选择", "choose one"), "年龄", "age band"),
        _text(
            TIER, Text("档级或职级", "Tier or grade"), Text("请选择或填写", "choose or write"), "档级", "职级", "grade"
        ),
        _text(SEX, Text("性别", "Sex"), Text("请选择", "choose one"), "gender"),
        _text(
            FAMILY,
            Text("有配偶、子女或父母需要保障", "Family to protect"),
            Text("是或否", "yes or no"),
            *("有无家属", "是否有家属", "has family"),
        ),
    )


def _rating(number: int, item: Text) -> tuple[Text, Text]:
    header = Text(f"评分{number}：{item.zh}", f"Rating {number}: {item.en}")
    return header, Text("1 完全不重要，5 非常重要", "1 not important at all, 5 very important")


def _choice(block: int, best: bool) -> tuple[Text, Text]:
    zh, en = ("最看重", "matters most") if best else ("最不看重", "matters least")
    meaning = Text(f"第 {block} 组四项中{zh}的一项", f"the one of the four of set {block} that {en}")
    return Text(f"第{block}组{zh}", f"Set {block} {en}"), meaning
