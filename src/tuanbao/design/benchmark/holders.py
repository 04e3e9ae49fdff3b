"""Who has which plans (谁享有哪些方案): by the rules of a programme, and by what the people's rows say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tuanbao.adjudication.intake import named_plans
from tuanbao.adjudication.population import chain_of
from tuanbao.design.themes import THEMES, theme_of
from tuanbao.plan import DailyAllowance, LumpSum, Plan, Programme, Reimbursement
from tuanbao.plan.programme import Tier
from tuanbao.pricing.group import EVERYBODY, Group

_ORDINARY = {
    **dict.fromkeys(("outpatient", "emergency"), "outpatient"),
    **dict.fromkeys(("dental", "vision"), "dental_vision"),
    **{care: care for care in ("inpatient", "maternity", "checkup")},
}


@dataclass(frozen=True, slots=True)
class Holders:
    """People of one relation who have the same plans together."""

    tiers: tuple[str, ...]
    relation: str
    plans: tuple[Plan, ...]
    choices: tuple[Plan, ...] = ()
    """Variants of these plans that they may choose."""

    @property
    def themes(self) -> frozenset[str]:
        return _themes(self.plans, self.relation)

    @property
    def themes_by_choice(self) -> frozenset[str]:
        """Themes that only a variant has."""
        return _themes(self.choices, self.relation) - self.themes


def holders_of(programme: Programme | None, plans: Sequence[Plan]) -> tuple[Holders, ...]:
    """By the rules: a row for each tier of employees and each rule for dependants, in their order.

    Without a programme everybody has the first plan.
    """
    known = named_plans(plans)
    if programme is None:
        return (Holders((EVERYBODY,), "employee", (plans[0],)),)
    tiers = tuple(tier.tier for tier in programme.tiers)
    of_tiers = [_holders(known, programme, (tier.tier,), "employee", tier.plan) for tier in programme.tiers]
    of_rules = [_holders(known, programme, r.tiers or tiers, r.relation, r.plan) for r in programme.dependants]
    return (*of_tiers, *of_rules)


def holders_in(group: Group) -> tuple[Holders, ...]:
    """By the rules of the group's programme, if it has one, and by the plans that its people really have."""
    known, ruled = named_plans(group.plans), own_programme(group)
    found = list(holders_of(ruled, group.plans)) if ruled else []
    have = {(holders.tiers, holders.relation, tuple(plan.id for plan in holders.plans)) for holders in found}
    for tier, relation, plan in _stated(group):
        names = chain_of(plan)
        if not any(tier in t and (relation, names) == (r, n) for t, r, n in have):
            found.append(Holders((tier,), relation, tuple(known[name] for name in names)))
    return tuple(found)


def own_programme(group: Group) -> Programme | None:
    """The programme of a group; None where people have the plans that their rows state."""
    programme = group.assignment.programme
    return None if programme.programme == EVERYBODY and programme.plans == ("-",) else programme


def tier_titles(programme: Programme | None) -> dict[str, Tier]:
    return {tier.tier: tier for tier in programme.tiers} if programme else {}


def _holders(
    known: Mapping[str, Plan], programme: Programme, tiers: tuple[str, ...], relation: str, names: Sequence[str]
) -> Holders:
    variants = programme.choice.variants if programme.choice else {}
    choices = [known[f"{name}:{variant}"] for name in names for variant in variants.get(name, ())]
    return Holders(tiers, relation, tuple(known[name] for name in names), tuple(choices))


def _stated(group: Group) -> Iterator[tuple[str, str, str]]:
    """Tier, relation and plans of the people, each once, in the order of the table."""
    rows = group.members.select(["tier", "relation", "plan"]).to_pydict()
    yield from dict.fromkeys(zip(rows["tier"], rows["relation"], rows["plan"], strict=True))


def _themes(plans: Sequence[Plan], relation: str) -> frozenset[str]:
    benefits = [b for plan in plans for b in plan.benefits if b.relations is None or relation in b.relations]
    return frozenset(theme for benefit in benefits for theme in _themes_of(benefit))


def _themes_of(benefit: Reimbursement | DailyAllowance | LumpSum) -> Iterator[str]:
    """High-end cover is cover of the ordinary care in it as well."""
    theme = theme_of(benefit)
    yield theme
    if theme == "high_end" and isinstance(benefit, Reimbursement):
        yield from (_ORDINARY[care] for care in benefit.covers if care in _ORDINARY)


def in_order(themes: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Themes in the order in which they are listed everywhere."""
    return tuple(theme for theme in THEMES if theme in themes)
