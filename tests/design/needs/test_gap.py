"""What basic medical insurance leaves: the figures, their errors, and the simulated bills behind them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.design.needs.making import group, person
from tuanbao.design.needs.burden import RARE, THEME, burden
from tuanbao.design.needs.gap import figures, gaps, gaps_of
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.simulation.bills import simulated
from tuanbao.risk.measures import tail_value_at_risk, value_at_risk


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 4)), min_size=2, max_size=60))
def test_the_figures_are_those_of_risk_measures(sample: list[tuple[int, int]]) -> None:
    amounts, weights = np.array(sample).T
    if weights.sum():
        usual, mean, high, bad = figures(amounts.astype(float), weights[None, :])[0]
        assert mean == pytest.approx(np.average(amounts, weights=weights))
        assert usual == value_at_risk(amounts, 0.5, weights)
        assert high == value_at_risk(amounts, 0.95, weights)
        assert bad == pytest.approx(tail_value_at_risk(amounts, 0.95, weights))


def test_borne_is_what_scheme_and_others_leave_of_the_bills(demo: Group, model: ClaimModel) -> None:
    found = burden(demo, model, 3, seed=5)
    tables = simulated(found.hazards, 3, seed=5)
    place = {name: i for i, name in enumerate(found.hazards.member_id)}
    for year, (bills, _) in enumerate(tables.years()):
        own = np.zeros(len(place))
        for row in bills.select(["member_id", "total", "pooled", "other_paid"]).to_pylist():
            own[place[row["member_id"]]] += row["total"] - row["pooled"] - row["other_paid"]
        assert found.borne[year].tolist() == own.tolist()


def test_the_themes_of_bills_add_up_to_what_is_borne_of_them(demo: Group, model: ClaimModel) -> None:
    """Themes of events and of lost pay aside, every bill is in one theme."""
    found = burden(demo, model, 2, seed=5)
    lost_pay = [THEME[name] for name in (*RARE, "income")]
    of_bills = np.delete(found.themes, lost_pay, axis=2).sum(axis=2, dtype=np.float64)
    work = found.themes[:, :, THEME["employers_liability"]] > 0  # may hold lost pay beside bills
    assert np.allclose(of_bills[~work], found.borne[~work], rtol=1e-5)


def test_cells_are_of_ten_people_at_least_and_hold_everybody(demo: Group, model: ClaimModel) -> None:
    found = gaps(demo, model, 4, seed=1)
    assert min(gap.people for gap in found) >= 10
    assert sum(gap.people for gap in found) == len(demo.members)
    for gap in found:
        assert gap.usual.fen <= gap.high.fen <= gap.bad.fen
        assert gap.mean.fen <= gap.bad.fen
        assert gap.mean.error > 0


def test_a_placeholder_scheme_is_said_to_be_one(demo: Group, model: ClaimModel) -> None:
    by_city = {gap.city.zh: gap for gap in gaps(demo, model, 2, seed=1)}
    assert by_city["北京"].note is None
    assert by_city["上海"].confidence == "low"
    note = by_city["上海"].note
    assert note is not None
    assert "占位参数" in note.zh


def test_a_group_of_few_people_has_no_gaps(model: ClaimModel) -> None:
    assert gaps(group([person(n) for n in range(9)]), model, 2, seed=1) == ()


def test_older_people_bear_more_in_a_bad_year(model: ClaimModel) -> None:
    rows = [person(n, age=25) for n in range(300)] + [person(n, age=58) for n in range(300, 600)]
    young, old = gaps(group(rows), model, 40, seed=3)
    difference = old.bad.fen - young.bad.fen
    assert difference > 3 * np.hypot(old.bad.error, young.bad.error)


def test_the_error_of_the_mean_is_that_of_the_replicate_years(model: ClaimModel) -> None:
    found = burden(group([person(n) for n in range(200)]), model, 40, seed=2)
    [gap] = gaps_of(found, model, seed=2)
    yearly = found.borne.mean(axis=1)
    expected = yearly.std() / np.sqrt(len(yearly))
    assert gap.mean.error == pytest.approx(expected, rel=4 / np.sqrt(2 * 200))


def test_errors_cover_the_truth_as_often_as_they_should(model: ClaimModel) -> None:
    """Against a long run: z scores of the mean and the bad year over independent seeds."""
    people = group([person(n, age=40) for n in range(60)])
    [truth] = gaps(people, model, 2000, seed=999)
    short = [gaps(people, model, 40, seed=seed)[0] for seed in range(20)]
    z = np.array(
        [
            [(one.mean.fen - truth.mean.fen) / one.mean.error, (one.high.fen - truth.high.fen) / one.high.error]
            for one in short
        ]
    )
    assert (np.abs(z) < 2).mean() > 0.8
    assert 0.5 < np.sqrt((z**2).mean()) < 1.6


def test_what_death_and_illness_cost_on_average_is_what_simulated_years_come_to(model: ClaimModel) -> None:
    rows = [person(n, age=52, salary="20000") for n in range(1500)]
    found = burden(group(rows), model, 40, seed=8)
    for theme in RARE:
        yearly = found.themes[:, :, THEME[theme]].sum(axis=1, dtype=np.float64)
        error = yearly.std(ddof=1) / np.sqrt(len(yearly))
        assert abs(yearly.mean() - found.expected[:, THEME[theme]].sum()) < 4 * error, theme
