"""Plan a roll-out (试点与推广): pilot departments in which a stated effect can be seen, and the phases after them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.design.rollout import wording
from tuanbao.design.rollout.balance import TRAITS, differences
from tuanbao.design.rollout.comparison import Comparison, fewest_of_single_people
from tuanbao.design.rollout.errors import RolloutError
from tuanbao.design.rollout.measures import Effect, setting
from tuanbao.design.rollout.phases import phases_of
from tuanbao.design.rollout.result import Balance, Needed, Pilot, Rollout
from tuanbao.design.rollout.selecting import LEAST_PEOPLE, Selection, Wishes, drawn, select
from tuanbao.design.rollout.units import PEOPLE, Units, column_for, employees_of, units_by, units_of_one
from tuanbao.language import Text
from tuanbao.money import parse_percent
from tuanbao.pricing.group import Group
from tuanbao.reference.rollout import phase_customs, rollout_assumptions


def plan_rollout(
    people: Group | pa.Table,
    effect: Effect,
    *,
    power: float = 0.8,
    level: float = 0.05,
    by: str | None = None,
    months: int | None = None,
    person_years: Mapping[str, Any] | None = None,
    seed: int = 20_260_101,
) -> Rollout:
    """Who tries the programme first, so that the effect, if it is there, is found with this power.

    ``level`` is that of the two-sided test by which pilot and rest are compared.

    ``by``: the column that makes units; ``people`` draws single people; by default departments, where there are none
    cities, and where there are none of these single people. ``months`` of the comparison, by default those of the pilot
    phase. ``person_years``: by measure, amounts in fen, or 0 and 1, of single people in simulated or past years.
    Raises RolloutError with everything that is wrong. Nothing is evaluated here.
    """
    _refuse_chances(power, level)
    members = people.members if isinstance(people, Group) else people
    units, notes = _units(employees_of(members), by)
    alone = replace(effect, icc=0.0) if units.by == PEOPLE else effect
    whole, assumptions = setting(alone, _months(months), person_years or {})
    comparison = Comparison(whole, units, power, level)
    selection = _selected(comparison, seed)
    chosen = np.zeros(len(units.names), bool) if selection is None else selection.chosen
    pilot = None if selection is None else _pilot(comparison, selection)
    needed = None if pilot is not None and pilot.reaches else _needed(comparison, chosen)
    stop = None if pilot is None else wording.beyond(effect, pilot.bound)
    return Rollout(
        effect=effect,
        months=whole.months,
        by=units.by,
        people=units.people,
        pilot=pilot,
        needed=needed,
        phases=phases_of(units, chosen, pilot, effect.measure, stop),
        assumptions=assumptions,
        summary=_summary(comparison, pilot, needed),
        notes=(
            *notes,
            *_warnings(units, pilot),
            *wording.of_skew(effect),
            *map(wording.assumed, assumptions),
            *wording.COMPARABLE,
        ),
    )


def _refuse_chances(power: float, level: float) -> None:
    problems = []
    if not 0 < level < 1:
        problems.append(Text(f"显著性水平应在 0 与 1 之间：{level:g}", f"the level lies between 0 and 1: {level:g}"))
    if not level < power < 1:
        zh, en = f"把握应大于显著性水平且小于 1：{power:g}", f"the power lies between the level and 1: {power:g}"
        problems.append(Text(zh, en))
    if problems:
        raise RolloutError(*problems)


def _months(months: int | None) -> int:
    first, last = phase_customs()[0].months
    return last - first + 1 if months is None else months


def _units(employees: pa.Table, by: str | None) -> tuple[Units, list[Text]]:
    """The units, and what is to be said of how they were found."""
    if len(employees) < 2 * LEAST_PEOPLE:
        zh = f"只有 {len(employees)} 名员工；试点与对照各需至少 {LEAST_PEOPLE} 人"
        en = f"there are {len(employees)} employees; pilot and rest need {LEAST_PEOPLE} each"
        raise RolloutError(Text(zh, en))
    if by is not None:
        return (units_of_one(employees) if by == PEOPLE else units_by(employees, by)), []
    department = column_for(employees, "department")
    if department is not None:
        return units_by(employees, department), []
    city = column_for(employees, "city")
    if city is not None and len(units_by(employees, city).names) > 2:
        note = Text(
            "人员表没有部门一列（department 或“部门”），改按城市选试点；补上部门后可按部门选",
            "the table of people has no department column; cities are taken instead. Add it to choose by department",
        )
        return units_by(employees, city), [note]
    note = Text(
        "人员表没有部门一列（department 或“部门”），也没有可用的城市；改为随机抽取员工。同一部门的人会有两种方案，"
        "须说明理由",
        "the table of people has no department column and no cities that serve; single employees are drawn at random,"
        " and people of one department have different programmes, which must be explained to them",
    )
    return units_of_one(employees), [note]


def _selected(comparison: Comparison, seed: int) -> Selection | None:
    units = comparison.units
    if comparison.df < 1:
        return None
    values = rollout_assumptions()
    wishes = Wishes(
        comparison.wanted, float(values["balance_tolerance"].value), float(parse_percent(values["slack"].value))
    )
    if units.by != PEOPLE:
        return select(units, comparison.powers, wishes)
    return drawn(units, comparison.powers, fewest_of_single_people(comparison, LEAST_PEOPLE), seed)


def _pilot(comparison: Comparison, selection: Selection) -> Pilot:
    units, mask = comparison.units, selection.chosen
    arms = comparison.arms(mask[None, :])
    pilot, rest = (type(arm)(float(arm.people[0]), float(arm.design_effect[0])) for arm in arms)
    tolerance = float(rollout_assumptions()["balance_tolerance"].value)
    apart = {trait: float(values[0]) for trait, values in differences(units, mask[None, :]).items()}
    return Pilot(
        units=tuple(name for name, has in zip(units.names, mask, strict=True) if has),
        people=round(pilot.people),
        rest=round(rest.people),
        power=selection.power,
        reaches=selection.power >= comparison.wanted,
        smallest_effect=comparison.smallest_effect(pilot, rest, comparison.df),
        bound=comparison.bound(pilot, rest),
        design_effects=(float(pilot.design_effect), float(rest.design_effect)),
        balance=tuple(Balance(trait, TRAITS[trait], gap, abs(gap) <= tolerance) for trait, gap in apart.items()),
        every_set=selection.every_set,
    )


def _needed(comparison: Comparison, chosen: Any) -> Needed:
    months = comparison.months_needed(chosen) if chosen.any() else None
    return Needed(comparison.people_needed(), months, *comparison.halves())


def _summary(comparison: Comparison, pilot: Pilot | None, needed: Needed | None) -> Text:
    effect, units = comparison.setting.effect, comparison.units
    parts = []
    if pilot is not None:
        parts.append(wording.summary(effect, pilot, units.by, comparison.setting.months, comparison.wanted))
    else:
        parts.append(wording.no_arms(units))
    if needed is not None:
        parts.append(wording.cannot(needed, units, comparison.wanted))
    return Text("。".join(part.zh for part in parts), ". ".join(part.en for part in parts))


def _warnings(units: Units, pilot: Pilot | None) -> list[Text]:
    found = [wording.left_out(units)] if units.left_out else []
    if pilot is None:
        return found
    known = {balance.trait for balance in pilot.balance}
    missing = [name for trait, name in TRAITS.items() if trait not in known]
    found += [wording.unknown(missing)] if missing else []
    found += [wording.unlike(balance) for balance in pilot.balance if not balance.alike]
    usual = phase_customs()[0].departments
    if usual and units.by != PEOPLE and len(pilot.units) > usual[1]:
        found.append(wording.more_than_usual(usual, len(pilot.units)))
    return found
