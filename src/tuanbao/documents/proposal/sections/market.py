"""The programme beside the market (市场对标): shares of firms with their intervals, the uncertain ones marked."""

from tuanbao.design.proposal import Side
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    bullets,
    capitalised,
    note,
    paragraph,
    percent,
)
from tuanbao.documents.proposal.words import NOBODY, UNCERTAIN_MARK
from tuanbao.language import Text


def market(page: Page) -> Section | None:
    """None where the market has no figure and nobody has anything."""
    rows = figures.market_rows(page.found)
    if not rows:
        return None
    missing = [row for row in rows if row.share is not None and row.proposed == NOBODY]
    blocks: list[Block] = [
        paragraph(
            page.say(
                "市场数字是“有这类保障的企业占多少”，只说明什么常见，不说明什么合适。横条是 95% 区间。",
                "Market figures are shares of firms that have a kind of cover: they say what is usual, not what is"
                " right."
                " Bars are 95% intervals.",
            )
        ),
        {"kind": "intervals", "head": _head(page), "rows": [_row(page, row) for row in rows]},
    ]
    if any(row.uncertain for row in rows):
        blocks.append(note(page(UNCERTAIN_MARK)))
    if missing:
        named = page.joined(page(row.name) for row in missing[:3])
        usual = percent(missing[0].share or 0.0, 0)
        blocks.append(
            paragraph(
                page.say(
                    f"建议方案没有而同行较常见的是{named}（最常见的一类有 {usual} 的企业有）；"
                    "本次可调条款未包括它们，可在"
                    "设计选项中加入后重新测算。",
                    f"Usual in the industry and not in the proposal: {named} (the most usual one is had by {usual} of"
                    " firms). They were not among the terms that may change; add them to the options to have them"
                    " weighed.",
                )
            )
        )
    blocks += bullets(page(sentence) for sentence in _sentences(page.found.proposed))
    blocks += [note(page(text)) for text in page.found.proposed.benchmark.notes[:2]]
    return Section(page.say("现行方案与市场", "The programme beside the market"), blocks)


def _head(page: Page) -> list[str]:
    return [
        page.say("保障", "Cover"),
        page.say("企业比例", "Firms"),
        "",
        page.say("区间", "Interval"),
        page.say("现行方案", "Today"),
        page.say("建议方案", "Proposed"),
    ]


def _row(page: Page, row: figures.MarketRow) -> dict[str, object]:
    known = row.share is not None
    return {
        "name": capitalised(page(row.name)) + ("*" if row.uncertain else ""),
        "share": row.share,
        "low": row.low,
        "high": row.high,
        "uncertain": row.uncertain,
        "shown": percent(row.share or 0.0, 0) if known else page.say("无数据", "no figure"),
        "interval": f"{percent(row.low or 0.0, 0)}–{percent(row.high or 0.0, 0)}" if known else "",
        "present": capitalised(page(row.present)),
        "proposed": capitalised(page(row.proposed)),
        "changed": row.changed,
    }


def _sentences(side: Side) -> list[Text]:
    """How employees are divided, and what may be chosen."""
    return [side.benchmark.division.sentence, side.benchmark.flexibility.sentence]
