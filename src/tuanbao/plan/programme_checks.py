"""What a programme must satisfy: everybody finds a tier, and every name means something."""

from collections.abc import Iterable, Iterator

from tuanbao.language import Text
from tuanbao.plan.checks import Complaint
from tuanbao.plan.model import Plan
from tuanbao.plan.programme import Programme, Tier
from tuanbao.plan.source import Path_


def check_programme(programme: Programme, plans: Iterable[Plan]) -> Iterator[Complaint]:
    """Everything wrong with a programme, given the plans that could be loaded."""
    by_id = {plan.id: plan for plan in plans}
    yield from _nobody_is_left_out(programme)
    yield from _plans_are_known(programme, by_id)
    yield from _tiers_are_known(programme)
    yield from _choices_are_known(programme, by_id)


def _nobody_is_left_out(programme: Programme) -> Iterator[Complaint]:
    last = len(programme.tiers) - 1
    for i, tier in enumerate(programme.tiers):
        if i == last and tier.when is not None:
            zh = "最后一档不能有 when，否则有人可能没有方案"
            en = "the last tier cannot have a when, or else somebody may be left without a plan"
            yield ("tiers", i, "when"), "tiers_leave_someone_out", Text(zh, en)
        if i < last and tier.when is None:
            zh = "没有 when 的档次应在最后，其后的档次轮不到任何人"
            en = "a tier without a when must be the last: nobody reaches the tiers after it"
            yield ("tiers", i, "tier"), "tier_out_of_reach", Text(zh, en)
        if any(_takes_all_of(earlier, tier) for earlier in programme.tiers[:i]):
            zh, en = "前面的档次已包含满足此 when 的所有人", "everyone who meets this when is in a tier above already"
            yield ("tiers", i, "when"), "tier_out_of_reach", Text(zh, en)
        if tier.tier in {other.tier for other in programme.tiers[:i]}:
            text = Text(f"档次“{tier.tier}”已经用过", f"the tier {tier.tier!r} stands already above")
            yield ("tiers", i, "tier"), "repeated_id", text


def _takes_all_of(earlier: Tier, tier: Tier) -> bool:
    """Every condition of the earlier tier is met by everyone who meets those of the later."""
    if earlier.when is None or tier.when is None:
        return False
    words = tier.when
    return all(column in words and set(words[column]) <= set(taken) for column, taken in earlier.when.items())


def _plans_are_known(programme: Programme, plans: dict[str, Plan]) -> Iterator[Complaint]:
    named: list[tuple[Path_, tuple[str, ...]]] = []
    named += [(("tiers", i, "plan"), tier.plan) for i, tier in enumerate(programme.tiers)]
    named += [(("dependants", i, "plan"), rule.plan) for i, rule in enumerate(programme.dependants)]
    for path, names in named:
        for name in names:
            if name not in plans:
                known = ", ".join(plans)
                zh, en = f"plans 里没有方案“{name}”，有：{known}", f"no file in plans has {name!r}; there are: {known}"
                text = Text(zh, en)
                yield path, "unknown_plan", text


def _tiers_are_known(programme: Programme) -> Iterator[Complaint]:
    tiers = {tier.tier for tier in programme.tiers}
    named: list[tuple[Path_, str]] = []
    for i, rule in enumerate(programme.dependants):
        named += [(("dependants", i, "tiers", j), tier) for j, tier in enumerate(rule.tiers or ())]
    if programme.choice and programme.choice.points:
        named += [(("choice", "points", "by_tier", tier), tier) for tier in programme.choice.points.by_tier]
    for path, tier in named:
        if tier not in tiers:
            yield path, "unknown_tier", Text(f"没有档次“{tier}”", f"there is no tier {tier!r}")


def _choices_are_known(programme: Programme, plans: dict[str, Plan]) -> Iterator[Complaint]:
    for plan_id, names in (programme.choice.variants if programme.choice else {}).items():
        path: Path_ = ("choice", "variants", plan_id)
        if plan_id not in plans:
            yield path, "unknown_plan", Text(f"没有方案“{plan_id}”", f"there is no plan {plan_id!r}")
            continue
        for i, name in enumerate(names):
            if name not in plans[plan_id].variants:
                text = Text(f"方案“{plan_id}”没有变体“{name}”", f"plan {plan_id!r} has no variant {name!r}")
                yield (*path, i), "unknown_variant", text
