"""团保: group employee insurance, from plan to payment.

plan = tuanbao.load_plan("plan.yaml")
result = tuanbao.adjudicate(plan, members, bills, events)
one = tuanbao.adjudicate_one(plan, member, bills)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tuanbao.adjudication import RefusedRowsError, Result, adjudicate, adjudicate_one
    from tuanbao.plan import Plan, PlanError, load_plan, load_plans, load_programme

__all__ = [
    "Plan",
    "PlanError",
    "RefusedRowsError",
    "Result",
    "adjudicate",
    "adjudicate_one",
    "load_plan",
    "load_plans",
    "load_programme",
]

_HOMES = {
    "tuanbao.plan": ("Plan", "PlanError", "load_plan", "load_plans", "load_programme"),
    "tuanbao.adjudication": ("RefusedRowsError", "Result", "adjudicate", "adjudicate_one"),
}


def __getattr__(name: str) -> Any:
    """Loads a floor when it is first asked for: checking a plan need not wait for the kernels."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'tuanbao' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
