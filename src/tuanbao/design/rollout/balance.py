"""How like the rest a pilot is (可比性): standardised differences of age, sex and grade.

Age: difference of means over the standard deviation of all. Sex and grade: √Σ(p₁ − p₀)²/p over their categories, the
distance of Yang and Dalton (A unified approach to measuring the effect size between two groups, SAS Global Forum 2012,
paper 335) with the shares p of all; for two categories it is the usual standardised difference.
"""

from typing import Any

import numpy as np

from tuanbao.design.rollout.units import Units
from tuanbao.language import Text

TRAITS = {"age": Text("年龄", "age"), "sex": Text("性别", "sex"), "grade": Text("职级", "grade")}


def differences(units: Units, masks: Any) -> dict[str, Any]:
    """By trait, (sets,) standardised differences; age has a sign. ``masks`` (sets, units) bool: who is the pilot."""
    chosen = np.asarray(masks, float)
    found = {}
    if units.age_deviation > 0:
        found["age"] = _age(units, chosen)
    for trait, counts in units.counts.items():
        if counts.shape[1] > 1:
            found[trait] = _shares(counts, chosen)
    return found


def imbalance(units: Units, masks: Any) -> Any:
    """(sets,) the largest difference of each set, without sign; 0 where nothing is known of people."""
    found = [np.abs(values) for values in differences(units, masks).values()]
    return np.max(found, axis=0) if found else np.zeros(len(masks))


def _age(units: Units, chosen: Any) -> Any:
    ages, aged = chosen @ units.ages, chosen @ units.aged
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = ages / aged - (units.ages.sum() - ages) / (units.aged.sum() - aged)
    return np.nan_to_num(gap / units.age_deviation, nan=0.0, posinf=0.0, neginf=0.0)


def _shares(counts: Any, chosen: Any) -> Any:
    """Categories by share of all; nobody is in a category that does not occur."""
    whole = counts.sum(axis=0)
    pilot = chosen @ counts
    rest = whole - pilot
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = pilot / pilot.sum(axis=1, keepdims=True) - rest / rest.sum(axis=1, keepdims=True)
    return np.sqrt(np.nan_to_num(gap**2 / (whole / whole.sum()), nan=0.0).sum(axis=1))
