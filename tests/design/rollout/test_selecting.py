"""The pilot: fewest people that show the effect, like the rest; against looking at every set one by one."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.rollout.rosters import roster
from tuanbao.design.rollout.balance import differences, imbalance
from tuanbao.design.rollout.selecting import LEAST_PEOPLE, MOST_FOR_ALL_SETS, Wishes, drawn, select, towards
from tuanbao.design.rollout.units import units_by, units_of_one

SIZES = st.lists(st.integers(5, 40), min_size=3, max_size=7)


def by_people(units, enough):
    """A power that only people make."""
    return lambda masks: np.minimum(1.0, masks @ units.sizes / enough * 0.8)


def masks_of(n):
    for k in range(1, n):
        for chosen in combinations(range(n), k):
            yield np.isin(np.arange(n), chosen)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 1000), st.floats(10, 80), st.sampled_from([0.1, 0.25, 0.6]))
def test_no_other_set_of_few_departments_is_better(sizes, seed, enough, tolerance):
    units = units_by(roster(sizes, seed), "department")
    wishes, powers = Wishes(0.8, tolerance, 0.0), by_people(units, enough)
    found = select(units, powers, wishes)
    total = units.people
    allowed = [m for m in masks_of(len(sizes)) if LEAST_PEOPLE <= m @ units.sizes <= total / 2]
    allowed = [m for m in allowed if total - m @ units.sizes >= LEAST_PEOPLE]
    if found is None:
        assert not allowed
        return
    assert found.every_set
    shows = [m for m in allowed if powers(m[None, :])[0] >= 0.8]
    alike = [m for m in shows if imbalance(units, m[None, :])[0] <= tolerance]
    people, unlike = found.chosen @ units.sizes, imbalance(units, found.chosen[None, :])[0]
    if alike:
        assert people == min(m @ units.sizes for m in alike)
    elif shows:
        assert unlike == pytest.approx(min(imbalance(units, m[None, :])[0] for m in shows), abs=1e-8)
    else:
        alike = [m for m in allowed if imbalance(units, m[None, :])[0] <= tolerance] or allowed
        assert found.power == pytest.approx(max(powers(m[None, :])[0] for m in alike), abs=1e-8)


def test_within_the_slack_the_set_most_like_the_rest_is_taken():
    units = units_by(roster([20, 21, 22, 23, 24, 25, 26, 60], 3), "department")
    powers = by_people(units, 40)
    strict, loose = (select(units, powers, Wishes(0.8, 0.5, slack)) for slack in (0.0, 0.5))
    assert loose.imbalance < strict.imbalance
    assert loose.chosen @ units.sizes <= 1.5 * (strict.chosen @ units.sizes)


@pytest.mark.parametrize("departments", [10, 24])
def test_the_same_people_give_the_same_pilot_in_whatever_order_they_stand(departments):
    table = roster([15 + i for i in range(departments)], 5)
    mixed = table.take(np.random.default_rng(1).permutation(len(table)))
    chosen = []
    for each in (table, mixed):
        units = units_by(each, "department")
        chosen.append(select(units, by_people(units, 60), Wishes(0.8, 0.25, 0.1)).chosen.tolist())
    assert chosen[0] == chosen[1]


def test_of_many_departments_a_set_is_grown_that_shows_the_effect_and_is_like_the_rest(monkeypatch):
    units = units_by(roster([12, 15, 18, 22, 30, 14, 16, 19, 25, 11, 13, 17], 9), "department")
    powers, wishes = by_people(units, 45), Wishes(0.8, 0.25, 0.0)
    best = select(units, powers, wishes)
    monkeypatch.setattr("tuanbao.design.rollout.selecting.MOST_FOR_ALL_SETS", 4)
    grown = select(units, powers, wishes)
    assert not grown.every_set
    assert grown.power >= 0.8
    assert grown.imbalance <= 0.25
    assert best.chosen @ units.sizes <= grown.chosen @ units.sizes <= 1.25 * (best.chosen @ units.sizes)
    spared = [np.where(np.arange(12) == i, False, grown.chosen) for i in np.flatnonzero(grown.chosen)]
    kept = [m for m in spared if imbalance(units, m[None, :])[0] <= 0.25 and m @ units.sizes >= LEAST_PEOPLE]
    assert all(powers(m[None, :])[0] < 0.8 for m in kept)


def test_two_arms_of_ten_cannot_be_made_of_departments_of_which_one_has_nearly_everybody():
    units = units_by(roster([60, 4, 5]), "department")
    assert select(units, by_people(units, 10), Wishes(0.8, 0.25, 0.1)) is None


@settings(max_examples=25, deadline=None)
@given(SIZES, st.integers(0, 1000))
def test_differences_are_those_of_the_people_one_by_one(sizes, seed):
    table = roster(sizes, seed)
    units = units_by(table, "department")
    rng = np.random.default_rng(seed)
    mask = np.zeros(len(sizes), bool)
    mask[rng.permutation(len(sizes))[: max(1, len(sizes) // 2)]] = True
    pilot = np.isin(table["department"].to_pylist(), [units.names[i] for i in np.flatnonzero(mask)])
    found = {trait: values[0] for trait, values in differences(units, mask[None, :]).items()}
    born = np.array([day.toordinal() for day in table["birth_date"].to_pylist()], float)
    assert found["age"] == pytest.approx((born[~pilot].mean() - born[pilot].mean()) / born.std())
    male = np.array(table["sex"].to_pylist()) == "male"
    share = male.mean()
    if 0 < share < 1:
        gap = abs(male[pilot].mean() - male[~pilot].mean())
        assert found["sex"] == pytest.approx(gap / np.sqrt(share * (1 - share)))
    grades = np.array(table["grade"].to_pylist())
    terms = [
        ((grades[pilot] == g).mean() - (grades[~pilot] == g).mean()) ** 2 / (grades == g).mean() for g in set(grades)
    ]
    assert found.get("grade", 0.0) == pytest.approx(np.sqrt(sum(terms)))


@settings(max_examples=25, deadline=None)
@given(SIZES, st.integers(0, 100), st.floats(0.3, 0.9))
def test_a_phase_comes_as_near_to_its_share_as_departments_allow_and_keeps_the_pilot(sizes, seed, share):
    units = units_by(roster(sizes, seed), "department")
    pilot = np.arange(len(sizes)) == 0
    mask = towards(units, pilot, share)
    assert mask[0]
    goal = share * units.people
    others = [m | pilot for m in (*masks_of(len(sizes)), ~np.zeros(len(sizes), bool), pilot)]
    assert abs(mask @ units.sizes - goal) == pytest.approx(min(abs(m @ units.sizes - goal) for m in others))


def test_of_very_many_departments_a_phase_does_not_go_beyond_its_share():
    units = units_by(roster([10 + i for i in range(MOST_FOR_ALL_SETS + 6)]), "department")
    pilot = np.arange(len(units.names)) < 2
    people = towards(units, pilot, 0.5) @ units.sizes
    assert 0.45 * units.people <= people <= 0.5 * units.people


def test_drawn_people_are_the_same_for_one_seed_and_more_like_the_rest_than_most_draws():
    units = units_of_one(roster([60], 2))
    draws = [drawn(units, by_people(units, 20), 20, seed) for seed in (1, 1, 2)]
    assert draws[0].chosen.tolist() == draws[1].chosen.tolist() != draws[2].chosen.tolist()
    rng = np.random.default_rng(0)
    usual = np.array([np.isin(np.arange(60), rng.permutation(60)[:20]) for _ in range(200)])
    assert draws[0].imbalance <= np.quantile(imbalance(units, usual), 0.1)
