"""The proposal that management reads, as a PDF (方案建议书)."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents import typesetting
from tuanbao.documents.charts import svg
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.charts import charts
from tuanbao.documents.proposal.sections.appendix import assumptions, schedules
from tuanbao.documents.proposal.sections.bad_year import bad_year
from tuanbao.documents.proposal.sections.law import law
from tuanbao.documents.proposal.sections.market import market
from tuanbao.documents.proposal.sections.money import frontier, money
from tuanbao.documents.proposal.sections.page import Page, Section, capitalised
from tuanbao.documents.proposal.sections.people import gap, needs
from tuanbao.documents.proposal.sections.price import price
from tuanbao.documents.proposal.sections.programme import programme, upgrades
from tuanbao.documents.proposal.sections.proof import proof
from tuanbao.documents.proposal.sections.rollout import risks, rollout
from tuanbao.documents.proposal.sections.summary import summary
from tuanbao.language import Language, Text

BODY = (needs, gap, market, programme, money, frontier, proof, price, bad_year, upgrades, law, risks, rollout)
"""The numbered sections in their order; one that has nothing to say is left out."""


def write_proposal(
    path: Path, found: Proposal, language: Language, *, company: str | None = None, note: Text | None = None
) -> None:
    """The proposal as a PDF: a page to decide on, the sections, schedules of benefits and assumptions.

    ``company`` stands above and ``note`` below every page. No figure on health stands for fewer than ten people. Raises
    TypesettingError where a character of a name has no glyph.
    """
    page = page_of(found, language)
    images = {f"{name}.svg": svg(chart, language) for name, chart in page.charts.items()}
    data = document(page, company=company, note=note)
    typesetting.write_pdf(path, source(), data=data, images=images)


def page_of(found: Proposal, language: Language) -> Page:
    """A proposal with its charts, ready to be written in one language."""
    return Page(found, language, charts(found))


def source() -> str:
    """The Typst source that prints what `document` gives."""
    return files(__package__).joinpath("document.typ").read_text(encoding="utf-8")


def document(page: Page, *, company: str | None = None, note: Text | None = None) -> dict[str, Any]:
    """The texts of the document in their order, as the source expects them."""
    return {
        "language": page.language,
        "title": page(words.TITLE),
        "subtitle": _subtitle(page),
        "company": company,
        "note": page(note or words.FOOTER),
        "sections": [
            {"heading": section.heading, "blocks": section.blocks, "apart": section.apart}
            for section in _sections(page)
        ],
    }


def _sections(page: Page) -> Iterator[Section]:
    yield summary(page)
    made = [section for write in BODY if (section := write(page)) is not None]
    for number, section in enumerate(made, 1):
        yield Section(f"{number}. {section.heading}", section.blocks, section.apart)
    yield schedules(page)
    yield assumptions(page)


def _subtitle(page: Page) -> str:
    """The design's name and the year of the plans."""
    options, (first, last) = page.found.options, page.found.proposed.group.period
    name = [page(options.name.text)] if options.name else []
    year = page.say(f"保险期间 {first} 至 {last}", f"period {first} to {last}")
    return capitalised(page.say("，", ", ").join([*name, year]))
