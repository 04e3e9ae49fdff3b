"""Simulated and past bills through the adjudication: sums, common random numbers, errors, bad input."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.pricing.simulation.made_hazards import hazards, members, only
from tuanbao.adjudication import RefusedRowsError, adjudicate
from tuanbao.demo.company import make_company
from tuanbao.plan import Plan, load_plans, parse_plans
from tuanbao.pricing.costing import Scenario, simulate_costs
from tuanbao.pricing.costs import Costs, difference
from tuanbao.pricing.model import load_model
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.simulation import SimulationError, simulate_bills
from tuanbao.pricing.simulation.bills import simulated
from tuanbao.roster import MEMBERS, normalise

ACME = load_plans(Path(__file__).parents[2] / "examples" / "plans" / "acme-tech.yaml")
EVERYTHING = """
plan: everything
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: visits, kind: reimbursement, covers: [outpatient, emergency, chronic], coinsurance: 80%,
     deductible: [{per: year, amount: 300, shared: family}], limits: [{per: year, amount: 3000}]}
  - {id: stays, kind: reimbursement, covers: [inpatient, maternity], limits: [{per: lifetime, amount: 20000}]}
  - {id: cash, kind: daily_allowance, of: stay, amount: 100, max_days: {year: 30}}
  - {id: idle, kind: daily_allowance, of: lost_time, amount: 150, max_days: {case: 10}}
  - {id: life, kind: lump_sum, event: death, sum_insured: 100000}
  - {id: critical, kind: lump_sum, event: critical_illness, sum_insured: 50000, survival_days: 14}
  - {id: birth, kind: lump_sum, event: childbirth, sum_insured: 1000}
  - {id: common, kind: reimbursement, covers: [dental, pharmacy], limits: [{per: year, amount: LIMIT, shared: company}]}
