"""Who the people are, what they need, and what basic insurance leaves to them (人员、需求与医保缺口)."""

from collections.abc import Iterator

import numpy as np

from tuanbao.design.needs.population import Breakdown
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    bullets,
    note,
    paragraph,
    percent,
    sub,
    table,
    yuan,
)
from tuanbao.documents.proposal.words import NEEDS, confidence
from tuanbao.language import Text

TOLD_ELSEWHERE = ("gap", "survey", "use")
"""Findings on needs that have a table or chart of their own."""
MOST_CELLS = 24
USES = {
    "unused": Text("无人用到", "nobody used it"),
    "little": Text("少", "little"),
    "medium": Text("中", "medium"),
    "much": Text("多", "much"),
    "hidden": Text("人数太少，不显示", "too few to show"),
}


def needs(page: Page) -> Section:
    """Profile, findings, weights, questionnaire, past use."""
    profile = page.found.needs.profile
    rows = [(page(one.title), _cells(page, one)) for one in figures.breakdowns(page.found)]
    said = [one for one in page.found.needs.reasons if one.about not in TOLD_ELSEWHERE]
    return Section(
        page(NEEDS),
        [
            paragraph(
                page.say(
                    f"参保 {profile.people:,} 人，其中员工 {profile.employees:,} 人。"
                    "不足 10 人的类别一律并入相邻或“其他”，不单独显示。",
                    f"{profile.people:,} people are covered, {profile.employees:,} of them employees. Groups of fewer"
                    " than"
                    " ten people are always put together with others.",
                )
            ),
            *page.figure("people"),
            *table(
                [page.say("分布", "By"), page.say("构成", "Who they are")],
                rows,
                widths=(None, 1),
            ),
            sub(page.say("他们需要什么", "What they need")),
            *bullets(page(one.text) for one in said),
            *page.figure("needs"),
            *_weighing(page),
            *_survey(page),
            *_past(page),
        ],
    )


def _cells(page: Page, one: Breakdown) -> str:
    if page.language == "zh":
        return page.joined(f"{cell.name.zh} {cell.people:,} 人（{percent(cell.share, 0)}）" for cell in one.cells)
    return page.joined(f"{cell.name.en} {cell.people:,} ({percent(cell.share, 0)})" for cell in one.cells)


def _weighing(page: Page) -> Iterator[Block]:
    value = page.found.options.value
    needs_share, market = percent(float(value.needs), 0), percent(float(value.market), 0)
    yield note(
        page.say(
            f"权重由需求（{needs_share}）、市场（{market}）和平均（其余）合成；"
            "需求来自没有公司保障时人们一年与坏年景的负担"
            "，有问卷时再按答卷数采信问卷。选择时各档用各自的权重。",
            f"Weights are made of needs ({needs_share}), the market ({market}) and equal weight (the rest); needs are"
            " what"
            " people bear in a year and in a bad one, and the questionnaire, where there is one, as far as its size"
            " allows. In the choice every tier has weights of its own.",
        )
    )


def _survey(page: Page) -> Iterator[Block]:
    said = figures.stated(page.found)
    if said is None:
        survey = page.found.needs.survey
        why = page.say("没有员工问卷", "There was no questionnaire")
        if survey is not None:
            why = page.say("问卷的答卷太少", "The questionnaire had too few answers")
        yield note(
            page.say(
                f"{why}：需求只来自模拟的负担。", f"{why}: needs come from what people are simulated to bear alone."
            )
        )
        return
    yield from page.figure("preferences")
    if said.note is not None:
        yield note(page(said.note))


