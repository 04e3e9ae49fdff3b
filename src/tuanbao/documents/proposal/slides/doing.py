"""The last slides (怎样做): law and tax, roll-out, risks and what is not verified, and the appendix."""

from collections.abc import Sequence

from tuanbao.design.law.rules import SEVERITIES
from tuanbao.design.proposal import Proposal
from tuanbao.documents.colours import BLUE, SERIES, TEAL
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.slides import said as say
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.style import BODY, Box
from tuanbao.documents.proposal.slides.tables import Cell, Head, Row
from tuanbao.documents.proposal.words import PROPOSED, confidence
from tuanbao.language import Text

MOST_FINDINGS, MOST_UNSURE = 6, 8
LAW = Text("合规规则及其依据（见附录与工作簿“合规核对”）", "rules of law with their documents (appendix, workbook)")
FINDING = (Head(Text("程度", "Severity"), 0.72), Head(Text("核对结果", "Finding"), 4))
TAX = (
    Head(Text("税后（元/年）", "After tax (yuan a year)"), 2.2),
    Head(Text("现行", "Present"), 1, number=True),
    Head(Text("建议", "Proposed"), 1, number=True),
)


PHASE = (
    Head(Text("阶段", "Phase"), 0.6),
    Head(Text("范围", "Who"), 1.5),
    Head(Text("观察", "Watched"), 1.3),
    Head(Text("出现以下情况就停", "Stop where"), 2.6),
)


def law_slide(deck: Deck, found: Proposal) -> None:
    """Breaches, warnings and notes, the gravest first; company and employees after tax."""
    report, tax = found.proposed.report, found.proposed.after_tax.company
    net = say.money(tax.net_cost)
    bad = len(report.breaches)
    title = Text(
        f"{'没有违规' if not bad else f'有 {bad} 项违规，须先解决'}；企业税后成本 {net.zh}",
        f"{'No breach of law' if not bad else f'Breaches to be mended first: {bad}'}; {net.en} after tax",
    )
    n = len(report.unchecked)
    said = Text(
        f"另有 {n} 条规定因资料不全未能核对，见附录；节税以企业有足够应税利润为前提。",
        f"{n} more rules could not be checked for want of facts; savings suppose enough taxable profit.",
    )
    slide = deck.slide(title, said, [LAW])
    left, right = BODY.columns(1.3, 1)
    rows: list[Row] = [
        [Cell(deck.word(SEVERITIES[row.severity]), marked=row.severity != "note"), finding(deck, row)]
        for row in figures.law_rows(found)[:MOST_FINDINGS]
    ]
    if rows:
        deck.table(slide, left, FINDING, rows, (12, 9))
    else:
        deck.text(slide, left, [deck.word(Text("没有发现问题", "nothing was found"))])
    lines = [*figures.company_tax_rows(found), *figures.employee_tax_rows(found)]
    cells: list[Row] = [
        [Cell(deck.word(r.name), r.strong), in_yuan(r.present, r.strong), in_yuan(r.proposed, r.strong)] for r in lines
    ]
    deck.table(slide, right, TAX, cells, (12, 9))


def finding(deck: Deck, row: figures.LawRow) -> str:
    more = Text(f"（另有 {row.more} 处）", f" ({row.more} more places)") if row.more else Text("", "")
    return deck.word(row.sentence) + deck.word(more)


def in_yuan(fen: int | None, strong: bool) -> Cell:
    return Cell("—" if fen is None else f"{fen / 100:,.0f}".replace("-", "−"), strong)


def rollout_slide(deck: Deck, found: Proposal) -> None:
    """The phases along the months of a year, who, what is watched, when to stop."""
    phases = figures.phases(found)
    title = Text("没有安排试点，可直接实施", "No pilot was planned")
    if phases:
        first = phases[0]
        title = Text(
            f"分 {len(phases)} 步走：先{first.name.zh}（{first.people} 人），再推广",
            f"In {len(phases)} steps: {first.name.en} first ({first.people} people), then more",
        )
    said = found.rollout.summary if found.rollout else Text("没有安排试点。", "No pilot was planned.")
    slide = deck.slide(title, said, [Text("试点与推广计划", "the plan of the roll-out")])
    if not phases:
        return
    timeline, rest = BODY.rows(0.8, 2, gap=10)
    _timeline(deck, slide, timeline, phases)
    table, summary = rest.rows(2.6, 1)
    stop = Text("；", "; ")
    rows: list[Row] = [
        [
            Cell(deck.word(one.name), strong=True),
            f"{deck.word(one.who)} ({one.people:,})",
            deck.word(one.watch),
            deck.word(stop).join(deck.word(text) for text in one.stop),
        ]
        for one in phases
    ]
    deck.table(slide, table, PHASE, rows, (12, 8.5))
    deck.text(slide, summary, [deck.word(said)], (12, 9))


