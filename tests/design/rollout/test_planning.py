"""A roll-out as a whole: what is chosen, what can be seen, what is said when it cannot."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.rollout.rosters import roster
from tests.support import people
from tuanbao.design.rollout import MEASURES, Effect, plan_rollout
from tuanbao.design.rollout.measures import setting
from tuanbao.design.rollout.power import Arm, design_effect, errors_of_means, errors_of_shares, power
from tuanbao.plan import parse_plans
from tuanbao.pricing.group import group_of
from tuanbao.reference.rollout import rollout_assumptions

SIZES = [40, 60, 35, 80, 120, 55, 45, 70, 30, 90, 65, 50]
STAFF = roster(SIZES)
CLEAR = Effect("satisfaction", 0.6, deviation=1.0, icc=0.02)
COST = Effect("claims_cost", -300_00, baseline=1200_00)


def sizes_of(rollout, of_pilot=True):
    names = {f"D{i:02}": size for i, size in enumerate(SIZES)}
    return [size for name, size in names.items() if (name in rollout.pilot.units) == of_pilot]


def test_the_pilot_has_the_power_of_its_departments():
    rollout = plan_rollout(STAFF, CLEAR)
    pilot, rest = (Arm(sum(s), design_effect(s, 0.02)) for s in (sizes_of(rollout), sizes_of(rollout, False)))
    expected = float(power(0.6, errors_of_means(1.0, pilot, rest), 0.05, len(SIZES) - 2))
    assert rollout.pilot.reaches
    assert rollout.pilot.power == pytest.approx(expected)
    assert rollout.pilot.power >= 0.8
    assert rollout.pilot.people + rollout.pilot.rest == sum(SIZES)
    assert rollout.pilot.people == sum(sizes_of(rollout))
    assert rollout.pilot.design_effects == pytest.approx((pilot.design_effect, rest.design_effect))
    assert rollout.needed is None


def test_the_pilot_is_like_the_rest_and_says_how_far():
    pilot = plan_rollout(STAFF, CLEAR).pilot
    assert [balance.trait for balance in pilot.balance] == ["age", "sex", "grade"]
    assert all(balance.alike and abs(balance.difference) <= 0.25 for balance in pilot.balance)


def test_the_smallest_effect_is_found_with_the_wished_power():
    rollout = plan_rollout(STAFF, CLEAR)
    least = rollout.pilot.smallest_effect
    assert 0 < least <= 0.6
    pilot, rest = (Arm(sum(s), design_effect(s, 0.02)) for s in (sizes_of(rollout), sizes_of(rollout, False)))
    found = float(power(least, errors_of_means(1.0, pilot, rest), 0.05, len(SIZES) - 2))
    assert found == pytest.approx(0.8, abs=1e-5)


@pytest.mark.parametrize("change", [-0.2, 0.2])
def test_the_smallest_change_of_a_share_is_found_with_the_wished_power_and_has_its_direction(change):
    rollout = plan_rollout(STAFF, Effect("claimants", change, baseline=0.4, icc=0.01), months=12)
    least = rollout.pilot.smallest_effect
    assert np.sign(least) == np.sign(change)
    pilot, rest = (Arm(sum(s), design_effect(s, 0.01)) for s in (sizes_of(rollout), sizes_of(rollout, False)))
    errors = errors_of_shares(0.4 + least, 0.4, pilot, rest)
    assert float(power(least, errors, 0.05, len(SIZES) - 2)) == pytest.approx(0.8, abs=1e-5)


def test_a_company_too_small_is_told_so_with_what_could_be_seen_and_what_would_be_needed():
    rollout = plan_rollout(STAFF, COST)
    assert not rollout.pilot.reaches
    assert rollout.pilot.smallest_effect < COST.change
    assert rollout.needed.people > sum(SIZES)
    assert "找不到能以 80% 的把握看出这个变化的试点" in rollout.summary.zh
    assert f"{rollout.needed.people:,}" in rollout.summary.en


def test_so_many_people_as_are_needed_show_the_effect():
    """Ten times the departments, as many times as `needed` says."""
    effect = Effect("satisfaction", 0.3, deviation=1.0, icc=0.05)
    needed = plan_rollout(STAFF, effect).needed.people
    times = needed / sum(SIZES)
    half = Arm(needed / 2, design_effect(SIZES, 0.05))
    df = times * len(SIZES) - 2
    assert float(power(0.3, errors_of_means(1.0, half, half), 0.05, df)) >= 0.8
    fewer = Arm((needed - 2) / 2, half.design_effect)
    df = (needed - 2) / sum(SIZES) * len(SIZES) - 2
    assert float(power(0.3, errors_of_means(1.0, fewer, fewer), 0.05, df)) < 0.8 + 1e-3


def test_longer_comparison_helps_money_and_shares_and_not_a_mean_of_points():
    effect = Effect("claims_cost", -800_00, baseline=1200_00, icc=0.0)
    short, long = (plan_rollout(STAFF, effect, months=months) for months in (3, 12))
    assert short.needed.months is not None
    assert plan_rollout(STAFF, effect, months=short.needed.months).pilot.power >= 0.8
    assert plan_rollout(STAFF, effect, months=short.needed.months - 1).needed is not None
    assert long.pilot.reaches
    assert plan_rollout(STAFF, replace(CLEAR, change=0.05)).needed.months is None


def test_simulated_person_years_give_level_and_deviation_in_place_of_assumptions():
    years = np.random.default_rng(3).lognormal(11, 1, 5_000)
    rollout = plan_rollout(STAFF, Effect("claims_cost", -300_00), person_years={"claims_cost": years})
    values = {assumption.name.en: assumption for assumption in rollout.assumptions}
    assert values["standard deviation between people"].value == pytest.approx(years.std(ddof=1))
    assert values["present level"].value == pytest.approx(years.mean())
    assert values["present level"].origin is None
    assert any("取自模拟人年" in note.zh for note in rollout.notes)


@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_assumed_is_said_with_how_sure_it_is(measure):
    change = 0.3 if measure == "satisfaction" else -0.05 if MEASURES[measure].kind == "share" else -100_00
    level = 1000_00 if MEASURES[measure].unit == "fen" else None
    rollout = plan_rollout(STAFF, Effect(measure, change, baseline=level))
    assert {a.origin.confidence for a in rollout.assumptions} == {"low"}
    assert all(any(a.origin.source in note.zh for note in rollout.notes) for a in rollout.assumptions)
    given_all = Effect(measure, change, baseline=level or 0.5, deviation=1.0, icc=0.01)
    assert plan_rollout(STAFF, given_all).assumptions == ()


@given(st.floats(0.01, 0.99), st.integers(1, 12))
def test_a_share_of_some_months_makes_the_share_of_the_year(share, months):
    found, _ = setting(Effect("turnover", -share / 2, baseline=share), months, {})
    within = found.seen(-share)
    assert (1 + within) ** (12 / months) == pytest.approx(1 - share)


def test_money_of_fewer_months_scatters_more_and_points_do_not():
    arm = Arm(100)
    for effect, ratio in ((COST, 2.0), (CLEAR, 1.0)):
        short, long = (setting(effect, months, {})[0].errors(effect.change, arm, arm) for months in (3, 12))
        assert short.stated / long.stated == pytest.approx(ratio)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 1.5), st.floats(1.05, 2))
def test_a_larger_effect_never_takes_more_people(change, times):
    units = roster([20, 25, 30, 35, 40, 45], 4)
    effect = Effect("satisfaction", change, deviation=1.0, icc=0.01)
    small, large = (plan_rollout(units, replace(effect, change=value)) for value in (change, change * times))
    assert large.pilot.power >= small.pilot.power - 1e-9 or large.pilot.reaches
    if small.pilot.reaches and all(b.alike for b in small.pilot.balance):
        assert large.pilot.people <= 1.1 * small.pilot.people + 1e-9


def test_phases_begin_with_the_pilot_go_on_to_half_and_end_with_all():
    rollout = plan_rollout(STAFF, CLEAR)
    pilot, half, everybody = rollout.phases
    assert [phase.months for phase in rollout.phases] == [(1, 3), (4, 6), (7, 12)]
    assert pilot.units == rollout.pilot.units
    assert set(pilot.units) <= set(half.units) <= set(everybody.units)
    assert abs(half.people / sum(SIZES) - 0.5) < 0.02
    assert everybody.people == sum(SIZES)
    assert all(phase.watch[0] == "satisfaction" and phase.stop for phase in rollout.phases)
    assert set(everybody.watch) == set(MEASURES)
    assert rollout_assumptions()["phases"].confidence == "low"


@pytest.mark.parametrize(("effect", "way"), [(COST, "高出"), (CLEAR, "低出")])
def test_the_pilot_stops_when_it_goes_the_wrong_way_beyond_chance(effect, way):
    rollout = plan_rollout(STAFF, effect)
    assert way in rollout.phases[0].stop[0].zh
    pilot, rest = (
        Arm(sum(s), design_effect(s, effect.icc or 0.0163)) for s in (sizes_of(rollout), sizes_of(rollout, False))
    )
    deviation = (effect.deviation or 3000_00) * (2 if effect is COST else 1)
    error = float(errors_of_means(deviation, pilot, rest).null)
    assert rollout.pilot.bound == pytest.approx(2.2281389 * error)
    assert all(way not in text.zh for text in rollout.phases[1].stop)


def test_without_departments_cities_are_taken_and_it_is_said():
    table = roster(SIZES, column="city")
    rollout = plan_rollout(table, CLEAR)
    assert rollout.by == "city"
    assert "没有部门" in rollout.notes[0].zh
    assert "no department column" in rollout.notes[0].en


def test_without_departments_and_cities_single_people_are_drawn_and_it_is_said():
    rollout = plan_rollout(roster([150], column=None), CLEAR)
    assert rollout.by == "people"
    assert rollout.pilot.people == len(rollout.pilot.units)
    assert rollout.pilot.reaches
    assert "没有部门" in rollout.notes[0].zh
    assert all(a.name.en != "intraclass correlation of departments" for a in rollout.assumptions)


def test_of_single_people_no_fewer_would_do():
    rollout = plan_rollout(roster([150], column=None), CLEAR)
    n = rollout.pilot.people
    chances = [float(power(0.6, errors_of_means(1.0, Arm(k), Arm(150 - k)), 0.05, 148)) for k in (n - 1, n)]
    assert chances[0] < 0.8 <= chances[1]


def test_departments_have_the_heading_that_people_use():
    assert plan_rollout(roster(SIZES, column="部门"), CLEAR).by == "部门"
    assert plan_rollout(roster(SIZES, column="小组"), CLEAR, by="小组").by == "小组"


def test_two_departments_cannot_be_compared_and_random_halves_are_offered():
    rollout = plan_rollout(roster([60, 60]), Effect("satisfaction", 0.8, deviation=1.0, icc=0.05))
    assert rollout.pilot is None
    assert [phase.key for phase in rollout.phases] == ["half", "all"]
    assert rollout.needed.halves_power > 0.8
    assert "按人随机分成两半" in rollout.summary.zh


def test_employees_without_a_department_are_in_neither_arm_and_counted_in_a_note():
    table = roster([*SIZES, 7])
    words = [None if word == "D12" else word for word in table["department"].to_pylist()]
    place = table.column_names.index("department")
    rollout = plan_rollout(table.set_column(place, "department", [words]), CLEAR)
    assert rollout.people == sum(SIZES)
    assert any("7 名员工没有填写" in note.zh for note in rollout.notes)


def test_dependants_are_not_counted_but_follow():
    plans = parse_plans(
        "plan: p\nperiod: {from: 2026-01-01, to: 2026-12-31}\n"
        "benefits: [{id: visits, kind: reimbursement, covers: [outpatient]}]"
    )
    rows = STAFF.select(["member_id", "relation", "birth_date", "sex", "grade", "cover_from", "department"]).to_pylist()
    child = {**rows[0], "member_id": "C", "family_id": rows[0]["member_id"], "relation": "child"}
    group = group_of(people([*rows, child]), None, plans)
    assert plan_rollout(group, CLEAR).people == sum(SIZES)
    assert plan_rollout(group, CLEAR).pilot.units == plan_rollout(STAFF, CLEAR).pilot.units


def test_the_same_question_has_the_same_answer():
    assert plan_rollout(STAFF, CLEAR) == plan_rollout(STAFF, CLEAR)


def test_every_sentence_exists_in_both_languages():
    for effect in (CLEAR, COST):
        rollout = plan_rollout(STAFF, effect)
        for text in (rollout.summary, *rollout.notes, *(stop for phase in rollout.phases for stop in phase.stop)):
            assert text.zh
            assert text.en
