"""New tiers beside a programme's own (新的档次): their people begin with the terms that they have now."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanbao.design.errors import DesignError
from tuanbao.design.options.model import NewTier
from tuanbao.language import Text
from tuanbao.plan import Plan, Programme
from tuanbao.plan.parts import Name
from tuanbao.plan.patching import copied
from tuanbao.plan.programme import Tier


@dataclass(frozen=True, slots=True)
class Tiered:
    """A programme with its plans, and from which plan each began."""

    programme: Programme
    plans: tuple[Plan, ...]
    origin: dict[str, str]
    """Plan id -> id of the plan that it began from; its own for plans that were there."""


def with_tiers(programme: Programme, plans: Sequence[Plan], tiers: Sequence[NewTier]) -> Tiered:
    """The programme with the new tiers before its own, each with a copy of a plan under a name of its own.

    Raises DesignError for a tier or a plan that does not fit, all of them at once.
    """
    problems = [problem for tier in tiers for problem in _wrong(tier, programme, plans)]
    if problems:
        raise DesignError(*problems)
    by_id = {plan.id: plan for plan in plans}
    origin = {plan.id: plan.id for plan in plans}
    copies = {tier.tier: _copy(by_id[tier.plan], tier) for tier in tiers}
    origin |= {copies[tier.tier].id: tier.plan for tier in tiers}
    new = [_tier(tier, _chain(programme, tier.plan, copies[tier.tier].id)) for tier in tiers]
    whole = programme.model_copy(update={"tiers": (*new, *programme.tiers)})
    return Tiered(whole, (*plans, *copies.values()), origin)


def _wrong(tier: NewTier, programme: Programme, plans: Sequence[Plan]) -> list[Text]:
    found = []
    if tier.tier in {own.tier for own in programme.tiers}:
        found.append(Text(f"方案体系里已有档次“{tier.tier}”", f"the programme has a tier {tier.tier!r} already"))
    if not any(tier.plan in own.plan for own in programme.tiers):
        known = ", ".join(dict.fromkeys(name for own in programme.tiers for name in own.plan))
        zh = f"新档次“{tier.tier}”的方案“{tier.plan}”不是任何档次的员工方案；可以是：{known}"
        found.append(Text(zh, f"the new tier {tier.tier!r} begins from {tier.plan!r}, no tier's plan; one of: {known}"))
    copy = f"{tier.plan}-{tier.tier}"
    if copy in {plan.id for plan in plans}:
        found.append(
            Text(f"已有方案“{copy}”，请给新档次换个名字", f"there is a plan {copy!r}; name the tier otherwise")
        )
    return found


def _copy(plan: Plan, tier: NewTier) -> Plan:
    title = tier.name or Name(zh=tier.tier, en=tier.tier)
    both = Name(zh=f"{plan.title.zh}（{title.to('zh')}）", en=f"{plan.title.en} ({title.to('en')})")
    return copied(plan, plan=f"{plan.id}-{tier.tier}", name=both, variants={})


def _tier(tier: NewTier, plans: list[str]) -> Tier:
    when = {column: list(words) for column, words in tier.when.items()}
    return Tier.model_validate({"tier": tier.tier, "name": tier.name, "when": when, "plan": plans})


def _chain(programme: Programme, plan: str, copy: str) -> list[str]:
    """The plans of the tier that has this plan, with the copy in its place."""
    own = next(tier for tier in programme.tiers if plan in tier.plan)
    return [copy if name == plan else name for name in own.plan]
