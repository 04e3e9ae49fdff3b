"""What a roll-out is watched by (观察指标), and the effect that it should be able to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any, Literal

import numpy as np

from tuanbao.design.rollout.errors import RolloutError
from tuanbao.design.rollout.power import Arm, Errors, errors_of_means, errors_of_shares
from tuanbao.language import Text
from tuanbao.money import parse_percent
from tuanbao.reference.documented import Documented
from tuanbao.reference.rollout import rollout_assumptions

MeasureName = Literal["claims_cost", "claimants", "out_of_pocket", "satisfaction", "turnover"]


@dataclass(frozen=True, slots=True)
class Measure:
    """``kind``: a mean over people or a share of people. ``unit``: fen a year, points, or share a year."""

    name: Text
    kind: Literal["mean", "share"]
    unit: Literal["fen", "points", "share"]


MEASURES: dict[str, Measure] = {
    "claims_cost": Measure(Text("人均赔付", "claims cost per head"), "mean", "fen"),
    "claimants": Measure(Text("理赔人数占比", "share of people who claim"), "share", "share"),
    "out_of_pocket": Measure(Text("人均自付", "out-of-pocket per head"), "mean", "fen"),
    "satisfaction": Measure(Text("满意度均值（1–5 分）", "mean satisfaction (1 to 5)"), "mean", "points"),
    "turnover": Measure(Text("离职率", "turnover"), "share", "share"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """The change that the pilot should be able to show (要能看出的变化), as pilot less rest.

    ``change`` is in fen a head and year, in points, or in shares of people a year (0.05: five in a hundred more).
    ``baseline`` is the present level in the same unit, ``deviation`` the standard deviation between people of a year,
    ``icc`` the share of the variance that lies between departments; what is left out is taken from simulated
    person-years or from documented assumptions.
    """

    measure: MeasureName
    change: float
    baseline: float | None = None
    deviation: float | None = None
    icc: float | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that was not given and on which the plan rests."""

    name: Text
    value: float
    unit: Literal["fen", "points", "share", "ratio"]
    origin: Documented | None
    """Where it is from; None where it was taken from the simulated person-years."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An effect as it is seen within so many months, with every number that the comparison takes."""

    effect: Effect
    months: int
    baseline: float
    deviation: float
    icc: float

    @property
    def measure(self) -> Measure:
        return MEASURES[self.effect.measure]

    def errors(self, change: float, pilot: Arm, rest: Arm) -> Errors:
        """Standard errors of a yearly change within the months."""
        if self.measure.kind == "mean":
            return errors_of_means(self._deviation, pilot, rest)
        return errors_of_shares(self._within(self.baseline + change), self._within(self.baseline), pilot, rest)

    def seen(self, change: float) -> float:
        """A yearly change as the difference that the months show; money stays by the year."""
        if self.measure.kind == "mean":
            return change
        return self._within(self.baseline + change) - self._within(self.baseline)

    @property
    def most(self) -> float:
        """The largest change in the direction of the effect that there can be; a share ends at 0 and 1."""
        if self.measure.kind == "mean":
            return 1e6 * self.deviation
        return self.baseline if self.effect.change < 0 else 1 - self.baseline

    @property
    def _deviation(self) -> float:
        """Of the months' amount, by the year: shorter times scatter more, as if months did not know of each other."""
        return self.deviation * (sqrt(12 / self.months) if self.measure.unit == "fen" else 1.0)

    def _within(self, share: float) -> float:
        """The share within the months where every month has the same chance."""
        return float(1 - (1 - min(max(share, 0.0), 1.0)) ** (self.months / 12))


def setting(effect: Effect, months: int, person_years: Mapping[str, Any]) -> tuple[Setting, tuple[Assumption, ...]]:
    """The effect with every number, and those that were assumed.

    ``person_years``: by measure, what single people had in simulated or past years, in fen or as 0 and 1. Raises
    RolloutError with everything that is wrong.
    """
    assumed: list[Assumption] = []
    _refuse_unknown(effect, months)
    observed = _observed(effect, person_years)
    baseline = _baseline(effect, observed, assumed)
    deviation = _deviation(effect, baseline, observed, assumed)
    icc = _icc(effect, assumed)
    _refuse_impossible(effect, baseline, deviation, icc)
    return Setting(effect, months, baseline, deviation, icc), tuple(assumed)


