"""The appendix of the slides (附录): all changes, prices, market, findings and assumptions, for questions."""

from collections.abc import Sequence

from tuanbao.design.law.rules import SEVERITIES
from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.doing import ASSUMED, assumed_rows, finding, in_yuan
from tuanbao.documents.proposal.slides.programme import CHANGE, change_rows
from tuanbao.documents.proposal.slides.tables import Cell, Head, Row
from tuanbao.language import Text


def appendix(deck: Deck, found: Proposal) -> None:
    """All changes, the premium by benefit, what employees may buy, all findings of law, all assumptions."""
    name = Text("附录：", "Appendix: ")
    said = Text("供提问时查阅。", "For questions.")

    def part(zh: str, en: str, heads: Sequence[Head], rows: Sequence[Row]) -> None:
        if rows:
            deck.tables(Text(name.zh + zh, name.en + en), said, [], heads, rows)

    part("全部变化与理由", "all changes and why", CHANGE, change_rows(deck, figures.changes(found)))
    part("各责任的保费（元）", "premium by benefit (yuan)", BENEFIT, _benefits(deck, found))
    part("市场对标", "beside the market", MARKET, _market(deck, found))
    part("员工可自费升级", "what employees may buy", UPGRADE, _upgrades(deck, found))
    part("合规核对的全部结果", "all findings of law", LAW_ROW, _findings(deck, found))
    part("未能核对的规定", "rules that could not be checked", UNCHECKED, _unchecked(deck, found))
    part("本方案的假设", "assumptions", ASSUMED, assumed_rows(deck, figures.assumptions(found)))


BENEFIT = (
    Head(Text("方案", "Plan"), 1.4),
    Head(Text("责任", "Benefit"), 1.2),
    Head(Text("现行", "Present"), 0.8, number=True),
    Head(Text("建议", "Proposed"), 0.8, number=True),
    Head(Text("预期赔付", "Expected claims"), 0.8, number=True),
)
MARKET = (
    Head(Text("保障类别", "Theme"), 1.2),
    Head(Text("企业比例", "Firms"), 0.6, number=True),
    Head(Text("95% 区间", "95% interval"), 0.8, number=True),
    Head(Text("样本", "Sample"), 0.6, number=True),
    Head(Text("现行方案", "Present"), 1.6),
    Head(Text("建议方案", "Proposed"), 1.6),
)
UPGRADE = (
    Head(Text("方案", "Plan"), 1.2),
    Head(Text("升级", "Upgrade"), 2),
    Head(Text("每人每年（元）", "A head and year (yuan)"), 0.8, number=True),
)
LAW_ROW = (
    Head(Text("程度", "Severity"), 0.6),
    Head(Text("规则", "Rule"), 1.3),
    Head(Text("结果", "Finding"), 3.4),
    Head(Text("依据", "Source"), 1.5),
)
UNCHECKED = (Head(Text("规则", "Rule"), 1.2), Head(Text("为什么没有核对", "Why not"), 2))


def _benefits(deck: Deck, found: Proposal) -> list[Row]:
    rows = figures.benefit_rows(found)
    made: list[Row] = [
        [
            deck.word(row.plan),
            deck.word(row.benefit),
            in_yuan(row.present, False),
            in_yuan(row.premium, False),
            in_yuan(None if row.expected is None else round(row.expected), False),
        ]
        for row in rows
    ]
    sums = (found.present.premium, found.proposed.premium, round(sum(row.expected or 0 for row in rows)))
    total = deck.word(Text("合计", "Total"))
    return [*made, [Cell(total, strong=True), "", *(in_yuan(fen, True) for fen in sums)]]


def _market(deck: Deck, found: Proposal) -> list[Row]:
    """Themes without a market figure have dashes."""
    rows: list[Row] = []
    for row in figures.market_rows(found):
        known = row.share is not None and row.low is not None and row.high is not None
        shown = [f"{row.share:.0%}", f"{row.low:.0%}–{row.high:.0%}", f"{row.n}"] if known else ["—", "—", "—"]
        rows.append([deck.word(row.name), *shown, deck.word(row.present), deck.word(row.proposed)])
    return rows


def _upgrades(deck: Deck, found: Proposal) -> list[Row]:
    return [[deck.word(r.title), deck.word(r.name), f"{r.per_head / 100:,.2f}"] for r in figures.upgrade_rows(found)]


def _findings(deck: Deck, found: Proposal) -> list[Row]:
    return [
        [deck.word(SEVERITIES[row.severity]), deck.word(row.title), finding(deck, row), row.source]
        for row in figures.law_rows(found)
    ]


def _unchecked(deck: Deck, found: Proposal) -> list[Row]:
    return [[deck.word(rule), deck.word(why)] for rule, why in figures.unchecked(found)]
