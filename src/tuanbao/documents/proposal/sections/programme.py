"""The proposed programme (建议方案): tiers, every plan line by line, services, and what employees may buy."""

from collections.abc import Iterator

from tuanbao.design.needs.cells import cells_shown
from tuanbao.design.needs.population import Share
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import (
    Block,
    Page,
    Section,
    capitalised,
    note,
    paragraph,
    signed,
    sub,
    table,
    yuan,
)
from tuanbao.documents.proposal.sections.summary import intro
from tuanbao.documents.proposal.words import PROGRAMME
from tuanbao.language import Text


def programme(page: Page) -> Section:
    """Everything that changes with its reason, and what stays."""
    return Section(
        page(PROGRAMME),
        [
            intro(page),
            *_tiers(page),
            *[block for plan in figures.comparison(page.found) for block in _plan(page, plan)],
            *_services(page),
        ],
    )


def _tiers(page: Page) -> list[Block]:
    """Who is in which tier; new tiers are said to be new."""
    programme = page.found.plans.programme
    new = {tier.tier for tier in page.found.options.tiers}
    counts = {cell.name: cell.people for cell in _tier_cells(page)}
    titles = {plan.id: plan.title for plan in page.found.plans.plans}
    rows = []
    for tier in programme.tiers:
        name = figures.tier_name(page.found, tier.tier)
        own = tier.name.text if tier.name else Text(tier.tier, tier.tier)
        people = counts.get(own) or counts.get(Text(tier.tier, tier.tier))
        rows.append(
            (
                page(name) + (page.say("（新设）", " (new)") if tier.tier in new else ""),
                _when(page, tier.when),
                " + ".join(page(titles[plan]) for plan in tier.plan if plan in titles),
                "—" if people is None else f"{people:,}",
            )
        )
    head = [
        page.say("档次", "Tier"),
        page.say("对象", "Who"),
        page.say("方案", "Plan"),
        page.say("员工人数", "Employees"),
    ]
    return table(head, rows, numbers=(3,), widths=(1, 1.4, 1.4, None))


def _tier_cells(page: Page) -> tuple[Share, ...]:
    found = page.found.needs.profile.by("tier")
    return found.cells if found else ()


def _when(page: Page, when: object) -> str:
    if not isinstance(when, dict) or not when:
        return page.say("其余员工", "the other employees")
    titles = {one.key: page(one.title) for one in page.found.needs.profile.breakdowns}
    parts = ((titles.get(column, column), page.joined(map(str, words))) for column, words in when.items())
    return page.say("；", "; ").join(page.say(f"{column}：{named}", f"{column}: {named}") for column, named in parts)


def _plan(page: Page, plan: figures.PlanComparison) -> Iterator[Block]:
    people = page.say(f"{plan.people:,} 人", f"{plan.people:,} people")
    if not cells_shown(plan.people):
        people = page.say("人数很少", "few people")
    yield sub(page.say(f"{page(plan.title)}（{people}）", f"{page(plan.title)}, {people}"))
    if plan.changes:
        yield _changes(page, plan.changes)
    else:
        yield paragraph(page.say("条款全部不变。", "Nothing changes."))
    if plan.unchanged:
        kept = [(page(one.benefit), page(one.summary)) for one in plan.unchanged]
        yield from table([page.say("不变的责任", "Unchanged"), page.say("内容", "What it says")], kept, widths=(0.3, 1))


def _changes(page: Page, changes: tuple[figures.LeverChange, ...]) -> Block:
    """A table of which each row has its reason below it."""
    return {
        "kind": "changes",
        "head": [
            page.say("条款", "Term"),
            page.say("现行", "Today"),
            page.say("建议", "Proposed"),
            page.say("企业成本（元）", "Company (yuan)"),
            page.say("价值（元）", "Value (yuan)"),
        ],
        "rows": [
            {
                "terms": [[_label(page, one, term), *_both(page, term)] for term in one.terms]
                or [[capitalised(page(text)) for text in (one.what, one.before, one.after)]],
                "company": signed(one.company),
                "value": signed(one.value),
                "reason": capitalised(page(one.reason)),
                "up": one.strengthens,
            }
            for one in changes
        ],
    }


