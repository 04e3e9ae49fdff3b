"""The first slides (为什么要改): the decision, people and needs, what basic insurance leaves, the market."""

from collections.abc import Iterator, Sequence

from tuanbao.design.proposal import Proposal
from tuanbao.documents.colours import BLUE, GREY, ORANGE, SERIES
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.slides import said as say
from tuanbao.documents.proposal.slides.charts import FACTOR, PERCENT, bars
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.style import BODY, Box, capital
from tuanbao.documents.proposal.words import NOBODY, PRESENT, PROPOSED, TITLE
from tuanbao.language import Text

MOST_GAPS, MOST_WEIGHTS, MOST_REASONS, MOST_THEMES = 8, 8, 4, 12
MODEL = Text(
    "赔付成本模型与模拟票据（参数及出处见工作簿“假设与出处”）", "claim-cost model, simulated bills (see workbook)"
)
ROSTER = Text("人员表", "the roster")


def title_slide(deck: Deck, found: Proposal, company: str | None, note: Text | None) -> None:
    """The title, the company and the period."""
    first, last = found.proposed.run.group.period
    said = Text(
        "今天请各位决定下一年的员工保障方案。", "Today you are asked to decide on next year's benefits programme."
    )
    lines = [company] if company else []
    lines.append(deck.word(Text(f"保障期间 {first} 至 {last}", f"Plan year {first} to {last}")))
    if note:
        lines.append(deck.word(note))
    deck.cover(TITLE, said, lines)


def decision_slide(deck: Deck, found: Proposal) -> None:
    """What is asked, four key figures, and what follows from a yes."""
    head = figures.headline(found)
    title = say.decision(head, bool(found.reasons))
    slide = deck.slide(title, Text(title.zh + "。", title.en + "."), [MODEL])
    above, below = BODY.rows(1, 1.75)
    now, per, own = (say.money(fen) for fen in (head.present_company, head.present_per_employee, head.present_own))
    rise = "—" if head.value_rise is None else say.share(head.value_rise, signed=True)
    value = say.money(head.present_value), say.money(head.value)
    deck.cards(
        slide,
        above,
        [
            (Text("企业年成本", "Company cost a year"), deck.word(say.money(head.company)), _today(now)),
            (
                Text("员工得到的价值", "Value to employees"),
                rise,
                Text(f"{value[0].zh} → {value[1].zh}", f"{value[0].en} → {value[1].en}"),
            ),
            (
                Text("每名员工的企业成本", "Company cost an employee"),
                deck.word(say.money(head.per_employee)),
                _today(per),
            ),
            (Text("员工自付保费", "Premium that employees pay"), deck.word(say.money(head.own)), _today(own)),
        ],
    )
    left, right = below.columns(1, 1)
    deck.text(
        slide, deck.heading(slide, left, Text("请决定", "To decide")), _asked(deck, found, head), (19, 11), bullets=True
    )
    report = found.proposed.report
    caveats = say.caveats(head, len(report.breaches), len(report.unchecked), len(figures.unsure(found)))
    under = deck.heading(slide, right, Text("决定之前需要知道", "To know before deciding"))
    deck.text(slide, under, [deck.word(text) for text in caveats], (19, 11), bullets=True)


def _today(shown: Text) -> Text:
    return Text(f"现行 {shown.zh}", f"today {shown.en}")


def _asked(deck: Deck, found: Proposal, head: figures.Headline) -> list[str]:
    budget = say.budget(head)
    asked = [
        Text(f"批准建议方案及其费用（{budget.zh}）", f"approve the proposed programme and its cost ({budget.en})"),
        Text("授权按建议条款向保险公司询价", "have insurers quote for the proposed terms"),
        Text("请主管税务机关、律师确认未核实之处", "have the open points confirmed by the tax office and counsel"),
    ]
    if found.rollout and found.rollout.pilot:
        people = found.rollout.pilot.people
        asked.insert(
            1, Text(f"先在 {people} 名员工中试点，再推广", f"begin with a pilot of {people} employees, then roll out")
        )
    return [deck.word(text) for text in asked]


