"""The price and what it may become (价格与展望)."""

from collections.abc import Iterator, Sequence

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    bullets,
    note,
    paragraph,
    percent,
    signed,
    sub,
    table,
    whole_yuan,
    yuan,
)
from tuanbao.documents.proposal.words import PRICE

OUTSIDE = ("below", "above")


def price(page: Page) -> Section:
    """How the premium comes about, by class, by benefit, beside market prices, and in later years."""
    run, found = page.found.proposed.run, figures.headline(page.found)
    return Section(
        page(PRICE),
        [
            paragraph(
                page.say(
                    f"建议方案的年保费为 {page.money(found.premium)}，由 {run.quote.years:,}"
                    " 个模拟年的平均赔付加上附加费用"
                    f"得出；模拟误差的标准误为保费的 {percent(_error(page), 2)}。参数本身的不确定不在其中，见附录。",
                    f"The premium of the proposal is {page.money(found.premium)} a year: mean claims of"
                    f" {run.quote.years:,} simulated years, and loadings. The standard error of simulation is"
                    f" {percent(_error(page), 2)} of it. What the parameters are unsure of is not in it: see the"
                    " appendix.",
                )
            ),
            *_joining(page, found),
            *_classes(page),
            *page.figure("price"),
            *_benefits(page),
            *_findings(page),
            *_outlook(page),
        ],
    )


def _joining(page: Page, found: figures.Headline) -> list[Block]:
    """Where some are expected to stay away the quote, which is of everybody, says more than the sections before."""
    less = found.premium - found.joining_premium
    if less < 100 * found.people:
        return []
    return [
        paragraph(
            page.say(
                "本节按现在的家属全部继续参加计。企业承担比例变化后预计部分家属不再参加，保费因此少"
                f" {page.money(less)}，为"
                f" {page.money(found.joining_premium)}；前面各节已按预计参加的人计。",
                "This section is of everybody who is covered today. Some family are expected to stay away when the"
                " company"
                f" pays less: the premium is then {page.money(less)} lower, {page.money(found.joining_premium)}; the"
                " sections before count those who are expected to join.",
            )
        )
    ]


def _error(page: Page) -> float:
    quote = page.found.proposed.run.quote
    return quote.standard_error / max(quote.expected, 1.0)


def _classes(page: Page) -> Iterator[Block]:
    every = figures.price_rows(page.found)
    head = ["", *_people_heads(page)]
    for kind, title in (
        ("tier", page.say("按档次（含家属）", "By tier, family included")),
        ("relation", page.say("按关系", "By relation")),
    ):
        rows = [row for row in every if row.kind == kind]
        if len(rows) > 1 or (rows and kind == "tier"):
            yield from _class_table(page, [title, *head[1:]], rows)


def _people_heads(page: Page) -> list[str]:
    return [
        page.say("人数", "People"),
        page.say("企业承担", "Company"),
        page.say("员工自付", "Employees"),
        page.say("保费", "Premium"),
        page.say("每人", "A head"),
        page.say("标准误", "Error"),
        page.say("现行保费", "Today"),
    ]


def _class_table(page: Page, head: Sequence[str], rows: Sequence[figures.PriceRow]) -> list[Block]:
    parts = whole_yuan([part for row in rows for part in (row.employer, row.employee)])
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    today = whole_yuan([row.present or 0 for row in rows])
    cells = [
        (
            page(row.name),
            f"{row.people:,}",
            yuan(company),
            yuan(own),
            yuan(company + own),
            yuan((company + own) / row.people),
            "—" if row.error is None else f"±{percent(row.error / max(row.expected, 1.0))}",
            "—" if row.present is None else yuan(now),
        )
        for row, (company, own), now in zip(rows, pairs, today, strict=True)
    ]
    total = (
        page.say("合计（元）", "Total (yuan)"),
        f"{sum(row.people for row in rows):,}",
        yuan(sum(company for company, _ in pairs)),
        yuan(sum(own for _, own in pairs)),
        yuan(sum(parts)),
        yuan(sum(parts) / sum(row.people for row in rows)),
        "",
        "—" if any(row.present is None for row in rows) else yuan(sum(today)),
    )
    return table(head, cells, numbers=range(1, 8), widths=(1, *(None,) * 7), total=total)


def _benefits(page: Page) -> Iterator[Block]:
    rows = figures.benefit_rows(page.found)
    now, new = (
        whole_yuan([fen or 0 for fen in column]) for column in zip(*((r.present, r.premium) for r in rows), strict=True)
    )
    cells = [
        (
            page(row.plan),
            page(row.benefit),
            "—" if row.present is None else yuan(a),
            "—" if row.premium is None else yuan(b),
            signed(b - a),
            f"±{percent((row.error or 0.0) / row.expected)}" if row.expected else "—",
        )
        for row, a, b in zip(rows, now, new, strict=True)
    ]
    total = (
        page.say("合计（元）", "Total (yuan)"),
        "",
        yuan(sum(now)),
        yuan(sum(new)),
        signed(sum(new) - sum(now)),
        "",
    )
    head = [
        page.say("方案", "Plan"),
        page.say("责任", "Benefit"),
        page.say("现行保费", "Today"),
        page.say("建议保费", "Proposed"),
        page.say("变化", "Change"),
        page.say("标准误", "Error"),
    ]
    yield sub(page.say("按责任", "By benefit"))
    yield from table(head, cells, numbers=(2, 3, 4, 5), widths=(1.2, 1, None, None, None, None), total=total)
    yield note(
        page.say(
            "两列用相同的模拟年。条款没有变的责任若有出入，是风险附加随整个方案变化所致。",
            "Both columns are of the same simulated years. Where the terms of a benefit stay and its price moves, the"
            " loading for risk moved, which depends on the whole programme.",
        )
    )


def _findings(page: Page) -> list[Block]:
    found = page.found.proposed.run.quote.findings
    outside = [one for one in found if one.verdict in OUTSIDE]
    if not found:
        return []
    inside = sum(one.verdict == "inside" for one in found)
    said = page.say(
        f"与公开的市场价格对照：{inside} 项在区间内，{len(outside)} 项在区间外，其余没有可比价格。",
        f"Held against public market prices: {inside} inside their range, {len(outside)} outside, the rest without a"
        " price to compare.",
    )
    return [paragraph(said), *bullets(page(one.text) for one in outside)]


def _outlook(page: Page) -> Iterator[Block]:
    rows = figures.outlooks(page.found)
    if not rows:
        return
    years = page.found.around.years_ahead
    yield sub(page.say(f"{years} 年展望", f"The next {years} years"))
    yield paragraph(
        page.say(
            f"条款不变、人员结构不变，只按医疗费用的上涨推算到第 {years} 年（测算口径，未含续保时的议价）。",
            f"Terms and people as they are, the cost of care moved on to year {years} (costs as in the choice, without"
            " what is negotiated at renewal).",
        )
    )
    budget = page.found.money.budget
    cells = [
        (
            page(row.name),
            yuan(row.first),
            yuan(row.later),
            percent(row.rise, sign=True),
            "—" if budget is None else page.say("否", "no") if row.later <= budget else page.say("是", "yes"),
        )
        for row in rows
    ]
    head = [
        page.say("方案", "Choice"),
        page.say("首年（元）", "First year (yuan)"),
        page.say(f"第 {years} 年（元）", f"Year {years} (yuan)"),
        page.say("变化", "Change"),
        page.say(f"第 {years} 年超预算", f"Over budget in year {years}"),
    ]
    yield from table(head, cells, numbers=(1, 2, 3, 4), widths=(1, None, None, None, None))
