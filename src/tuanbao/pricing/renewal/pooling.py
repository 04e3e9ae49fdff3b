"""Large claims of a past year against a charge for them (大额分摊), by the experience methods."""

from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.large_claims import pool_large_claims
from tuanbao.pricing.renewal.past import PastYear


@dataclass(frozen=True, slots=True)
class Pooling:
    """Large claims shared by all groups; fen."""

    threshold: int
    """Of one person in the year."""
    charge: int
    """What the group pays for the past year's cover above it."""
    source: Text


def pooling_of(past: PastYear, model: Costs | None) -> tuple[Pooling | None, tuple[Text, ...]]:
    """The customary threshold for the group's size, and the charge by its own tail and the model's.

    Without a model, or where its people have no large claims, nothing is pooled: the own tail alone would put back what
    was taken out. A note says so.
    """
    if model is None:
        zh, en = "没有模型，大额赔案无从分摊，全额计入自身经验", "without a model large claims cannot be pooled"
        return None, (Text(zh, f"{en} and count in full"),)
    claimants = int((past.paid.by_person > 0).sum())
    exposure = max(float(past.exposure.life_years), claimants)
    try:
        found = pool_large_claims(past.paid.by_person, person_years=exposure, reference=model.person_years)
    except ExperienceError as error:
        zh = f"大额赔案没有分摊，全额计入自身经验：{error.text.zh}"
        return None, (Text(zh, f"large claims are not pooled and count in full: {error.text.en}"),)
    return Pooling(found.threshold.fen, found.charge, found.threshold.rule), found.notes
