"""The roll-out of a proposed programme (试点安排): the effect that the options name, seen in pilot departments."""

from tuanbao.design.options.model import Options
from tuanbao.design.rollout.errors import RolloutError
from tuanbao.design.rollout.measures import MEASURES, Effect
from tuanbao.design.rollout.planning import plan_rollout
from tuanbao.design.rollout.result import Rollout
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.quote.running import QuoteRun

FEN = 100


def rollout_of(options: Options, group: Group, run: QuoteRun) -> tuple[Rollout | None, tuple[Text, ...]]:
    """Pilot, half and all for the proposed programme; the spread of claims is that of its simulated person-years.

    None, and why, where a company is too small for any comparison.
    """
    wish = options.pilot
    unit = FEN if MEASURES[wish.measure].unit == "fen" else 1
    effect = Effect(wish.measure, float(wish.change) * unit)
    try:
        return plan_rollout(group, effect, person_years={"claims_cost": run.costs.person_years}), ()
    except RolloutError as error:
        return None, (Text(f"未安排试点：{error.text.zh}", f"no pilot: {error.text.en}"),)