def _past(page: Page) -> Iterator[Block]:
    used = figures.used(page.found)
    if not used:
        yield note(page.say("没有既往票据：各项责任的使用率来自模拟。", "There were no past bills: use is simulated."))
        return
    yield sub(page.say("上一年的使用情况", "Use in the past year"))
    titles = {plan.id: plan.title for plan in page.found.present.group.plans}
    rows = [
        (
            page(titles.get(one.plan.partition(":")[0], Text(one.plan, one.plan))),
            page(one.title),
            f"{one.eligible:,}",
            "—" if one.share is None else percent(one.share),
            "—" if one.per_head is None else yuan(one.per_head),
            page(USES[one.use]) if one.often or one.use == "hidden" else page.say("少见风险", "for rare events"),
        )
        for one in used
    ]
    head = [
        page.say("方案", "Plan"),
        page.say("责任", "Benefit"),
        page.say("可用人数", "Eligible"),
        page.say("用到的比例", "Used by"),
        page.say("人均赔付（元）", "Paid a head (yuan)"),
        page.say("使用", "Use"),
    ]
    yield from table(head, rows, numbers=(2, 3, 4), widths=(1.3, 1.3, None, None, None, 0.9))


def gap(page: Page) -> Section | None:
    """What basic insurance leaves, by city and age. None where it is not known of ten people."""
    cells = figures.gap_rows(page.found)
    if not cells:
        return None
    shown = sorted(cells, key=lambda cell: -cell.people)[:MOST_CELLS]
    worst = max(cells, key=lambda cell: cell.bad.fen)
    usual = sum(cell.usual.fen * cell.people for cell in cells) / sum(cell.people for cell in cells)
    rows = [
        (
            page(cell.city),
            page(cell.age),
            f"{cell.people:,}",
            yuan(cell.usual.fen),
            yuan(cell.mean.fen),
            yuan(cell.high.fen),
            yuan(cell.bad.fen),
            f"±{yuan(cell.bad.error)}" if np.isfinite(cell.bad.error) else "—",
            page(confidence(cell.confidence)).partition("（")[0].partition(" (")[0],
        )
        for cell in cells
        if cell in shown
    ]
    head = [
        page.say("城市", "City"),
        page.say("年龄", "Age"),
        page.say("人数", "People"),
        page.say("平常", "Usual"),
        page.say("平均", "Mean"),
        page.say("二十年一遇", "1 in 20"),
        page.say("坏年景", "Bad year"),
        page.say("标准误", "Error"),
        page.say("可信度", "Sure"),
    ]
    blocks = [
        paragraph(
            page.say(
                f"基本医保报销之后，一个人平常一年自己承担约 {yuan(usual)} 元；但坏年景（最差 5% 的年份）"
                "平均要承担得多得多，"
                f"最高的是{page(worst.name)}：{yuan(worst.bad.fen)} 元。补充保障首先要接住的是坏年景。",
                f"After basic insurance a person bears about {yuan(usual)} yuan in a usual year, and far more in a"
                " bad one"
                f" (the worst 5% of years): most of all {page(worst.name)}, {yuan(worst.bad.fen)} yuan on average. Bad"
                " years are what cover is for first of all.",
            )
        ),
        *_placeholders(page),
        note(
            page.say(
                "单位：元，每人每年，只含医疗费用。二十年一遇：二十年里只有一年会超过。标准误只含模拟误差。",
                "Yuan a person and year, medical cost only. 1 in 20: exceeded in one year of twenty. Errors are"
                " those of"
                " simulation.",
            )
        ),
        *table(head, rows, numbers=(2, 3, 4, 5, 6, 7), widths=(None, 1, *(None,) * 7)),
        *page.figure("gap"),
    ]
    return Section(page.say("医保之后的缺口", "What basic insurance leaves"), blocks)


def _placeholders(page: Page) -> list[Block]:
    """The cities whose schemes are not verified, in one sentence."""
    cities = dict.fromkeys(page(cell.city) for cell in page.found.needs.gaps if cell.note is not None)
    if not cities:
        return []
    named = page.joined(cities)
    return [
        note(
            page.say(
                f"{named}的医保待遇是占位参数，未经核实；正式使用前应换成当地现行政策。",
                f"The schemes of {named} are placeholders and not verified: put the cities' present terms in their"
                " place"
                " before relying on them.",
            )
        )
    ]