def people_slide(deck: Deck, found: Proposal) -> None:
    """Who the people are, and what each kind of cover counts for them."""
    head, profile = figures.headline(found), found.needs.profile
    relatives = head.people - head.employees
    title = Text(
        f"我们有 {head.employees:,} 名员工和 {relatives:,} 名家属；最需要的保障是{figures.wanted(found)[0].name.zh}",
        f"{head.employees:,} employees and {relatives:,} relatives; most needed: {figures.wanted(found)[0].name.en}",
    )
    said = Text(
        "权重来自员工自己要承担的费用、问卷（如有）和市场，平均为 1。",
        "Weights come from what people have to bear, the questionnaire where there is one, and the market; mean 1.",
    )
    slide = deck.slide(title, said, [ROSTER, MODEL, *_survey(found)])
    left, right = BODY.columns(1, 1.15)
    ages = profile.employee_ages or (profile.breakdowns[0] if profile.breakdowns else None)
    top, bottom = left.rows(1.25, 1)
    if ages is not None:
        place = deck.heading(
            slide, top, ages.title if ages is not profile.employee_ages else Text("员工年龄", "Ages of employees")
        )
        counts = (Text("人数", "People"), [cell.people for cell in ages.cells], BLUE)
        alt = Text("各年龄段人数的柱形图", "Columns: people by age")
        bars(deck, slide, place, alt, [cell.name for cell in ages.cells], [counts], form="#,##0")
    place = deck.heading(slide, bottom, Text("从数据看到的", "What the data say"))
    deck.text(slide, place, _told(deck, found), (14, 9), bullets=True)
    wanted = figures.wanted(found)[:MOST_WEIGHTS]
    place = deck.heading(slide, right, Text("各类保障的权重（平均为 1）", "What each kind of cover counts (mean 1)"))
    weights = (Text("权重", "Weight"), [round(one.weight, 4) for one in wanted], BLUE)
    alt = Text("各类保障权重的条形图", "Bars: weights of the kinds of cover")
    bars(deck, slide, place, alt, [one.name for one in wanted], [weights], across=True, form=FACTOR)


def _told(deck: Deck, found: Proposal) -> list[str]:
    """The first finding of each kind: what people say and used before what follows from who they are."""
    first = {reason.about: reason for reason in reversed(found.needs.reasons)}
    kinds = [kind for kind in ("survey", "use", "gap", "family", "health", "age", "work", "sex") if kind in first]
    return [deck.word(first[kind].text) for kind in kinds[:MOST_REASONS]]


def _survey(found: Proposal) -> list[Text]:
    said = figures.stated(found)
    if said is None:
        return [Text("没有问卷：权重由数据推算", "no questionnaire: weights follow from the data")]
    n = said.respondents
    return [Text(f"员工问卷，{n} 人", f"questionnaire, {n} respondents")]


def gap_slide(deck: Deck, found: Proposal) -> None:
    """What basic insurance leaves, by city and age; what is left in a bad year under both programmes."""
    gaps = sorted(figures.gap_rows(found), key=lambda gap: -gap.people)[:MOST_GAPS]
    bad = figures.bad_years(found)
    worst = max(gaps, key=lambda gap: gap.bad.fen, default=None)
    title = Text("医保之后，坏年景仍要自己承担不少", "After basic insurance a bad year still leaves much to bear")
    if worst is not None:
        amount = say.money(worst.bad.fen)
        title = Text(
            f"医保之后，坏年景一人平均还要自己承担 {amount.zh}（{worst.name.zh}）",
            f"After basic insurance a bad year still leaves {amount.en} to bear ({worst.name.en})",
        )
    said = Text(
        "坏年景指最差的二十分之一的人年。右图含收入损失，是企业保障之后还剩多少。",
        "A bad year is one of the worst twentieth of person-years. The chart on the right counts lost pay too.",
    )
    slide = deck.slide(title, said, [MODEL, *_unverified(found)])
    left, right = BODY.columns(1.15, 1)
    foot = 34.0
    place = deck.heading(
        slide, left, Text("医保之后、没有公司保障（元/人·年）", "After basic insurance, without ours (yuan)")
    )
    if gaps:
        names = [gap.name for gap in gaps]
        mean = (Text("平均年份", "Mean year"), [gap.mean.fen / 100 for gap in gaps], GREY)
        worse = (Text("坏年景", "Bad year"), [gap.bad.fen / 100 for gap in gaps], BLUE)
        alt = Text("各城市、年龄自己承担的金额", "Bars: what people bear by city and age")
        bars(deck, slide, place._replace(height=place.height - foot), alt, names, [mean, worse], across=True)
        note = Text(
            f"列出人数最多的 {len(gaps)} 组。" + "".join(text.zh + "。" for text in _unverified(found)),
            f"The {len(gaps)} largest groups. " + " ".join(capital(text.en) + "." for text in _unverified(found)),
        )
        deck.text(slide, Box(left.left, left.below - foot + 4, left.width, foot - 4), [deck.word(note)], (11, 9))
    place = deck.heading(slide, right, Text("坏年景里每人自己承担（元）", "Borne in a bad year, each person (yuan)"))
    if bad:
        series = [
            (Text("没有公司保障", "without cover"), [one.uncovered / 100 for one in bad], GREY),
            (PRESENT, [one.present / 100 for one in bad], SERIES[2]),
            (PROPOSED, [one.proposed / 100 for one in bad], ORANGE),
        ]
        alt = Text("坏年景里每人自己承担：没有保障、现行、建议", "Columns: borne in a bad year")
        bars(deck, slide, place, alt, [one.name for one in bad], series)


