"""How use answers to the new terms (使用量反应): a factor of its own in a renewal, where it is asked for.

What share of their expense the same people bear is simulated under the old terms and under the new ones; the response
between the two shares is that of the RAND experiment, step by step (see pricing/response.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.group import Group
from tuanbao.pricing.renewal.assumptions import six_decimals
from tuanbao.pricing.renewal.indicated import Adjustment, adjustment
from tuanbao.pricing.renewal.terms import set_back
from tuanbao.pricing.response import ResponseError
from tuanbao.pricing.simulation.bills import Model
from tuanbao.pricing.use import UseChange, shares_paid, use_changes
from tuanbao.reference.use_responses import use_response

NAME = Text("使用量反应", "response of use")
CARES = {"outpatient": Text("门急诊", "outpatient"), "inpatient": Text("住院", "inpatient")}


@dataclass(frozen=True, slots=True)
class Responding:
    """The factor on what the new terms pay, or None where nothing moves, and what is to be said."""

    factor: Fraction | None
    changes: tuple[UseChange, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        if self.factor is None:
            return ()
        said = [_said(change) for change in self.changes]
        reason = Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))
        return (adjustment("use_response", NAME, self.factor, reason, use_response().source),)


def responding(
    old: Group, before: Sequence[Plan], new: Sequence[Plan], successors: Mapping[str, str], costs: Costs,
    model: Model, seed: int,
) -> Responding:  # fmt: skip
    """The response of the people of ``old``, who have the plans ``before``, to the plans that follow them.

    ``costs`` is what ``new`` is expected to pay. Beyond what the experiment tested there is no response, and a note.
    """
    after = set_back(new, before, successors)
    shares = [shares_paid(plans, old.members, model, old.period, seed) for plans in (before, after)]
    if shares[0] == shares[1] or not costs.mean() > 0:
        zh, en = "新旧条款下个人自付的比例相同，使用量没有反应", "people bear the same share under the new terms: use"
        return Responding(None, notes=(Text(zh, f"{en} does not respond"),))
    try:
        found = use_changes(costs, new, shares[0], shares[1])
    except ResponseError as error:
        return Responding(None, notes=(error.text,))
    changes = tuple(change for change in found if change.before != change.after)
    notes = dict.fromkeys(note for change in changes for note in change.response.notes)
    return Responding(six_decimals(1 + sum(each.amount for each in changes) / costs.mean()), changes, tuple(notes))


def _said(change: UseChange) -> Text:
    shares = f"{change.before:.1%} → {change.after:.1%}"
    low, high = (f"{end - 1:+.1%}" for end in (change.response.low, change.response.high))
    care = CARES[change.care]
    moved = f"{change.response.factor - 1:+.1%}"
    return Text(
        f"{care.zh}个人自付 {shares}，使用量 {moved}（95% 区间 {low} 至 {high}）",
        f"{care.en}: people bear {shares}, use {moved} (95% interval {low} to {high})",
    )
