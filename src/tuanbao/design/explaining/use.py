"""How much each benefit is used (责任使用率): by what share of people in a year, and at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuanbao.design.evaluating.bills import BenefitKey
from tuanbao.design.evaluating.grid import Grid
from tuanbao.design.evaluating.setting_up import Ready


@dataclass(frozen=True, slots=True)
class Use:
    """One benefit under the present terms."""

    users: float
    """Share of the block's people whom it pays something in a year."""
    cost_share: float
    """Its part of the block's expected payments."""
    expected: float
    """Fen a year of the block."""
    rare: bool
    """It pays on events, which befall few: how many use it says nothing of its worth."""


def use_of(ready: Ready, grid: Grid) -> Mapping[BenefitKey, Use]:
    """Of every benefit that stands today; benefits that pay on events are used by those to whom they happen."""
    plans = ready.designs.plans(grid.turns[0])
    people, whole = len(ready.bills.copy), max(float(grid.expected[0].sum()), 1.0)
    of_bills = {key: count / people for key, count in ready.bills.users(plans).items()}
    payments = ready.pay_events(ready.of_events(grid.turns[0])).payments
    found = {}
    for at, key in enumerate(grid.benefits):
        expected = float(grid.expected[0, at])
        if key in of_bills:
            found[key] = Use(of_bills[key], expected / whole, expected, rare=False)
        elif expected > 0:
            found[key] = Use(payments.get(key, 0.0) / people, expected / whole, expected, rare=True)
    return found
