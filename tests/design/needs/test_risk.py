"""Expected cost of care by segment, relative to the country's working people."""

from datetime import date

import numpy as np
import pytest

from tests.design.needs.making import PLAN, bill, group, person
from tests.support import bills
from tuanbao.design.needs import risk
from tuanbao.design.needs.risk import declared_factor, expected_cost, standard_cost
from tuanbao.plan import parse_plans
from tuanbao.pricing.group import Group, group_of
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.standard import standard_members
from tuanbao.pricing.simulation.bills import simulated
from tuanbao.roster import MEMBERS, normalise


def test_people_like_the_countrys_working_people_have_a_risk_of_one(model: ClaimModel) -> None:
    table = standard_members(4000, date(2026, 1, 1))
    everybody = group_of(normalise(table, MEMBERS), None, parse_plans(PLAN))
    assert risk(everybody, model).relative == pytest.approx(1, rel=0.01)


def test_expected_cost_is_what_simulated_bills_come_to(model: ClaimModel) -> None:
    """In the city itself, of all care: bills that are not handed in are counted in."""
    hazards = hazards_of(
        group([person(n, age=35) for n in range(400)]).assignment.reading, model, (date(2026, 1, 1), date(2026, 12, 31))
    )
    hazards.streams.handed_in[:] = 1.0
    made = simulated(hazards, 60, seed=6)
    yearly = np.array([sum(table["total"].to_pylist()) for table, _ in made.years()])
    price = hazards.schemes.price[hazards.city[0]]
    error = yearly.std(ddof=1) / np.sqrt(len(yearly))
    assert abs(yearly.mean() - expected_cost(hazards).sum() * price) < 4 * error


def test_the_price_of_care_in_the_city_is_no_risk_of_its_people(model: ClaimModel) -> None:
    rows = [person(n, city=["无锡", "赣州"][n % 2]) for n in range(40)]
    cities = {one.name.zh: one.relative for one in risk(group(rows), model).segments if one.dimension == "city"}
    use = model.shared["city_use"].value
    assert len({city.price for city in model.schemes.cities if city.city in cities}) == 2
    assert {use.get(name, 1.0) for name in cities} == {1.0}
    assert cities["无锡"] == pytest.approx(cities["赣州"])


def test_declared_disease_moves_costs_and_leaves_the_mean_of_the_age() -> None:
    """With as many as is usual at the age, people cost on average what the model says."""
    prevalence = np.full(1000, 0.3)
    flag = np.arange(1000) < 300
    factor = declared_factor(flag.astype(float), prevalence, 2.5)
    assert factor.mean() == pytest.approx(1)
    assert factor[0] / factor[-1] == pytest.approx(2.5)
    assert declared_factor(np.array([np.nan]), np.array([0.3]), 2.5).tolist() == [1.0]


def test_more_disease_than_usual_is_a_higher_risk(model: ClaimModel) -> None:
    rows = [person(n, age=40, chronic="是" if n < 20 else "否", department=["A", "B"][n // 20]) for n in range(40)]
    found = risk(group(rows), model)
    sick, well = [one.relative for one in found.segments if one.dimension == "department"]
    assert sick == pytest.approx(2.5 * well)
    assert found.chronic == 0.5


def test_a_share_that_stands_for_a_few_people_is_not_told(model: ClaimModel) -> None:
    rows = [person(n, chronic="是" if n < 4 else "否") for n in range(40)]
    assert risk(group(rows), model).chronic is None


def test_past_bills_tell_how_segments_differ_by_the_square_root_of_their_people(model: ClaimModel) -> None:
    """One department's bills are three times the other's: A/E over the whole 1.5 and 0.5."""
    people = group([person(n, department=["A", "B"][n // 60]) for n in range(120)])
    rows = [bill(n, f"E{n:04d}", yuan=300 if n < 60 else 100) for n in range(120)]
    before, after = risk(people, model), risk(people, model, bills(rows))
    pairs = [
        (one.relative, other)
        for one, other in zip(before.segments, after.segments, strict=True)
        if other.dimension == "department"
    ]
    z = np.sqrt(60 / 1500)
    assert [other.credibility for _, other in pairs] == pytest.approx([z, z])
    assert [other.relative / one for one, other in pairs] == pytest.approx([1 + 0.5 * z, 1 - 0.5 * z])


def test_no_segment_is_of_few_people(demo: Group, model: ClaimModel) -> None:
    found = risk(demo, model)
    assert min(one.people for one in found.segments) >= 10
    assert risk(group([person(n) for n in range(5)]), model).relative is None


def test_the_standard_is_in_the_money_of_the_plans_year(model: ClaimModel) -> None:
    people = group([person(0)])
    moved = model.trended(2026)
    assert standard_cost(model, people) == pytest.approx(standard_cost(moved, people))
