"""Present and proposed terms beside each other, line by line (条款逐项对照): what changed, what it costs, and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates
from tuanbao.design.explaining.reasons import Reason
from tuanbao.design.options.model import Service
from tuanbao.design.proposal import Proposal
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan
from tuanbao.plan import Plan
from tuanbao.plan.patching import patched_plans
from tuanbao.plan.wording import Schedule, Section, schedule

INCLUDED, NOT_INCLUDED, NONE = Text("有", "included"), Text("无", "not included"), Text("无", "none")


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term of one benefit that reads differently."""

    benefit: Text
    label: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class LeverChange:
    """One change with every term that it moves; fen a year of the people whom it concerns."""

    group: str
    """Key of the block or service."""
    where: Text
    """Tier, or plan where several tiers have it."""
    what: Text
    before: Text
    after: Text
    """In short; the terms in full are in ``terms``."""
    terms: tuple[TermChange, ...]
    company: int
    price: int
    """Change of the premium."""
    value: int
    reason: Text
    strengthens: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A benefit of the proposed plan that reads as today."""

    plan: str
    benefit: Text
    summary: Text


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """One plan: its changes, and its benefits that stay."""

    plan: str
    title: Text
    tiers: tuple[Text, ...]
    """Whose employees have it; none where it is the family's."""
    people: int
    changes: tuple[LeverChange, ...]
    unchanged: tuple[Unchanged, ...]


def tier_name(found: Proposal, tier: str) -> Text:
    """A tier's name; where it has none, that of the last of its plans, the one that tells it from the others."""
    tiers = found.plans.programme.tiers
    own = next((each for each in tiers if each.tier == tier), None)
    if own is None:
        return Text(tier, tier) if tier else Text("全体", "everybody")
    if own.name is not None:
        return own.name.text
    titles = {plan.id: plan.title for plan in found.plans.plans}
    alone = [each.plan[-1] for each in tiers].count(own.plan[-1]) == 1
    return titles.get(own.plan[-1], Text(tier, tier)) if alone else Text(tier, tier)


def group_name(found: Proposal, key: str) -> Text:
    """Who a block or service is for: the tier, or the plan where a block is not of one tier."""
    for block in found.blocks:
        if block.key == key:
            return tier_name(found, block.tier) if block.tier and block.block.employees else block.block.title
    return tier_name(found, next(each.tier for each in found.services if each.key == key))


def changes(found: Proposal) -> tuple[LeverChange, ...]:
    """Every change in the order of the reasons: blocks as they are listed, then services."""
    blocks = {own.key: own for own in found.blocks}
    return tuple(_change(found, reason, blocks.get(reason.step.group)) for reason in found.reasons)


def comparison(found: Proposal) -> tuple[PlanComparison, ...]:
    """Every plan that somebody has, present and proposed; changes of who pays stand with the plan they concern."""
    every, made = changes(found), []
    for block in found.blocks:
        own = [one for one in every if one.group == block.key]
        for number, plan in enumerate(block.block.plans):
            concerned = [one for one in own if _plan_of(found, block, one, number) == plan.id]
            made.append(_of_plan(found, block, plan, concerned))
    return tuple(made)


def service_changes(found: Proposal) -> tuple[LeverChange, ...]:
    """What changes in services."""
    keys = {own.key for own in found.services}
    return tuple(one for one in changes(found) if one.group in keys)


def services_kept(found: Proposal) -> tuple[tuple[Text, Text, Text], ...]:
    """Services that are paid for today and stay: whose, what, at what cost."""
    kept = [own for own in found.services if not found.solution.chosen[own.key] and own.cost[0] > 0]
    return tuple((tier_name(found, own.tier), service_name(own.service), _cost(own)) for own in kept)


def schedules(found: Proposal) -> tuple[Schedule, ...]:
    """The schedule of benefits of every proposed plan that somebody has."""
    held = {plan.id for own in found.blocks for plan in own.block.plans}
    return tuple(schedule(plan) for plan in found.plans.plans if plan.id in held)


def reworded(before: Plan, after: Plan) -> tuple[TermChange, ...]:
    """Every term of the schedule of benefits that reads differently, in the order of the benefits."""
    old, new = _sections(before), _sections(after)
    found = []
    for benefit in {**old, **new}:
        if benefit not in new:
            found.append(TermChange(old[benefit].title, Text("责任", "Benefit"), INCLUDED, NOT_INCLUDED))
        elif benefit not in old:
            section = new[benefit]
            found.append(TermChange(section.title, Text("责任", "Benefit"), NOT_INCLUDED, section.summary or INCLUDED))
        else:
            found += _rows_changed(old[benefit], new[benefit])
    return tuple(found)


