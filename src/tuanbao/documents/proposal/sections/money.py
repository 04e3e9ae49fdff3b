"""Where money comes from and goes to, and the frontier of cost and value (资金来源与去向、前沿)."""

from collections.abc import Iterator
from itertools import pairwise

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    note,
    paragraph,
    percent,
    signed,
    sub,
    table,
    whole_yuan,
    yuan,
)
from tuanbao.documents.proposal.words import MONEY


def money(page: Page) -> Section:
    """Both sides by payer, then the waterfall."""
    steps = figures.money_steps(page.found)
    released = -sum(step.amount for step in steps if step.kind == "released")
    spent = sum(step.amount for step in steps if step.kind == "spent")
    blocks: list[Block] = [*_sides(page)]
    if released or spent:
        blocks += [
            sub(page.say("从哪里省出来，用到哪里去", "Where it is released and where it goes")),
            paragraph(
                page.say(
                    f"收紧的条款一年释放 {page.money(released)}，加强的条款一年用去 {page.money(spent)}，"
                    f"净{page.more(spent - released)}。",
                    f"Terms that are reduced release {page.money(released)} a year, and those that are strengthened"
                    " take"
                    f" {page.money(spent)}: net {page.more(spent - released)}.",
                )
                + _repricing(page)
            ),
            *page.figure("money"),
        ]
    return Section(page(MONEY), blocks)


def _repricing(page: Page) -> str:
    rest = next((step.amount for step in figures.money_steps(page.found) if step.kind == "repriced"), 0)
    if not rest:
        return ""
    return page.say(
        f"用选择时没有用过的模拟年整体复核后，再{page.more(rest)}：罕见的大额赔付各年不同，以复核价为准。",
        f" Priced afresh as a whole over years that the choice had not seen it is {page.more(rest)}: rare large claims"
        " fall otherwise in other years. The fresh price is the one that holds.",
    )


def _sides(page: Page) -> list[Block]:
    """Premium by payer and services, present and proposed; the columns add up as printed."""
    found = figures.headline(page.found)
    sides = []
    for company, own, services in (
        (found.present_company, found.present_own, found.present_services),
        (found.company, found.own, found.services),
    ):
        sides.append(whole_yuan([company - services, services, own]))
    names = [
        page.say("企业承担的保费", "Premium that the company pays"),
        page.say("企业支付的服务", "Services that the company pays"),
        page.say("员工自付的保费", "Premium that employees pay"),
    ]
    rows = [
        (name, yuan(now), yuan(new), signed(new - now))
        for name, now, new in zip(names, *sides, strict=True)
        if now or new
    ]
    totals = [sum(side) for side in sides]
    total = (page.say("合计", "Total"), yuan(totals[0]), yuan(totals[1]), signed(totals[1] - totals[0]))
    head = [
        page.say("一年（元）", "A year (yuan)"),
        page.say("现行", "Today"),
        page.say("建议", "Proposed"),
        page.say("变化", "Change"),
    ]
    return table(head, rows, numbers=(1, 2, 3), widths=(1, None, None, None), total=total)


def frontier(page: Page) -> Section | None:
    """The frontier with the choices that matter on it. None where there is no frontier."""
    if "frontier" not in page.charts:
        return None
    every = figures.points(page.found)
    named = [point for point in every if point.kind != "frontier"]
    today = next(point for point in named if point.kind == "present")
    rows = [
        (
            page(point.name),
            yuan(point.cost),
            signed(point.cost - today.cost),
            yuan(point.value),
            percent(point.value / today.value - 1, sign=True) if today.value > 0 else "—",
        )
        for point in named
    ]
    head = [
        page.say("方案", "Choice"),
        page.say("企业成本（元）", "Company (yuan)"),
        page.say("与现行相比", "Against today"),
        page.say("价值（元）", "Value (yuan)"),
        page.say("与现行相比", "Against today"),
    ]
    blocks = [
        paragraph(" ".join(_said(page, named)) if page.language == "en" else "".join(_said(page, named))),
        *table(head, rows, numbers=(1, 2, 3, 4), widths=(1, None, None, None, None)),
        note(
            page.say(
                "这里的成本是选择时的测算口径，建议方案的复核价见上一节。前沿在除金额以外的全部约束下求出。",
                "Costs here are those of the choice; the fresh price of the proposal stands in the section before. The"
                " frontier keeps every wish but those about money.",
            )
        ),
        *page.figure("frontier"),
    ]
    return Section(page.say("成本与价值的前沿", "The frontier of cost and value"), blocks)


def _said(page: Page, named: list[figures.Point]) -> Iterator[str]:
    by_kind = {point.kind: point for point in named}
    today, chosen = by_kind["present"], by_kind["proposed"]
    yield page.say(
        "前沿上的每一点，都是花同样的钱能得到的最大价值。",
        "Every point of the frontier is the most value that so much money can buy.",
    )
    if "cheapest" in by_kind:
        saved = today.cost - by_kind["cheapest"].cost
        if saved > 0:
            yield page.say(
                f"若只求不低于现行的价值，企业一年最少花 {page.money(by_kind['cheapest'].cost)}，可省"
                f" {page.money(saved)}。",
                f"To keep just the value of today the company would need {page.money(by_kind['cheapest'].cost)} a year,"
                f" {page.money(saved)} less than now.",
            )
    slope = _slope(page, chosen.cost)
    if slope is not None:
        yield page.say(
            f"在建议方案附近，每多花 1 元大约多得 {slope:.2f} 元价值。",
            f"Near the proposal a further yuan buys about {slope:.2f} yuan of value.",
        )
    if "held" in by_kind:
        held = by_kind["held"]
        yield page.say(
            f"若要求 {page.found.around.years_ahead} 年内都不超预算，首年应为 {page.money(held.cost)}，"
            f"价值比建议方案{page.more(held.value - chosen.value)}。",
            f"To stay within the budget for {page.found.around.years_ahead} years the first one would cost"
            f" {page.money(held.cost)}; its value is {page.more(held.value - chosen.value)} than the proposal's.",
        )
    else:
        years = page.found.around.years_ahead
        yield page.say(
            f"没有能在 {years} 年内都不超预算的方案。", f"No choice stays within the budget for {years} years."
        )


def _slope(page: Page, cost: int) -> float | None:
    """Value of one more yuan between the neighbouring points of the frontier."""
    line = [point for point in figures.points(page.found) if point.kind == "frontier"]
    pairs = [(a, b) for a, b in pairwise(line) if b.cost > a.cost and a.cost <= cost <= b.cost]
    return (pairs[0][1].value - pairs[0][0].value) / (pairs[0][1].cost - pairs[0][0].cost) if pairs else None
