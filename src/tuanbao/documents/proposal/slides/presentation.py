"""A proposal as slides (方案汇报幻灯片): what a board sits through, with native charts and speaker notes."""

from pathlib import Path

from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal.slides import case, doing, price, programme
from tuanbao.documents.proposal.slides.appendix import appendix
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.words import TITLE
from tuanbao.language import Language, Text


def write_slides(
    path: Path, proposal: Proposal, language: Language = "zh", *, company: str | None = None, note: Text | None = None
) -> None:
    """The slides of a proposal, 16:9; ``company`` and ``note`` stand on the first. Nobody's name or illness is in them.

    Raises TypesettingError where the fonts, by which text is measured, are not installed.
    """
    deck = Deck.new(language, " · ".join(part for part in (company, TITLE.to(language)) if part))
    case.title_slide(deck, proposal, company, note)
    case.decision_slide(deck, proposal)
    case.people_slide(deck, proposal)
    case.gap_slide(deck, proposal)
    case.market_slide(deck, proposal)
    programme.programme_slide(deck, proposal)
    programme.changes_slide(deck, proposal)
    programme.money_slide(deck, proposal)
    programme.frontier_slide(deck, proposal)
    price.proof_slide(deck, proposal)
    price.price_slide(deck, proposal)
    doing.law_slide(deck, proposal)
    doing.rollout_slide(deck, proposal)
    doing.risk_slide(deck, proposal)
    appendix(deck, proposal)
    deck.file.save(path)
