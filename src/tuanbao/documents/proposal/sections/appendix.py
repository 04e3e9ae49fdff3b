"""The appendices (附录): schedules of benefits, assumptions with how sure they are, and everything that was noted."""

from collections.abc import Iterator

from tuanbao.documents import schedule_pdf
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import Block, Page, Section, note, paragraph, sub, table
from tuanbao.documents.proposal.words import ASSUMPTIONS, SCHEDULES, confidence


def schedules(page: Page) -> Section:
    """Every proposed plan in full, and the words it uses."""
    shown = figures.schedules(page.found)
    data = schedule_pdf.document(shown, page.language)
    blocks: list[Block] = [
        paragraph(
            page.say(
                "下表是建议方案的全部条款。投保时以保险合同为准。",
                "These are all terms of the proposed plans. The insurer's contract governs.",
            )
        )
    ]
    blocks += [{"kind": "schedule", **one} for one in data["schedules"]]
    if data["glossary"]:
        blocks.append({"kind": "glossary", "title": data["glossary_title"], "terms": data["glossary"]})
    return Section(page(SCHEDULES), blocks, apart=True)


def assumptions(page: Page) -> Section:
    """By subject, then notes."""
    return Section(page(ASSUMPTIONS), [*_tables(page), *_notes(page)], apart=True)


def _tables(page: Page) -> Iterator[Block]:
    every = figures.assumptions(page.found)
    head = [
        page.say("假设", "Assumption"),
        page.say("取值", "Value"),
        page.say("来源", "Source"),
        page.say("可信度", "Sure"),
    ]
    for subject in dict.fromkeys(one.subject for one in every):
        own = [one for one in every if one.subject == subject]
        yield sub(page(subject))
        rows = [(page(one.name), page(one.value), page(one.source), page(confidence(one.confidence))) for one in own]
        if any(row[2] for row in rows):
            yield from table(head, rows, widths=(1.1, 1.6, 1.1, None))
        else:
            yield from table([head[0], head[1], head[3]], [(a, b, d) for a, b, _, d in rows], widths=(0.6, 2.6, None))


def _notes(page: Page) -> Iterator[Block]:
    found = figures.notes(page.found)
    if found:
        yield sub(page.say("其他提示", "Other notes"))
        yield {"kind": "bullets", "items": [page(text) for text in found], "small": True}
    yield note(
        page.say(
            "模型的全部参数、逐条来源和每一种组合的结果见随附工作簿。",
            "All parameters of the model with their sources, and the result of every combination, are in the workbook.",
        )
    )
