"""Plans with other terms, and new plans set back into a past year (方案条款的变动)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.plan.parts import Period
from tuanbao.plan.patching import copied, patched_plans
from tuanbao.pricing.renewal.errors import RenewalError


@dataclass(frozen=True, slots=True)
class Change:
    """Other terms for one plan, as ``set`` of a variant says them: {"outpatient.limits.year.amount": 15000}."""

    plan: str
    set: Mapping[str, Any]


def with_terms(plan: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with other terms, under its own id; paths and values as in ``set`` of a variant, amounts in yuan.

    Raises PlanError where a path leads nowhere or a value is not allowed, RenewalError for a plan that was not read
    from a file.
    """
    if plan._origin is None:
        zh, en = f"方案“{plan.id}”不是从文件读来的，无法改条款", f"the plan {plan.id!r} was not read from a file"
        raise RenewalError(Text(zh, f"{en}, and so its terms cannot be changed"))
    [found] = patched_plans(plan, [{"set": changes}])
    found._variant_plans = dict(plan._variant_plans)
    return found


def changed(plans: Sequence[Plan], changes: Sequence[Change]) -> list[Plan]:
    """The plans, some of them or of their variants ("staff:lite") with other terms.

    A variant keeps what it has where its plan changes. Raises RenewalError for a change of a plan that is not there.
    """
    known = {each.id for plan in plans for each in (plan, *plan._variant_plans.values())}
    unknown = [change.plan for change in changes if change.plan not in known]
    if unknown:
        zh, en = f"没有方案“{unknown[0]}”", f"there is no plan {unknown[0]!r}"
        raise RenewalError(Text(f"{zh}，可以是：{'、'.join(known)}", f"{en}; the plans are: {', '.join(known)}"))
    by_plan: dict[str, dict[str, Any]] = {}
    for change in changes:
        by_plan.setdefault(change.plan, {}).update(change.set)
    return [_with_variants(plan, by_plan) for plan in plans]


def _with_variants(plan: Plan, by_plan: Mapping[str, Mapping[str, Any]]) -> Plan:
    new = with_terms(plan, by_plan[plan.id]) if plan.id in by_plan else plan
    variants = {
        name: with_terms(variant, by_plan[variant.id]) if variant.id in by_plan else variant
        for name, variant in plan._variant_plans.items()
    }
    copy = copied(new)
    copy._variant_plans = variants
    return copy


def set_back(new: Sequence[Plan], old: Sequence[Plan], successors: Mapping[str, str] | None = None) -> list[Plan]:
    """The new plans in the old ones' year and under their ids, so that past bills can be adjudicated by them.

    ``successors`` names the new plan of each old one; by default it is the one of the same id, or the only one there
    is. Raises RenewalError for an old plan without a successor.
    """
    by_id = {plan.id: plan for plan in new}
    names = {plan.id: plan.id if len(new) > 1 or plan.id in by_id else new[0].id for plan in old} if new else {}
    names |= successors or {}
    missing = [plan.id for plan in old if names.get(plan.id) not in by_id]
    if missing:
        zh, en = "、".join(missing), ", ".join(missing)
        known = Text("、".join(by_id) or "（无）", ", ".join(by_id) or "(none)")
        raise RenewalError(
            Text(
                f"这些方案没有对应的续保方案：{zh}；续保方案有：{known.zh}。请说明各自对应哪一个",
                f"no new plan stands for: {en}; the new plans are: {known.en}. Say which follows which",
            )
        )
    return [_set_back(by_id[names[plan.id]], plan) for plan in old]


def _set_back(new: Plan, old: Plan) -> Plan:
    """The new plan in the place of the old one; a variant that the new plan no longer has is its plain terms."""
    plan = copied(new, plan=old.id, period=old.period)
    for name in {**old._variant_plans, **new._variant_plans}:
        follower = new._variant_plans.get(name, new)
        plan._variant_plans[name] = copied(follower, plan=f"{old.id}:{name}", period=old.period)
    return plan


def in_year(plans: Sequence[Plan], period: tuple[date, date]) -> list[Plan]:
    """The plans and their variants with another plan year, so that people are as old as they are in it."""
    year = Period.model_validate({"from": period[0], "to": period[1]})
    found = []
    for plan in plans:
        moved = copied(plan, period=year)
        moved._variant_plans = {name: copied(each, period=year) for name, each in plan._variant_plans.items()}
        found.append(moved)
    return found