def _timeline(deck: Deck, slide: object, box: Box, phases: Sequence[figures.PhaseRow]) -> None:
    """Twelve months, a bar for each phase."""
    last = max(12, *(one.months[1] for one in phases))
    month = (box.width - 8) / last
    for at in range(last):
        name = Text(f"{at + 1}月", f"{at + 1}")
        place = Box(box.left + 4 + at * month, box.top, month, 16)
        deck.text(slide, place, [deck.word(name)], (11, 9), centred=True)
    high = (box.height - 22) / len(phases)
    for number, one in enumerate(phases):
        begin, end = one.months
        left = box.left + 4 + (begin - 1) * month
        bar = Box(left, box.top + 20 + number * high, month * (end - begin + 1), high - 4)
        colour = (TEAL, SERIES[2], BLUE)[min(number, 2)]
        deck.panel(slide, bar, colour)
        said = f"{deck.word(one.name)} · {one.people:,}"
        inner = Box(bar.left + 6, bar.top + 3, bar.width - 8, bar.height - 4)
        deck.text(slide, inner, [said], (13, 9), bold=True, colour="#FFFFFF")


def risk_slide(deck: Deck, found: Proposal) -> None:
    """How a year may turn out, and what rests on numbers of low confidence."""
    unsure = figures.unsure(found)
    title = Text(
        f"风险：赔付年年不同；{len(unsure)} 项参数未经证实",
        f"Risks: years differ; {len(unsure)} parameters are not verified",
    )
    said = Text(
        "这些数决定了价值的高低和价格的水平；请先看可信度低的，能核实的尽快核实。",
        "These numbers settle value and price: look at those of low confidence first, and verify what can be.",
    )
    slide = deck.slide(title, said, [Text("工作簿“假设与出处”", "the workbook's Assumptions")])
    left, right = BODY.columns(1, 1.5)
    place = deck.heading(slide, left, Text("一年的赔付会怎样波动", "How claims of a year vary"))
    deck.text(slide, place, [deck.word(text) for text in _years(found)], (18, 10), bullets=True)
    place = deck.heading(slide, right, Text("未经证实的参数（其余见附录）", "Not verified (the rest in the appendix)"))
    rows = [row[:3] for row in assumed_rows(deck, unsure[:MOST_UNSURE])]
    deck.table(slide, place, ASSUMED[:3], rows, (13, 9))


def _years(found: Proposal) -> list[Text]:
    now, new = figures.claims_years(found)
    made = []
    for one in (now, new):
        expected, low, high = (say.money(fen) for fen in (one.expected, one.spread.low, one.spread.high))
        made.append(
            Text(
                f"{one.name.zh}：预期 {expected.zh}，十年里有九年在 {low.zh} 到 {high.zh} 之间",
                f"{one.name.en}: {expected.en} expected; nine years of ten between {low.en} and {high.en}",
            )
        )
        if one.spread.worst is not None:
            worst = say.money(one.spread.worst)
            made.append(Text(f"最差 5% 的年份平均 {worst.zh}", f"mean of the worst 5% of years {worst.en}"))
    head = figures.headline(found)
    error = say.money(head.error)
    made.append(Text(f"复核报价的标准误 {error.zh}", f"standard error of the fresh price {error.en}"))
    proposed = next((one for one in figures.outlooks(found) if one.name == PROPOSED), None)
    if proposed is not None:
        share, ahead = say.share(proposed.rise, 1, signed=True), found.around.years_ahead
        zh, en = f"条款不变，到第 {ahead} 年企业成本 {share}", f"at unchanged terms the cost is {share} in year {ahead}"
        made.append(Text(zh, en))
    return made


ASSUMED = (
    Head(Text("类别", "About"), 0.8),
    Head(Text("参数", "Number"), 1.6),
    Head(Text("取值", "Value"), 1.8),
    Head(Text("可信度", "Confidence"), 0.7),
)


def assumed_rows(deck: Deck, assumptions: Sequence[figures.Assumption]) -> list[Row]:
    return [
        [deck.word(one.subject), deck.word(one.name), deck.word(one.value), deck.word(confidence(one.confidence))]
        for one in assumptions
    ]
