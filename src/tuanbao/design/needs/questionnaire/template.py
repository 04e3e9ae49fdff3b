"""The workbook that a company sends round (问卷模板): guide, answers with drop-downs, the sets of items."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from tuanbao.design.needs.questionnaire.items import Questionnaire
from tuanbao.design.needs.questionnaire.layout import AGE, FAMILY, SEX, TIER, answer_layout, segment_columns
from tuanbao.language import Language, Text
from tuanbao.reference.needs import minimum_cell, parameter

_GUIDE, _SETS = Text("填写说明", "Guide"), Text("题组", "Sets")
_SCALE = Text("请给每项打分：1 完全不重要 … 5 非常重要", "Rate each item: 1 not important at all … 5 very important")
_ABOUT = Text("关于您（可不填）", "About you (optional)")
HEADING = 1
"""The row of headings, from 0; above it stands what a group of columns is about."""
_LAST_ROW = 20_000
_CHOOSE = Text("请从下拉列表中选择", "Choose from the list")

Rows = Sequence[Sequence[object]]


def write_questionnaire(
    path: str | Path,
    questionnaire: Questionnaire,
    *,
    tiers: Sequence[Text] = (),
    language: Language = "zh",
    rows: Rows = (),
) -> None:
    """Writes an .xlsx whose filled sheet of answers `read_answers` reads: one row for each respondent.

    ``tiers`` are the names to choose from; without them people write their grade. ``rows`` are answers that are there
    already, in the order of the columns of `answer_layout`; None leaves a cell empty.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        styles = _styles(book)
        answers = book.add_worksheet(answer_layout(questionnaire).title.to(language))
        _answers_sheet(answers, questionnaire, tiers, styles, language)
        for line, row in enumerate(rows, start=HEADING + 1):
            for place, value in enumerate(row):
                if value is not None:
                    answers.write(line, place, value)
        _guide_sheet(book, questionnaire, styles, language)
        _sets_sheet(book, questionnaire, styles, language)


def guide(questionnaire: Questionnaire) -> tuple[Text, ...]:
    """What respondents are told, sentence by sentence."""
    scale, least = parameter("rating_scale"), minimum_cell()
    low, high, sets = scale["lowest"], scale["highest"], len(questionnaire.blocks)
    return (
        Text("每人填一行，约需 5 分钟。", "One row for each person; it takes about five minutes."),
        Text(
            f"结果只按至少 {least} 人的人群汇总，不看任何一个人的答案；工号可以不填。",
            f"Results are told of groups of at least {least} people, never of one person; no number is needed.",
        ),
        Text(
            f"评分：每一项对您和家人有多重要，{low} 完全不重要，{high} 非常重要；没想法的可以空着。",
            f"Ratings: how much each item matters to you and your family, {low} not at all, {high} very much; leave "
            "out what you have no view of.",
        ),
        Text(
            f"题组：共 {sets} 组，每组四项，选出最看重的一项和最不看重的一项，两者不能相同。",
            f"Sets: there are {sets} of four items each; choose what matters most and what matters least; "
            "the two cannot be the same.",
        ),
        Text(
            "问的是需要什么，不是现在有什么；没有对错。",
            "It is about what you need, not what you have; no answer is wrong.",
        ),
    )


def _styles(book: Any) -> dict[str, Any]:
    heading = {"bold": True, "border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "heading": book.add_format({**heading, "bg_color": "#DDEBF7"}),
        "group": book.add_format({"border": 1, "valign": "top", "text_wrap": True, "bg_color": "#F2F2F2"}),
        "title": book.add_format({"bold": True, "font_size": 13}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _answers_sheet(
    sheet: Any, questionnaire: Questionnaire, tiers: Sequence[Text], styles: dict[str, Any], language: Language
) -> None:
    columns = answer_layout(questionnaire).columns
    about, items = len(columns) - len(questionnaire.items) - 2 * len(questionnaire.blocks), len(questionnaire.items)
    sheet.set_row(0, 96)
    sheet.set_row(HEADING, 64)
    sheet.freeze_panes(HEADING + 1, 1)
    sheet.merge_range(0, 0, 0, about - 1, _ABOUT.to(language), styles["group"])
    sheet.merge_range(0, about, 0, about + items - 1, _SCALE.to(language), styles["group"])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 17)
        sheet.write_string(HEADING, place, column.header.to(language), styles["heading"])
        rule = _rule(column.name, questionnaire, tiers, language)
        if rule:
            sheet.data_validation(HEADING + 1, place, _LAST_ROW, place, rule)
    for block in range(len(questionnaire.blocks)):
        first = about + items + 2 * block
        lines = [f"{n}. {item.text.to(language)}" for n, item in enumerate(questionnaire.shown(block), start=1)]
        sheet.merge_range(0, first, 0, first + 1, "\n".join(lines), styles["group"])


def _rule(name: str, questionnaire: Questionnaire, tiers: Sequence[Text], language: Language) -> dict[str, Any] | None:
    """What the sheet lets people enter."""
    scale, kind = parameter("rating_scale"), name.partition("_")[0]
    if kind == "rating":
        title = Text(f"请填 {scale['lowest']} 至 {scale['highest']} 的整数", "Enter a whole number of the scale")
        limits = {"minimum": scale["lowest"], "maximum": scale["highest"]}
        return {"validate": "integer", "criteria": "between", **limits, "error_message": title.to(language)}
    source: Any = None
    if kind in ("best", "worst"):
        source = _set_range(int(name.rpartition("_")[2]), questionnaire, language)
    elif name == TIER and tiers:
        source = [tier.to(language) for tier in tiers]
    elif name in (AGE, SEX, FAMILY):
        source = segment_columns()[name].choices(language)
    return {"validate": "list", "source": source, "error_message": _CHOOSE.to(language)} if source else None


def _set_range(number: int, questionnaire: Questionnaire, language: Language) -> str:
    """The cells of the sheet of sets that hold the items of a set: a list in the rule itself may not be so long."""
    cells = xl_range_abs(number, 1, number, questionnaire.blocks.shape[1])
    return f"='{_SETS.to(language)}'!{cells}"


def _guide_sheet(book: Any, questionnaire: Questionnaire, styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(_GUIDE.to(language))
    sheet.set_column(0, 0, 100, styles["wrap"])
    sheet.write_string(0, 0, questionnaire.title.to(language), styles["title"])
    for line, sentence in enumerate(guide(questionnaire), start=1):
        sheet.write_string(line, 0, sentence.to(language), styles["wrap"])


def _sets_sheet(book: Any, questionnaire: Questionnaire, styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(_SETS.to(language))
    size = questionnaire.blocks.shape[1]
    sheet.set_column(1, size, 42, styles["wrap"])
    for place in range(size):
        sheet.write_number(0, place + 1, place + 1, styles["heading"])
    for block in range(len(questionnaire.blocks)):
        sheet.write_number(block + 1, 0, block + 1, styles["heading"])
        for place, item in enumerate(questionnaire.shown(block), start=1):
            sheet.write_string(block + 1, place, item.text.to(language), styles["wrap"])
