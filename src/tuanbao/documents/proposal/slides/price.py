"""The slides of proof and price (为什么可信、多少钱): grounds, other weights, prices, later years."""

from tuanbao.design.proposal import Proposal
from tuanbao.documents.colours import BLUE, SERIES
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.slides import said as say
from tuanbao.documents.proposal.slides.case import MODEL
from tuanbao.documents.proposal.slides.charts import bars
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.style import BODY
from tuanbao.documents.proposal.slides.tables import Cell, Head, Row
from tuanbao.language import Text


def proof_slide(deck: Deck, found: Proposal) -> None:
    """Why it can be relied on, and what other weights would do."""
    head = figures.headline(found)
    title = Text("结论经过证明和复核", "The answer is proven and priced afresh")
    if not head.proven:
        title = Text("结论经过复核，与理论上限很近", "The answer is priced afresh and close to its bound")
    said = Text(
        "换一种权重，建议方案比那时的最优少得不多，所以结论不取决于某一个权重。",
        "Under other weights the proposal falls little short of the best then: it does not hang on one weight.",
    )
    slide = deck.slide(title, said, [MODEL])
    left, right = BODY.columns(1, 1.1)
    grounds = [*say.grounds(head, found.proposed.run.quote.years), *say.tightened(head)]
    place = deck.heading(slide, left, Text("为什么可以相信", "Why it can be relied on"))
    deck.text(slide, place, [deck.word(text) for text in grounds], (19, 11), bullets=True)
    other = figures.other_weights(found)
    place = deck.heading(
        slide, right, Text("换一种权重，比那时的最优少多少价值", "Value short of the best under other weights")
    )
    if other:
        series = [(Text("少得的价值", "Value forgone"), [round(one.regret, 6) for one in other], BLUE)]
        alt = Text("不同权重下的差距", "Bars: value forgone under other weights")
        bars(deck, slide, place, alt, [one.name for one in other], series, across=True, form="0.0%")
    else:
        deck.text(slide, place, [deck.word(Text("没有可比较的权重", "no other weights were tried"))])


PRICE = (
    Head(Text("分类", "Class"), 1.3),
    Head(Text("人数", "People"), 0.7, number=True),
    Head(Text("现行保费", "Premium now"), 1, number=True),
    Head(Text("建议保费", "Proposed"), 1, number=True),
    Head(Text("企业承担", "Company"), 1, number=True),
    Head(Text("员工承担", "Employees"), 1, number=True),
)


def price_slide(deck: Deck, found: Proposal) -> None:
    """The price by tier and relation, and the cost of later years at unchanged terms."""
    head, outlooks = figures.headline(found), figures.outlooks(found)
    cost, per = say.money(head.company), say.money(head.per_employee)
    title = Text(
        f"企业一年 {cost.zh}，平均每名员工 {per.zh}", f"{cost.en} a year for the company, {per.en} an employee"
    )
    said = Text(
        "价格按人按责任算出；今后几年按医疗费用上涨、人员年龄不变测算，条款不变。",
        "Priced by person and benefit; later years at rising prices of care, people of the same ages, unchanged terms.",
    )
    slide = deck.slide(title, said, [MODEL])
    left, right = BODY.columns(1.25, 1)
    place = deck.heading(slide, left, Text("保费（元）", "Premium (yuan)"))
    deck.table(slide, place, PRICE, _prices(deck, found), (14, 9))
    place = deck.heading(slide, right, Text("条款不变，企业成本（元）", "Company cost at unchanged terms (yuan)"))
    if outlooks:
        ahead = found.around.years_ahead
        series = [
            (Text("第一年", "Year 1"), [one.first / 100 for one in outlooks], SERIES[2]),
            (Text(f"第 {ahead} 年", f"Year {ahead}"), [one.later / 100 for one in outlooks], BLUE),
        ]
        alt = Text("今后几年的企业成本", "Columns: company cost in later years")
        upper, note = place.rows(5, 1)
        bars(deck, slide, upper, alt, [one.name for one in outlooks], series)
        deck.text(slide, note, [deck.word(_held(found))], (12, 9))


def _held(found: Proposal) -> Text:
    years, head = found.around.years_ahead, figures.headline(found)
    if found.around.held is None:
        return Text(
            f"没有组合能在 {years} 年内都不超出这笔钱。", f"No choice stays within the same money for {years} years."
        )
    loss = say.share(1 - found.around.held.value / head.value, 1) if head.value else "—"
    return Text(
        f"若要 {years} 年不超预算，另有一个组合，价值比建议少 {loss}。",
        f"One that stays within the money for {years} years is worth {loss} less.",
    )


def _prices(deck: Deck, found: Proposal) -> list[Row]:
    rows: list[Row] = []
    every = figures.price_rows(found)
    for row in every:
        present = "—" if row.present is None else _whole(row.present)
        amounts = (present, *map(_whole, (row.premium, row.employer, row.employee)))
        rows.append([deck.word(row.name), f"{row.people:,}", *amounts])
    tiers = [row for row in every if row.kind == "tier"]
    sums = [
        sum(row.present or 0 for row in tiers),
        sum(row.premium for row in tiers),
        sum(row.employer for row in tiers),
        sum(row.employee for row in tiers),
    ]
    total = [deck.word(Text("合计", "Total")), f"{sum(row.people for row in tiers):,}", *map(_whole, sums)]
    services = deck.word(Text("另有服务", "Services besides"))
    side = ["", _whole(found.present.services), _whole(found.proposed.services), _whole(found.proposed.services), ""]
    return [*rows, [Cell(text, strong=True) for text in total], [services, *side]]


def _whole(fen: int) -> str:
    return f"{fen / 100:,.0f}"