def _refuse_unknown(effect: Effect, months: int) -> None:
    problems = []
    if effect.measure not in MEASURES:
        known = ", ".join(MEASURES)
        zh = f"没有指标“{effect.measure}”，可选：{known}"
        problems.append(Text(zh, f"there is no measure {effect.measure!r}; choose {known}"))
    if not isfinite(effect.change) or effect.change == 0:
        problems.append(Text("要能看出的变化不能为 0", "the change that is to be seen cannot be 0"))
    if not 1 <= months <= 12:
        problems.append(
            Text(f"比较期应为 1 至 12 个月，而不是 {months}", f"one compares over 1 to 12 months, not {months}")
        )
    if problems:
        raise RolloutError(*problems)


def _observed(effect: Effect, person_years: Mapping[str, Any]) -> Any:
    values = person_years.get(effect.measure)
    if values is None:
        return None
    array = np.asarray(values, float)
    if array.ndim != 1 or len(array) < 2 or not np.isfinite(array).all():
        zh, en = "模拟人年应为至少两个数的一维数组", "simulated person-years are an array of at least two numbers"
        raise RolloutError(Text(zh, en))
    return array


def _baseline(effect: Effect, observed: Any, assumed: list[Assumption]) -> float:
    """NaN where it is neither given nor known; only a share cannot do without."""
    if effect.baseline is not None:
        return effect.baseline
    name, unit = Text("目前水平", "present level"), MEASURES[effect.measure].unit
    origin = rollout_assumptions().get(f"baseline_{effect.measure}")
    if observed is not None:
        assumed.append(Assumption(name, float(observed.mean()), unit, None))
    elif origin is not None:
        assumed.append(Assumption(name, float(parse_percent(origin.value)), unit, origin))
    else:
        return float("nan")
    return assumed[-1].value


def _deviation(effect: Effect, baseline: float, observed: Any, assumed: list[Assumption]) -> float:
    """NaN for money of which neither the level nor the deviation is known."""
    measure = MEASURES[effect.measure]
    if measure.kind == "share":
        return sqrt(max(0.0, baseline * (1 - baseline)))
    if effect.deviation is not None:
        return effect.deviation
    name = Text("个人之间的标准差", "standard deviation between people")
    if observed is not None:
        assumed.append(Assumption(name, float(observed.std(ddof=1)), measure.unit, None))
    elif measure.unit == "points":
        origin = rollout_assumptions()["standard_deviation"]
        assumed.append(Assumption(name, float(origin.value[effect.measure]), measure.unit, origin))
    else:
        origin = rollout_assumptions()["coefficient_of_variation"]
        assumed.append(Assumption(name, float(origin.value[effect.measure]) * baseline, measure.unit, origin))
    return assumed[-1].value


def _icc(effect: Effect, assumed: list[Assumption]) -> float:
    if effect.icc is not None:
        return effect.icc
    known = rollout_assumptions()
    origin = known.get(f"intraclass_correlation_{effect.measure}", known["intraclass_correlation"])
    name = Text("部门内相关系数", "intraclass correlation of departments")
    assumed.append(Assumption(name, float(origin.value), "ratio", origin))
    return assumed[-1].value


def _refuse_impossible(effect: Effect, baseline: float, deviation: float, icc: float) -> None:
    measure, problems = MEASURES[effect.measure], []
    if measure.kind == "share" and not (0 <= baseline <= 1 and 0 <= baseline + effect.change <= 1):
        levels = baseline, baseline + effect.change
        zh = f"{measure.name.zh}的目前水平与变化后的水平都应在 0 与 1 之间：{levels[0]:g}、{levels[1]:g}"
        en = f"{measure.name.en}: present and changed level lie between 0 and 1, not {levels[0]:g}, {levels[1]:g}"
        problems.append(Text(zh, en))
    if measure.kind == "mean" and not deviation > 0:
        zh = f"{measure.name.zh}：请给出目前水平（baseline）、标准差（deviation）或模拟人年之一"
        en = f"{measure.name.en}: give the present level (baseline), the deviation, or simulated person-years"
        problems.append(Text(zh, en))
    if not 0 <= icc < 1:
        problems.append(Text(f"icc 应在 0 与 1 之间：{icc:g}", f"icc lies between 0 and 1: {icc:g}"))
    if problems:
        raise RolloutError(*problems)