"""
MADE = hazards(60)
YEARS = 12


def everything(limit: int = 15_000) -> Plan:
    return parse_plans(EVERYTHING.replace("LIMIT", str(limit)))[0]


def model_of(made: Hazards) -> Callable[[pa.Table, Any], Hazards]:
    """The hazards that were written by hand, of the people who are asked for."""

    def model(roster: pa.Table, year: tuple[date, date]) -> Hazards:
        there = set(roster["member_id"].cast(pa.string()).to_pylist())
        return only(made, [place for place, name in enumerate(made.member_id) if name in there])

    return model


def costs(scenarios: dict[str, Scenario], years: int = YEARS, **more: Any) -> dict[str, Costs]:
    return simulate_costs(scenarios, model_of(MADE), years=years, seed=4, **more)


def staff(plan: str = "everything") -> pa.Table:
    return members(MADE, plan)


@pytest.fixture(scope="module")
def whole() -> Costs:
    return costs({"all": Scenario(everything(), staff())})["all"]


def summed(plan: Plan, people: pa.Table, years: int = YEARS) -> dict[tuple[int, str], tuple[int, int]]:
    """Year and benefit -> fen and rows paid, by plain adjudications of one year after the other."""
    made = simulated(MADE, years, 4)
    found = {}
    for number, (bills, events) in enumerate(made.years()):
        for row in adjudicate(plan, people, bills, events).summary.to_pylist():
            found[number, row["benefit_id"]] = (row["paid"], row["paid_rows"])
    return found


def test_costs_are_the_sums_of_plain_adjudications(whole: Costs) -> None:
    """With a company-wide limit that is used up, lifetime limits, allowances and events."""
    plain = summed(everything(), staff())
    for column, (plan, benefit) in enumerate(whole.benefits):
        assert plan == "everything"
        expected = [plain.get((year, benefit), (0, 0)) for year in range(YEARS)]
        assert whole.by_year[:, 0, column].tolist() == [paid for paid, _ in expected]
        assert whole.paid_counts[column] == sum(count for _, count in expected)
    assert {benefit for _, benefit in whole.benefits} == {benefit.id for benefit in everything().benefits}
    common = whole.by_year[:, 0, -1]
    assert common.max() == 1_500_000
    assert (common == 1_500_000).sum() > 3


def test_people_and_years_add_up_to_the_same(whole: Costs) -> None:
    assert whole.by_person.sum() == whole.by_year.sum() == whole.person_years.sum()
    assert (whole.by_person.sum(axis=0) == whole.by_year.sum(axis=(0, 1))).all()
    assert len(whole.person_years) == YEARS * len(whole.member_id)
    assert whole.member_id == MADE.member_id
    assert whole.totals().sum() == whole.by_year.sum()
    assert whole.mean() * YEARS == pytest.approx(whole.expected().sum())


@pytest.mark.parametrize("more", [{"workers": 1}, {"lines": 1}, {"lines": 3000}, {"workers": 3, "lines": 2000}])
def test_batches_and_threads_make_no_difference(whole: Costs, more: dict[str, int]) -> None:
    again = costs({"all": Scenario(everything(), staff())}, **more)["all"]
    for name in ("by_year", "by_person", "paid_counts", "person_years"):
        assert (getattr(again, name) == getattr(whole, name)).all()


def test_a_large_company_goes_through_in_slices() -> None:
    people = members(MADE, "acme-tech-staff")
    one = costs({"all": Scenario(ACME[0], people)})["all"]
    many = costs({"all": Scenario(ACME[0], people)}, lines=10)["all"]  # 100 bills a slice
    assert many.member_id == one.member_id
    assert (many.group == one.group).all()
    for name in ("by_year", "by_person", "paid_counts"):
        assert (getattr(many, name) == getattr(one, name)).all()
    assert sorted(many.person_years.tolist()) == sorted(one.person_years.tolist())


def test_classes_of_people_add_up_to_all(whole: Costs) -> None:
    group = {name: ("员工", "配偶", "子女")[place % 3] for place, name in enumerate(MADE.member_id)}
    found = costs({"all": Scenario(everything(), staff())}, group=group)["all"]
    assert found.groups == ("员工", "配偶", "子女")
    assert (found.by_year > 0).any(axis=(0, 2)).all()
    assert (found.by_year.sum(axis=1) == whole.by_year[:, 0]).all()
    for place in range(3):
        assert (found.by_person[found.group == place].sum(axis=0) == found.by_year[:, place].sum(axis=0)).all()
    with pytest.raises(SimulationError, match="3 people have no group"):
        costs({"all": Scenario(everything(), staff())}, group=dict(list(group.items())[3:]))


def test_the_same_people_fall_ill_in_the_same_way_in_every_scenario() -> None:
    """One scenario alone costs what it costs beside others, with fewer people and with other plans."""
    everybody, employees = staff(), staff().filter(pa.array(MADE.relation == 0))
    both = {
        "all": Scenario(everything(), everybody),
        "employees": Scenario(everything(), employees),
        "rich": Scenario(everything(10**6), everybody),
    }
    together = costs(both)
    for name, scenario in both.items():
        alone = costs({name: scenario})[name]
        assert (together[name].by_year == alone.by_year).all()
        assert (together[name].by_person == alone.by_person).all()
        assert together[name].member_id == alone.member_id
    assert len(together["employees"].member_id) == 60
    of_employees = together["rich"].by_person[MADE.relation == 0]
    assert of_employees[:, -1].sum() >= together["employees"].by_person[:, -1].sum() > 0


def test_a_difference_is_far_surer_than_the_prices() -> None:
    lite = members(MADE, "acme-tech-staff:lite")
    found = costs({"full": Scenario(ACME, members(MADE, "acme-tech-staff")), "lite": Scenario(ACME, lite)}, years=200)
    gap = difference(found["full"], found["lite"])
    assert gap.mean == pytest.approx(found["full"].mean() - found["lite"].mean())
    assert gap.mean > 0
    assert gap.error < gap.error_if_independent / 10
    assert gap.error_of_one == found["full"].standard_error()
    with pytest.raises(ValueError, match="year by year"):
        difference(found["full"], costs({"few": Scenario(ACME, lite)}, years=3)["few"])


def test_the_error_is_that_of_many_runs() -> None:
    """The standard error of 20 years says how far means of 20 years lie apart."""
    long = costs({"all": Scenario(everything(10**7), staff())}, years=1000)["all"].totals()
    means = long.reshape(50, 20).mean(axis=1)
    stated = np.mean([part.std(ddof=1) / np.sqrt(20) for part in long.reshape(50, 20)])
    assert 0.7 < means.std(ddof=1) / stated < 1.4


def test_progress_is_told_up_to_the_last_year() -> None:
    told: list[tuple[int, int]] = []
    costs({"all": Scenario(everything(), staff())}, lines=2000, progress=lambda *done: told.append(done))
    assert told[-1] == (YEARS, YEARS)
    assert told == sorted(told)
    assert len(told) > 2
    told.clear()
    acme = Scenario(ACME[0], members(MADE, "acme-tech-staff"))
    costs({"all": acme}, lines=10, progress=lambda *done: told.append(done))
    assert told[-1] == (YEARS, YEARS)
    assert told == sorted(told)


def test_a_plan_that_nobody_has_costs_nothing_and_is_told() -> None:
    found = costs({"all": Scenario(ACME, members(MADE, "acme-tech-staff:plus"))})["all"]
    assert {plan for plan, _ in found.benefits} == {"acme-tech-staff:plus"}
    assert [note.en for note in found.notes] == ["nobody has the plan acme-tech-family; it costs nothing"]


def test_bad_input_is_refused() -> None:
    people = staff()
    with pytest.raises(SimulationError, match="empty"):
        costs({"all": Scenario(everything(), people.slice(0, 0))})
    with pytest.raises(SimulationError, match="from 1"):
        costs({"all": Scenario(everything(), people)}, years=0)
    with pytest.raises(SimulationError, match="no scenario"):
        costs({})
    with pytest.raises(RefusedRowsError):
        costs({"all": Scenario([everything(), *ACME], members(MADE, "gold"))})
    elders = people.set_column(people.column_names.index("relation"), "relation", pa.array(["parent"] * len(people)))
    with pytest.raises(SimulationError, match="another relation"):
        costs({"one": Scenario(everything(), people), "other": Scenario(everything(), elders)})


def test_people_who_are_not_covered_in_the_year_cost_nothing() -> None:
    """The model leaves them out, and so do the costs."""
    rest = only(MADE, range(3, 180))
    found = simulate_costs({"all": Scenario(everything(), staff())}, lambda *_: rest, years=3, seed=4)["all"]
    assert found.member_id == MADE.member_id[3:]


def test_the_claim_cost_model_prices_the_demo_company() -> None:
    """From a roster as it is read, and the same whatever the order of its rows."""
    people = normalise(make_company(1, 60).members, MEMBERS)
    table = people.table.take(pa.array(np.random.default_rng(0).permutation(len(people.table))))
    found = simulate_costs(
        {"read": Scenario(ACME, people), "mixed": Scenario(ACME, table)}, load_model(), years=20, seed=1
    )
    assert (found["read"].by_year == found["mixed"].by_year).all()
    assert 100_00 < found["read"].mean() / len(people.table) < 5_000_00
    made = simulate_bills(people, load_model(), seed=1)
    assert (
        sum(adjudicate(ACME, people, made.bills, made.events).summary["paid"].to_pylist()) == found["read"].totals()[0]
    )


def test_hospital_lists_are_noted() -> None:
    text = EVERYTHING.replace("LIMIT", "1").replace(
        "coinsurance: 80%", "coinsurance: [{when: {lists: [near]}, pay: 90%}]"
    )
    lists = pa.table({"list": ["near"], "hospital": ["H1"]})
    found = costs({"all": Scenario(parse_plans(text), staff(), lists)}, years=2)["all"]
    assert "hospital list" in found.notes[0].en


def test_plans_that_name_hospital_lists_are_priced_without_a_table_of_them() -> None:
    """What must not be on a list is paid, and what must be is priced as if it were; both are said."""
    text = EVERYTHING.replace("LIMIT", "1")
    plain, excepted, required = (
        parse_plans(text.replace("coinsurance: 80%", f"coinsurance: 80%{hospitals}"))[0]
        for hospitals in ("", ", hospitals: {except: [dear]}", ", hospitals: {lists: [near]}")
    )
    given = {"plain": plain, "excepted": excepted, "required": required}
    found = costs({name: Scenario(plan, staff()) for name, plan in given.items()}, years=3)
    assert (found["plain"].by_year == found["excepted"].by_year).all()
    assert (found["plain"].by_year == found["required"].by_year).all()
    assert not [note for note in found["plain"].notes if "名单" in note.zh]
    assert [note for note in found["excepted"].notes if "不在任何医院名单" in note.zh]
    assert [note for note in found["required"].notes if "价格因此偏高" in note.zh]
