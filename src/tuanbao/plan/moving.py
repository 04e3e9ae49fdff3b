"""Terms moved by a step (条款调整): percentages by points, the entries that one pool holds together."""

from collections.abc import Mapping
from typing import Any

from tuanbao.money import format_percent, parse_percent
from tuanbao.plan.clauses import clauses
from tuanbao.plan.model import Plan, Reimbursement


def pool_paths(plan: Plan, key: str, entry: Any) -> list[str]:
    """The paths of all entries that share this one's pool and period, which must have one amount."""
    benefits = [benefit for benefit in plan.benefits if isinstance(benefit, Reimbursement)]
    named = [pair for b in benefits for pair in zip(clauses(b, key), getattr(b, key), strict=True)]
    alike = (entry.pool, entry.per, entry.shared)
    return [path for path, other in named if (other.pool, other.per, other.shared) == alike]


def coinsurance_as_written(plan: Plan, benefit_id: str) -> Any:
    """The coinsurance as the file has it; 100 % where it says nothing."""
    tree = plan._origin.tree if plan._origin else {"benefits": ()}
    found: Mapping[str, Any] = next((b for b in tree["benefits"] if b.get("id") == benefit_id), {})
    return found.get("coinsurance", "100%")


def moved(written: Any, points: int) -> Any:
    """Every percentage of a coinsurance moved by points, none below 0 nor above 100 %."""
    if isinstance(written, list):
        return [{**item, "pay": moved(item["pay"], points)} for item in written]
    step = parse_percent(f"{abs(points)}%") * (1 if points > 0 else -1)
    return format_percent(min(max(parse_percent(written) + step, parse_percent("0%")), parse_percent("100%")))


def percentages(written: Any) -> str:
    """The percentages of a coinsurance in one line: "0%/70%/90%"."""
    if isinstance(written, list):
        return "/".join(percentages(item["pay"]) for item in written)
    return format_percent(parse_percent(written))