def _label(page: Page, one: figures.LeverChange, term: figures.TermChange) -> str:
    return page.say(
        f"{page(term.benefit)}：{page(term.label)}",
        f"{page(term.benefit)}: {term.label.en[:1].lower()}{term.label.en[1:]}",
    )


def _both(page: Page, term: figures.TermChange) -> list[str]:
    """Before and after; where both begin with the same line, that line goes."""
    before, after = page(term.before).split("\n"), page(term.after).split("\n")
    if len(before) > 1 and len(after) > 1 and before[0] == after[0]:
        before, after = before[1:], after[1:]
    return [capitalised("\n".join(lines)) for lines in (before, after)]


def _services(page: Page) -> Iterator[Block]:
    changed, kept = figures.service_changes(page.found), figures.services_kept(page.found)
    if not changed and not kept:
        return
    yield sub(page.say("体检与其他服务", "Check-ups and other services"))
    rows = [
        (page(one.where), page(one.what), page(one.before), page(one.after), signed(one.company), page(one.reason))
        for one in changed
    ]
    rows += [(page(where), page(what), page(cost), page(cost), "0", page.say("不变", "unchanged"))
             for where, what, cost in kept]  # fmt: skip
    head = [
        page.say("对象", "Who"),
        page.say("服务", "Service"),
        page.say("现行", "Today"),
        page.say("建议", "Proposed"),
        page.say("企业成本（元）", "Company (yuan)"),
        page.say("理由", "Reason"),
    ]
    yield note(
        page.say(
            "服务不经理算，每花 1 元值多少由设计选项给定；公司若更看重某项服务，应调高后重新测算。",
            "Services are not adjudicated: what a yuan spent on them is worth is stated in the options."
            " Where the"
            " company values a service more, raise it and design again.",
        )
    )
    yield from table(head, rows, numbers=(4,), widths=(1, 0.95, 0.9, 0.9, None, 1.4))


def upgrades(page: Page) -> Section | None:
    """What employees may buy at their own cost. None where nothing is offered."""
    rows, dropped = figures.upgrade_rows(page.found), figures.options_dropped(page.found)
    if not rows and not dropped:
        return None
    head = [
        page.say("方案", "Plan"),
        page.say("可自选的升级", "What may be bought"),
        page.say("每人每年（元）", "A head and year (yuan)"),
    ]
    blocks: list[Block] = []
    if rows:
        blocks += [
            paragraph(
                page.say(
                    "企业负担之外，员工可以自费选择下列升级，企业成本不变。",
                    "Beyond what the company pays, employees may buy these themselves; the company's cost stays.",
                )
            ),
            *table(
                head,
                [(page(r.title), page(r.name), yuan(r.per_head)) for r in rows],
                numbers=(2,),
                widths=(1, 1.4, None),
            ),
            note(
                page.say(
                    "价格按全员参加计；若只有预计会用到的人购买，价格会更高，投保前应与保险公司约定参加人数的下限。",
                    "Prices hold if everybody buys. Where only those buy who expect to use it, it costs more: agree on"
                    " a least number of buyers with the insurer.",
                )
            ),
        ]
    if dropped:
        named = page.joined(page(name) for name in dropped)
        blocks.append(
            paragraph(
                page.say(
                    f"现行可选、建议方案没有再列出的可选方案：{named}。如要保留，应写回方案文件并重新核价。",
                    f"May be chosen today and is not in the proposal: {named}. To keep it, put it back into the plans"
                    " and"
                    " price it again.",
                )
            )
        )
    return Section(page.say("员工可自选的升级", "What employees may buy"), blocks)
