"""Pilot and phases of a roll-out (试点与推广)."""

from tuanbao.design.rollout.errors import RolloutError
from tuanbao.design.rollout.measures import MEASURES, Effect
from tuanbao.design.rollout.planning import plan_rollout
from tuanbao.design.rollout.result import Phase, Pilot, Rollout

__all__ = ["MEASURES", "Effect", "Phase", "Pilot", "Rollout", "RolloutError", "plan_rollout"]
