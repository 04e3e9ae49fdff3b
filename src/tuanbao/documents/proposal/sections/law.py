"""May it be done, and what does it cost after tax (合规与税后成本)."""

from collections.abc import Iterator, Sequence

from tuanbao.design.law.rules import SEVERITIES
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    bullets,
    note,
    paragraph,
    signed,
    sub,
    table,
    yuan,
)
from tuanbao.documents.proposal.words import LAW, confidence


def law(page: Page) -> Section:
    """Findings by severity, what could not be checked, then tax on both sides."""
    report = page.found.proposed.report
    counts = {severity: sum(one.severity == severity for one in report.findings) for severity in SEVERITIES}
    said = page.say(
        f"核对了 {len(report.checked)} 条规定：违规 {counts['breach']} 处，风险 {counts['warning']} 处，提示 "
        f"{counts['note']} 处；另有 {len(report.unchecked)} 条因资料不全未能核对。",
        f"{len(report.checked)} rules were checked. Breaches: {counts['breach']}, warnings: {counts['warning']}, notes:"
        f" {counts['note']}. {len(report.unchecked)} rules could not be checked for want of facts.",
    )
    mended = figures.resolved(page.found)
    return Section(
        page(LAW),
        [
            paragraph(said),
            *([paragraph(_mended(page, page.joined(page.each(mended))))] if mended else []),
            *_findings(page),
            *_unchecked(page),
            *_tax(page),
        ],
    )


def _mended(page: Page, named: str) -> str:
    return page.say(
        f"现行方案的违规，建议方案已消除：{named}。", f"Breaches of today that the proposal mends: {named}."
    )


def _findings(page: Page) -> list[Block]:
    rows = [
        (
            page(SEVERITIES[row.severity]) + (page.say("（新）", " (new)") if row.new else ""),
            page(row.sentence) + _more(page, row.more),
            row.source,
            page(confidence(row.confidence)),
        )
        for row in figures.law_rows(page.found)
    ]
    head = [
        page.say("性质", "Kind"),
        page.say("发现与做法", "What was found and what to do"),
        page.say("依据", "Source"),
        page.say("可信度", "Sure"),
    ]
    return table(head, rows, widths=(0.5, 2.6, 1.3, 0.55), whole=False)


def _more(page: Page, more: int) -> str:
    return page.say(f"（另有 {more} 处相同）", f" ({more} more of the kind)") if more else ""


def _unchecked(page: Page) -> Iterator[Block]:
    """By what is missing, so that it can be asked for."""
    missing: dict[str, list[str]] = {}
    for title, why in figures.unchecked(page.found):
        missing.setdefault(page(why), []).append(page(title))
    if missing:
        yield sub(page.say("未能核对的规定，以及缺什么", "Rules that could not be checked, and what is missing"))
        head = [page.say("缺什么", "What is missing"), page.say("因此未核对", "So not checked")]
        yield from table(head, [(why, page.joined(titles)) for why, titles in missing.items()], widths=(1, 1.4))


def _tax(page: Page) -> Iterator[Block]:
    yield sub(page.say("税后：企业", "After tax: the company"))
    yield from _tax_table(page, figures.company_tax_rows(page.found))
    own = figures.employee_tax_rows(page.found)
    yield sub(page.say("税后：员工", "After tax: employees"))
    if own:
        yield from _tax_table(page, own)
    else:
        yield paragraph(
            page.say(
                "人员表没有月薪（或不足 10 人有月薪），员工的个人所得税未计算。",
                "The roster has no salaries, or of fewer than ten people: the employees' income tax was not computed.",
            )
        )
    suggestions = page.found.proposed.after_tax.suggestions
    if suggestions:
        yield sub(page.say("同样的钱可以怎样少缴税", "How the same money could go further"))
        yield from bullets(page(one.sentence) for one in suggestions)
    for text in figures.tax_notes(page.found):
        yield note(page(text))


def _tax_table(page: Page, rows: Sequence[figures.TaxRow]) -> list[Block]:
    cells = [
        (
            page(row.name),
            *("—" if fen is None else yuan(fen) for fen in (row.present, row.proposed)),
            "—" if row.present is None or row.proposed is None else signed(row.proposed - row.present),
        )
        for row in rows
    ]
    head = [
        page.say("一年（元）", "A year (yuan)"),
        page.say("现行", "Today"),
        page.say("建议", "Proposed"),
        page.say("变化", "Change"),
    ]
    strong = [at for at, row in enumerate(rows) if row.strong]
    return table(head, cells, numbers=(1, 2, 3), widths=(1, None, None, None), strong=strong)
