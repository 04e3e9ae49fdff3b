"""The slides of the programme (建议什么): terms by tier, changes, money, cost and value, proof, price."""

from collections.abc import Sequence

from tuanbao.design.options.levers import NOW
from tuanbao.design.proposal import Proposal
from tuanbao.documents.colours import GREY, ORANGE, SERIES, TEAL
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.slides import said as say
from tuanbao.documents.proposal.slides.case import MODEL
from tuanbao.documents.proposal.slides.charts import Beside, scatter, waterfall
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.style import BODY
from tuanbao.documents.proposal.slides.tables import Cell, Head, Row
from tuanbao.language import Text

MOST_CHANGES, MOST_STEPS, MOST_PLANS = 7, 14, 5
COLOURS = {"present": GREY, "proposed": ORANGE, "cheapest": TEAL, "held": SERIES[4]}
BESIDE: dict[str, Beside | None] = {"present": "right", "proposed": "above", "cheapest": "left", "held": None}
"""Where the name of a point stands; None: in the legend only, since it lies close to the proposed."""
STAYS, NOT_THERE = Text("不变", "unchanged"), "—"


def programme_slide(deck: Deck, found: Proposal) -> None:
    """Benefits by plan in one table: what changes with present and proposed terms, the rest in a word.

    Where there are many plans only plans and benefits that change are shown: a slide is read from afar.
    """
    every = figures.comparison(found)
    plans = [plan for plan in every if plan.changes] if len(every) > MOST_PLANS else every
    listed = _benefits if len(plans) == len(every) else _changed
    benefits = list(dict.fromkeys(text for plan in plans for text in listed(plan)))
    heads = [Head(Text("责任", "Benefit"), 0.8)]
    heads += [Head(_holders(plan), 1.3) for plan in plans]
    rows: list[Row] = [
        [Cell(deck.word(benefit), strong=True), *(_term(deck, plan, benefit) for plan in plans)] for benefit in benefits
    ]
    rows += _services(deck, found, plans)
    title = Text("建议方案一览：橙色为改变的条款", "The proposed programme: changes in orange")
    said = Text(
        "只改橙色的条款，其余保持现行；完整条款见建议书附录。",
        "Only the terms in orange change; all terms are in the appendix of the proposal.",
    )
    deck.tables(title, said, [Text("建议的方案条款", "the proposed plans")], heads, rows, (16, 10))


def _benefits(plan: figures.PlanComparison) -> list[Text]:
    return [*_changed(plan), *(kept.benefit for kept in plan.unchanged)]


def _changed(plan: figures.PlanComparison) -> list[Text]:
    return list(dict.fromkeys(term.benefit for change in plan.changes for term in change.terms))


def _holders(plan: figures.PlanComparison) -> Text:
    names = figures.joined(plan.tiers) if plan.tiers else plan.title
    return Text(f"{names.zh}（{plan.people} 人）", f"{names.en} ({plan.people})")


def _term(deck: Deck, plan: figures.PlanComparison, benefit: Text) -> str | Cell:
    """Every term of the benefit that changes; long ones by the words of their setting."""
    found = []
    for change in plan.changes:
        for term in (own for own in change.terms if own.benefit == benefit):
            long = "\n" in term.after.zh or len(term.after.zh) > 24 or len(term.before.zh) > 24
            before, after = (change.before, change.after) if long else (term.before, term.after)
            shown = deck.word(after) if before == NOW.name else f"{deck.word(before)} → {deck.word(after)}"
            found.append(f"{deck.word(term.label)}{deck.word(Text('：', ': '))}{shown}")
    if found:
        return Cell("\n".join(dict.fromkeys(found)), marked=True)
    return deck.word(STAYS) if any(kept.benefit == benefit for kept in plan.unchanged) else NOT_THERE


def _services(deck: Deck, found: Proposal, plans: Sequence[figures.PlanComparison]) -> list[Row]:
    """Services in rows of their own, under the plan of their tier."""
    rows: list[Row] = []
    changed = figures.service_changes(found)
    for name in dict.fromkeys(one.what for one in changed):
        cells: list[str | Cell] = []
        for plan in plans:
            own = next((one for one in changed if one.what == name and one.where in plan.tiers), None)
            said = NOT_THERE if own is None else f"{deck.word(own.before)} → {deck.word(own.after)}"
            cells.append(said if own is None else Cell(said, marked=True))
        rows.append([Cell(deck.word(name), strong=True), *cells])
    for where, what, cost in figures.services_kept(found):
        cells = [deck.word(cost) if where in plan.tiers else NOT_THERE for plan in plans]
        rows.append([Cell(deck.word(what), strong=True), *cells])
    return rows


CHANGE = (
    Head(Text("人群", "Who"), 0.8),
    Head(Text("改什么", "What"), 1.0),
    Head(Text("现行 → 建议", "Present → proposed"), 1.1),
    Head(Text("企业成本", "Company"), 0.6, number=True),
    Head(Text("价值", "Value"), 0.6, number=True),
    Head(Text("为什么", "Why"), 2.4),
)


