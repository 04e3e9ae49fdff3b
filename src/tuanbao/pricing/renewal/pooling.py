"""Large claims of a past year against a charge for them in the priced one (大额分摊), by the experience methods."""

import math
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.large_claims import Threshold, pool_large_claims, threshold_by_size
from tuanbao.pricing.experience.limited_fluctuation import blend
from tuanbao.pricing.renewal.claims import Paid
from tuanbao.pricing.renewal.past import PastYear
from tuanbao.pricing.renewal.tails import excess_a_person, weighed_person_years


@dataclass(frozen=True, slots=True)
class Pooling:
    """Large claims shared by all groups; fen."""

    threshold: int
    """Of one person in the year."""
    charge: int
    """What the group pays above it for the year that is priced: its people, prices and terms."""
    source: Text


def threshold_of(past: PastYear, given: Pooling | None, model: Costs | None) -> Threshold | None:
    """As given, or customary for the past year's life-years; None where nothing can be pooled."""
    if given is not None:
        return Threshold(given.threshold, given.source)
    if model is None:
        return None
    usual = threshold_by_size(float(past.exposure.life_years))
    return usual if excess_a_person(model, usual.fen) > 0 else None


def pooling_of(
    past: PastYear, priced: Paid, threshold: Threshold | None, model: Costs | None
) -> tuple[Pooling | None, tuple[Text, ...]]:
    """The charge by the group's own tail and the model's, for as many people as the model prices.

    ``priced`` are the past claims at the priced year's prices and terms, over the past year's life-years, and ``model``
    the priced year's costs, weighed to the expected mean: so both tails stand at one level, and the charge needs no
    trend. Of a year that is not over the own tail knows a part only and is a little too light; its weight is small.
    Without a model, or where its people have no large claims, nothing is pooled: the own tail alone would put back what
    was taken out. A note says so.
    """
    if model is None:
        zh, en = "没有模型，大额赔案无从分摊，全额计入自身经验", "without a model large claims cannot be pooled"
        return None, (Text(zh, f"{en} and count in full"),)
    reference, weighed = weighed_person_years(model)
    try:
        exposure = float(past.exposure.life_years)
        found = pool_large_claims(priced.by_person, threshold=threshold, person_years=exposure, reference=reference)
    except ExperienceError as error:
        zh = f"大额赔案没有分摊，全额计入自身经验：{error.text.zh}"
        return None, (Text(zh, f"large claims are not pooled and count in full: {error.text.en}"),)
    assert found.reference is not None
    each = blend(found.z, found.own.per_person_year, found.reference.per_person_year)
    charge = math.floor(each * len(model.member_id) + 0.5)
    return Pooling(found.threshold.fen, charge, found.threshold.rule), (*found.notes, *weighed)