def _unverified(found: Proposal) -> list[Text]:
    cities = list(dict.fromkeys(gap.city for gap in found.needs.gaps if gap.note is not None))
    if not cities:
        return []
    names = figures.joined(cities)
    return [
        Text(f"{names.zh}的医保待遇是占位参数，未经核实", f"basic schemes of {names.en} are placeholders, not verified")
    ]


def market_slide(deck: Deck, found: Proposal) -> None:
    """How usual each kind of cover is, with intervals, and who has it here."""
    rows = [row for row in figures.market_rows(found) if row.share is not None][:MOST_THEMES]
    lacking = [row for row in rows if row.present == NOBODY]
    title = Text("与市场相比：常见的保障我们都有", "Beside the market: what is usual we have")
    if lacking:
        p = say.share(lacking[0].share or 0.0)
        title = Text(
            f"与市场相比：{p} 的企业有{lacking[0].name.zh}，我们没有",
            f"Beside the market: {p} of firms have {lacking[0].name.en}; we do not",
        )
    said = Text(
        "市场数字说明什么常见，不说明什么正确；细线是 95% 区间，样本不大。",
        "The market says what is usual, not what is right; whiskers are 95% intervals of a small sample.",
    )
    market = next((row.market for row in found.proposed.benchmark.themes if row.market), None)
    slide = deck.slide(title, said, [Text(market.source, market.source)] if market else [])
    left, right = BODY.columns(1.2, 1)
    place = deck.heading(slide, left, Text("有该类保障的企业比例", "Firms that have each kind of cover"))
    if rows:
        values = [row.share for row in rows]
        below = [(row.share or 0) - (row.low or 0) for row in rows]
        above = [(row.high or 0) - (row.share or 0) for row in rows]
        series = [(Text("企业比例", "Firms"), values, SERIES[2])]
        alt = Text("市场比例及 95% 区间的条形图", "Bars: shares of firms with intervals")
        names = [_named(row) for row in rows]
        bars(deck, slide, place, alt, names, series, across=True, form=PERCENT, errors=(below, above))
    place = deck.heading(slide, right, Text("我们的位置", "Where we stand"))
    deck.text(slide, place, [deck.word(text) for text in _position(found, rows, lacking)], (17, 10), bullets=True)


def _position(
    found: Proposal, rows: Sequence[figures.MarketRow], lacking: Sequence[figures.MarketRow]
) -> Iterator[Text]:
    """How the programme is divided, what may be chosen, what is missing, and what the proposal changes."""
    own = found.present.benchmark
    yield own.division.sentence
    yield own.flexibility.sentence
    if lacking:
        names = figures.joined([row.name for row in lacking])
        yield Text(f"没有：{names.zh}", f"Missing: {names.en}")
    if new := [row.name for row in rows if row.changed]:
        names = figures.joined(new)
        yield Text(f"建议方案改变：{names.zh}", f"Changed by the proposal: {names.en}")
    yield Text("● 已有　○ 没有　* 图表读数不确定", "● we have it   ○ we have not   * uncertain reading of a chart")


def _named(row: figures.MarketRow) -> Text:
    mark = "○" if row.present == NOBODY else "●"
    star = "*" if row.uncertain else ""
    return Text(f"{mark} {row.name.zh}{star}", f"{mark} {row.name.en}{star}")