def _change(found: Proposal, reason: Reason, block: BlockCandidates | None) -> LeverChange:
    step = reason.step
    terms = _terms(found, reason, block) if block is not None and step.benefits else ()
    short = terms[0] if terms and len({(one.before, one.after) for one in terms}) == 1 else None
    lines = short is None or "\n" in short.before.zh + short.after.zh
    return LeverChange(
        group=step.group,
        where=group_name(found, step.group),
        what=_what(found, reason),
        before=step.before if lines or short is None else short.before,
        after=step.after if lines or short is None else short.after,
        terms=terms,
        company=round(step.company),
        price=round(step.price),
        value=round(step.value),
        reason=reason.text,
        strengthens=step.strengthens,
    )


def _what(found: Proposal, reason: Reason) -> Text:
    return next((service_name(own.service) for own in found.services if own.key == reason.step.group), reason.step.what)


def _terms(found: Proposal, reason: Reason, block: BlockCandidates) -> tuple[TermChange, ...]:
    """What the lever's setting, alone, rewrites in the plan as it is today."""
    grid = block.offers.grid
    chosen = grid.turns[int(block.offers.row[found.solution.chosen[block.key]])]
    for lever, turn in zip(grid.designs.levers, chosen, strict=True):
        if turn and lever.name == reason.step.what and lever.plan == reason.step.benefits[0][0]:
            plan = next(each for each in block.block.plans if each.id == lever.plan)
            return reworded(plan, patched_plans(plan, [lever.turns[turn].patch])[0])
    return ()


def _plan_of(found: Proposal, block: BlockCandidates, one: LeverChange, number: int) -> str:
    """The plan that a change concerns; who pays concerns the first of a block."""
    for reason in found.reasons:
        step = reason.step
        if step.group == one.group and step.what == one.what and step.benefits:
            return step.benefits[0][0]
    return block.block.plans[0].id if number == 0 else ""


def _of_plan(found: Proposal, block: BlockCandidates, plan: Plan, own: Sequence[LeverChange]) -> PlanComparison:
    proposed = next((each for each in found.plans.plans if each.id == plan.id), plan)
    touched = {term.benefit for one in own for term in one.terms}
    kept = [
        Unchanged(plan.id, section.title, section.summary or Text("", ""))
        for section in schedule(proposed).sections
        if section.title not in touched
    ]
    tiers = tuple(tier_name(found, tier) for tier in block.block.tiers) if block.block.employees else ()
    return PlanComparison(plan.id, plan.title, tiers, len(block.block), tuple(own), tuple(kept))


def _sections(plan: Plan) -> dict[str, Section]:
    """By the id of the benefit, which begins the clauses of its rows."""
    return {section.rows[0].clause.partition(".")[0]: section for section in schedule(plan).sections if section.rows}


def _rows_changed(old: Section, new: Section) -> Iterator[TermChange]:
    before, after = (_by_place(section) for section in (old, new))
    for place in {**before, **after}:
        a, b = before.get(place), after.get(place)
        if a != b:
            label = (b or a or (NONE, NONE))[0]
            yield TermChange(new.title, label, a[1] if a else NONE, b[1] if b else NONE)


def _by_place(section: Section) -> dict[tuple[str, int], tuple[Text, Text]]:
    """Label and value by subject and how many came before of it: a deductible of a year answers one of a bill."""
    seen: Counter[str] = Counter()
    found = {}
    for row in section.rows:
        subject = ".".join(row.clause.split("[")[0].split(".")[:2])
        found[subject, seen[subject]] = row.label, row.value
        seen[subject] += 1
    return found


def service_name(service: Service) -> Text:
    """Its name; in a language in which it has none, that of its theme."""
    name, theme = service.name, THEMES[service.theme]
    return Text(name.zh or theme.zh, name.en or theme.en) if name else theme


def _cost(own: ServiceCandidates) -> Text:
    """What is paid today."""
    if own.service.per_head is not None:
        amount = format_yuan(own.service.per_head[own.option[0]]).removesuffix(".00")
        return Text(f"每人每年 {amount} 元", f"{amount} yuan a head")
    share = format_percent((own.service.of_pay or ())[own.option[0]])
    return Text(f"工资的 {share}", f"{share} of pay")
