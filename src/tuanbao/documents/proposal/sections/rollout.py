"""Risks, and how the programme is rolled out (风险与实施)."""

from collections.abc import Iterator

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    bullets,
    note,
    paragraph,
    percent,
    table,
)
from tuanbao.documents.proposal.words import RISKS, ROLLOUT


def risks(page: Page) -> Section:
    """What may go otherwise, and what is not verified."""
    return Section(page(RISKS), bullets(_risks(page)))


def _risks(page: Page) -> Iterator[str]:
    yield from _of_price(page)
    yield from _of_people(page)
    yield from _of_budget(page)
    yield from _of_facts(page)


def _of_price(page: Page) -> Iterator[str]:
    yield page.say(
        "价格风险：模型价格不等于保险公司的报价。拿到报价后应把附加费用和自身赔付经验填入，重新测算；"
        "条款的相对取舍比绝对"
        "价格可靠。",
        "Price: the model's price is no insurer's quote. With quotes at hand put their loadings and one's own"
        " experience in"
        " and design again; how terms compare is surer than what they cost.",
    )


def _of_people(page: Page) -> Iterator[str]:
    """Who may be unhappy, and who may leave."""
    found = figures.headline(page.found)
    losers = [one for one in figures.changes(page.found) if not one.strengthens]
    if losers:
        named = page.joined(dict.fromkeys(page(one.what) for one in losers))
        yield page.say(
            f"接受风险：{named}将收紧，用得多的员工会有感觉，应提前说明用在哪里加强。",
            f"Acceptance: {named} are reduced, and those who use them will notice. Say beforehand what is strengthened"
            " instead.",
        )
    if found.premium - found.joining_premium >= 100 * found.people:
        yield page.say(
            "参加风险：企业少承担后，预计部分家属退出；退出的多少是假设，留下的可能是更需要保障的人，保费会因此偏高。",
            "Joining: some family are expected to leave when the company pays less. How many is an assumption, and"
            " those who"
            " stay may need cover more, which makes it dearer.",
        )


def _of_budget(page: Page) -> Iterator[str]:
    """This year and when it is renewed."""
    found = figures.headline(page.found)
    if found.budget is not None and 0 <= found.budget - found.company < 2 * found.error:
        yield page.say(
            f"预算风险：余额小于两个标准误（{page.money(2 * found.error)}），实际报价可能超出预算。",
            f"Budget: what is left of it is below two standard errors ({page.money(2 * found.error)}); quotes may"
            " come out"
            " above it.",
        )
    outlook = figures.outlooks(page.found)
    if outlook and found.budget is not None and outlook[1].later > found.budget:
        years = page.found.around.years_ahead
        yield page.say(
            f"续保风险：条款不变，第 {years} 年企业成本约{page.more(outlook[1].later - outlook[1].first)}，"
            "会超出现在的预算。",
            "Renewal: at unchanged terms the company's cost is about"
            f" {page.more(outlook[1].later - outlook[1].first)} in"
            f" year {years}, above today's budget.",
        )


def _of_facts(page: Page) -> Iterator[str]:
    """What is not known well enough."""
    unsure = figures.unsure(page.found)
    subjects = page.joined(dict.fromkeys(page(one.subject) for one in unsure))
    if unsure:
        yield page.say(
            f"未核实的参数：{len(unsure)} 项可信度低，涉及{subjects}；逐项见附录。",
            f"Not verified: {len(unsure)} parameters are of low confidence ({subjects.lower()}); the appendix lists"
            " them.",
        )
    if page.found.needs.survey is None:
        yield page.say(
            "没有员工问卷：需求由模拟推出，建议在定案前做一次问卷。",
            "There was no questionnaire: needs follow from simulation. Ask employees before deciding.",
        )
    if page.found.needs.past is None:
        yield page.say(
            "没有自身的既往票据：赔付水平按公开统计，未用公司自己的经验校准。",
            "There were no past bills: claims follow public statistics and not the company's own experience.",
        )
    rollout = page.found.rollout
    if rollout is not None and rollout.pilot is not None and not rollout.pilot.reaches:
        yield page.say(
            f"试点看不清效果：现有规模下，看出预期变化的把握只有 {percent(rollout.pilot.power, 0)}。",
            f"The pilot may not show the effect: the chance to see it is {percent(rollout.pilot.power, 0)}.",
        )


def rollout(page: Page) -> Section | None:
    """Phases with what is watched and when one stops. None where nothing was planned."""
    rows = figures.phases(page.found)
    plan = page.found.rollout
    if plan is None or not rows:
        return None
    blocks: list[Block] = [paragraph(page(plan.summary) + page.say("。", "."))]
    head = [
        page.say("阶段", "Phase"),
        page.say("月份", "Months"),
        page.say("范围", "Who"),
        page.say("员工", "Staff"),
        page.say("观察什么", "What is watched"),
        page.say("何时暂停", "When one stops"),
    ]
    cells = [
        (
            page(row.name),
            f"{row.months[0]}–{row.months[1]}",
            page(row.who),
            f"{row.people:,}",
            page(row.watch),
            page.say("；\n", ";\n").join(page(text) for text in row.stop),
        )
        for row in rows
    ]
    blocks += table(head, cells, numbers=(3,), widths=(0.6, None, 1.2, None, 1, 2.2), whole=False)
    blocks += [note(page(text)) for text in plan.notes if not page(text).startswith(ASSUMED)]
    return Section(page(ROLLOUT), blocks)


ASSUMED = ("假定：", "assumed: ")
"""Notes that stand among the assumptions already."""