def changes_slide(deck: Deck, found: Proposal) -> None:
    """The changes that move most money, each with its reason."""
    every = sorted(figures.changes(found), key=lambda one: -abs(one.company))
    title = Text("没有要改的条款", "Nothing changes")
    if every:
        up = sum(one.strengthens for one in every)
        title = Text(
            f"改 {len(every)} 处：加强 {up} 处，收紧 {len(every) - up} 处，各有理由",
            f"{len(every)} changes: {up} strengthen, {len(every) - up} reduce, each for a reason",
        )
    said = Text(
        "每一处都逐笔理算过：省多少、给员工多少、为什么。全部变化见附录。",
        "Each was adjudicated: what it saves or costs, what it gives, and why. All changes are in the appendix.",
    )
    slide = deck.slide(title, said, [MODEL])
    if every:
        deck.table(slide, BODY, CHANGE, change_rows(deck, every[:MOST_CHANGES]), (13, 9.5))


def change_rows(deck: Deck, changes: Sequence[figures.LeverChange]) -> list[Row]:
    return [
        [
            deck.word(one.where),
            Cell(deck.word(one.what), strong=True),
            deck.word(one.after) if one.before == NOW.name else f"{deck.word(one.before)} → {deck.word(one.after)}",
            deck.word(say.money(one.company, signed=True)),
            deck.word(say.money(one.value, signed=True)),
            deck.word(one.reason),
        ]
        for one in changes
    ]


def money_slide(deck: Deck, found: Proposal) -> None:
    """The company's cost from today to proposed, as a waterfall."""
    steps = figures.money_steps(found)
    released = sum(-step.amount for step in steps if step.kind == "released")
    spent = sum(step.amount for step in steps if step.kind == "spent")
    sizes = say.money(released), say.money(spent)
    title = Text(
        f"释放 {sizes[0].zh}，用于更需要的地方 {sizes[1].zh}",
        f"{sizes[0].en} are released, {sizes[1].en} spent where they are needed more",
    )
    said = Text(
        "最后一步是换一组随机数、整体重新报价后的差额，使两端与复核报价一致。",
        "The last step is what a fresh price of the whole adds, so that both ends are those of the fresh price.",
    )
    slide = deck.slide(title, said, [MODEL])
    alt = Text("企业成本由现行到建议的瀑布图（元）", "Waterfall of the company's cost, yuan")
    waterfall(deck, slide, BODY, alt, few_steps(steps))


def few_steps(steps: Sequence[figures.MoneyStep]) -> list[figures.MoneyStep]:
    """The largest steps, the smaller ones of each side together, so that labels can be read; the sums stay."""
    extra = len(steps) - MOST_STEPS
    if extra <= 0:
        return list(steps)
    moving = [at for at, step in enumerate(steps) if step.kind in ("released", "spent")]
    small = sorted(moving, key=lambda at: abs(steps[at].amount))[: extra + 2]
    kept = [step for at, step in enumerate(steps) if at not in small]
    for kind, name in (("released", Text("其他释放", "others released")), ("spent", Text("其他用途", "others spent"))):
        own = [steps[at] for at in small if steps[at].kind == kind]
        if own:
            place = max(at for at, step in enumerate(kept) if step.kind in ("start", "released", kind))
            label = Text(f"{name.zh}（{len(own)} 项）", f"{name.en} ({len(own)})")
            kept.insert(place + 1, figures.MoneyStep(label, sum(step.amount for step in own), own[0].kind))
    return kept


def frontier_slide(deck: Deck, found: Proposal) -> None:
    """Cost against value: the frontier, the present and the proposed programme."""
    points = figures.points(found)
    line = [(one.cost / 100, one.value / 100) for one in points if one.kind == "frontier"]
    named = [
        (one.name, (one.cost / 100, one.value / 100), COLOURS[one.kind], BESIDE[one.kind])
        for one in points
        if one.kind != "frontier"
    ]
    now = next(one for one in points if one.kind == "present")
    same = next((one for one in points if one.kind == "cheapest"), None)
    title = Text("同样的钱，能买到更多价值", "The same money can buy more value")
    if same is not None and same.cost < now.cost:
        saved = say.money(now.cost - same.cost)
        title = Text(
            f"现行方案不在前沿上：同等价值可省 {saved.zh}，同样的钱可多得价值",
            f"The present programme is off the frontier: its value could cost {saved.en} less",
        )
    said = Text(
        "线上每一点都是该费用下价值最高的组合；现行方案在线下面，差距就是可以改进的空间。图中是选择时的测算，复核报价另列。",
        "Each point of the line is the most value at its cost; the present programme lies below. Costs are those of the"
        " choice, before pricing afresh.",
    )
    slide = deck.slide(title, said, [MODEL])
    alt = Text("企业成本与价值的散点图", "Scatter of company cost and value")
    axes = (
        Text("企业成本（元/年）", "Company cost (yuan a year)"),
        Text("员工得到的价值（元/年）", "Value (yuan a year)"),
    )
    frontier = Text("成本与价值前沿", "Frontier"), line
    scatter(deck, slide, BODY, alt, axes, frontier, named)
