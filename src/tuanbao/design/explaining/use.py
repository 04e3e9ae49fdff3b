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


def use_of(ready: Ready, grid: Grid) -> Mapping[BenefitKey, Use]:
    """Of every benefit that stands today; benefits that pay on events are used by those to whom they happen."""
    present = grid.turns[0]
    people = len(ready.bills.copy)
    users = {key: count / people for key, count in ready.bills.users(ready.designs.plans(present)).items()}
    whole = max(float(grid.expected[0].sum()), 1.0)
    found = {}
    for at, key in enumerate(grid.benefits):
        expected = float(grid.expected[0, at])
        if expected > 0 or key in users:
            found[key] = Use(
                users.get(key, ready.events.paid_share(key, ready.designs.plans(present))), expected / whole, expected
            )
    return found
