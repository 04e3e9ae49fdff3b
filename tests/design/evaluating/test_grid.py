"""The grid: every combination adjudicated, what it leaves in bad years, what lies above a retention."""

from functools import cache

import numpy as np
import pytest

from tests.design.evaluating.test_bills import public
from tests.design.making import YEAR, block, having, illnesses, levers, model, plan_of, ready
from tuanbao.design.evaluating.burden import lost_pay, worst_mean
from tuanbao.design.evaluating.grid import Grid, evaluate
from tuanbao.design.evaluating.illnesses import FEWEST, MOST, draw
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.options.designs import Designs
from tuanbao.design.options.model import Value

PLAN = """
- {id: visits, kind: reimbursement, covers: [outpatient, emergency], coinsurance: 80%,
   deductible: [{per: year, amount: 100}], limits: [{per: year, amount: 5000}]}
- {id: stays, kind: reimbursement, covers: [inpatient], coinsurance: 70%}
- {id: critical, kind: lump_sum, event: critical_illness, sum_insured: 100000}
"""
LEVERS = """
  - {lever: deductible, plan: small, path: visits.deductible.year.amount, values: [400]}
  - {lever: limit, plan: small, path: visits.limits.year.amount, values: [500, 20000]}
  - {lever: stays, plan: small, path: stays.coinsurance, values: [100%]}
  - {lever: critical, plan: small, path: critical.sum_insured, values: [500000]}
  - {lever: teeth, plan: small, settings: [{add: [{id: dental, kind: reimbursement, covers: [dental]}]}]}
"""
SHARE = 0.05
RETENTION = 2_000_00


@cache
def made() -> Ready:
    plan = plan_of(PLAN)
    return ready(Designs(block([plan], having("small"), levers([plan], LEVERS))))


@cache
def grid() -> Grid:
    return evaluate(made(), range(5), SHARE, retention=RETENTION)


def turns(**settings: int) -> tuple[int, ...]:
    return tuple(settings.get(lever.origin, 0) for lever in made().designs.levers)


def test_every_combination_is_there_once_and_the_present_one_first() -> None:
    assert len(grid()) == len(set(grid().turns)) == 2 * 3 * 2 * 2 * 2
    assert grid().turns[0] == (0,) * 5
    assert all(grid().row(each) == row for row, each in enumerate(grid().turns))
    with pytest.raises(KeyError):
        grid().row((9, 0, 0, 0, 0))


def test_expected_payments_of_a_joint_design_are_those_of_the_public_adjudication() -> None:
    row = turns(deductible=1, limit=1, stays=1, teeth=1)
    [plan] = made().designs.plans(row)
    paid = public([plan], having("small"))
    for at, (_, benefit) in enumerate(grid().benefits):
        if grid().of_bills[at]:
            total = sum(fen for (_, _, name), fen in paid.items() if name == f"small/{benefit}")
            assert grid().expected[grid().row(row), at] == pytest.approx(total / illnesses().years, rel=1e-12)
    assert [benefit for (_, benefit), paid in zip(grid().benefits, grid().of_bills, strict=True) if not paid] == [
        "critical"
    ]


def test_the_joint_effect_is_not_the_sum_of_single_effects() -> None:
    total = grid().expected.sum(axis=1)

    def effect(**settings: int) -> float:
        return float(total[grid().row(turns(**settings))] - total[0])

    single = effect(deductible=1) + effect(limit=1)
    joint = effect(deductible=1, limit=1)
    assert single < joint < 0  # the deductible takes what the limit would have cut
    assert joint - single > -joint / 20


def test_levers_on_other_benefits_do_add_up() -> None:
    total = grid().expected.sum(axis=1)
    both = total[grid().row(turns(stays=1, critical=1))] - total[0]
    assert both == pytest.approx(
        sum(total[grid().row(turns(**{name: 1}))] - total[0] for name in ("stays", "critical"))
    )


def test_a_design_without_a_benefit_is_paid_nothing_by_it() -> None:
    dental = grid().benefits.index(("small", "dental"))
    has = np.array([each[4] == 1 for each in grid().turns])
    assert (grid().expected[~has, dental] == 0).all()
    assert (grid().expected[has, dental] > 0).all()


def test_it_does_not_hang_on_workers_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    again = evaluate(made(), range(5), SHARE, retention=RETENTION, workers=1, progress=lambda *done: told.append(done))
    many = evaluate(made(), range(5), SHARE, retention=RETENTION, workers=4)
    for other in (again, many):
        for name in ("expected", "worst", "excess", "of_bills"):
            assert (getattr(other, name) == getattr(grid(), name)).all()
        assert other.turns == grid().turns
    assert told == sorted(told)
    assert told[-1] == (len(grid()), len(grid()))


def test_some_levers_only() -> None:
    some = evaluate(made(), [1, 3], SHARE)
    assert len(some) == 6
    assert some.excess is None
    for row, each in enumerate(some.turns):
        assert some.worst[row] == grid().worst[grid().row(each)]
        assert some.expected[row].sum() == pytest.approx(grid().expected[grid().row(each)].sum())


def test_a_bad_year_is_the_mean_of_the_worst_person_years_with_lost_pay() -> None:
    drawn, members = illnesses(), having("small")
    lost, _ = lost_pay(drawn, members, Value().lost_pay)
    own = np.isin(np.array(drawn.hazards.member_id), members["member_id"].to_pylist())
    borne = (drawn.borne() + lost).reshape(drawn.years, -1)[:, own]
    assert grid().worst_uncovered == worst_mean(borne.ravel(), SHARE)
    [plan] = made().designs.plans(turns(limit=2))
    paid = np.zeros((drawn.years, len(drawn.hazards.member_id)), np.int64)
    for (year, member, _), fen in public([plan], members).items():
        paid[year, drawn.hazards.member_id.index(member)] += fen
    events = made().events.pay([plan]).by_person_year.reshape(drawn.years, -1)
    left = np.maximum(borne - paid[:, own] - events[:, own], 0)
    assert grid().worst[grid().row(turns(limit=2))] == worst_mean(left.ravel(), SHARE)
    over = np.maximum(paid[:, own] + events[:, own] - RETENTION, 0).sum() / drawn.years
    assert grid().excess is not None
    assert grid().excess[grid().row(turns(limit=2))] == pytest.approx(over)


def test_relief_is_never_negative_and_grows_with_what_is_paid() -> None:
    relief = grid().relief
    assert (relief >= 0).all()
    for row, each in enumerate(grid().turns):
        for lever, better in ((1, 2), (2, 1), (3, 1), (4, 1)):
            more = grid().row((*each[:lever], better, *each[lever + 1 :]))
            assert relief[more] >= relief[row]
            assert grid().expected[more].sum() >= grid().expected[row].sum()


def test_the_excess_falls_as_the_retention_rises() -> None:
    excess = [evaluate(made(), [2], SHARE, retention=fen).excess for fen in (0, 1_000_00, 10_000_00, 10**12)]
    found = [each.sum() for each in excess if each is not None]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[1] > 0 == found[3]


def test_there_are_so_many_years_that_there_are_so_many_bills() -> None:
    drawn = illnesses()
    assert 0.5 < len(drawn.made.bills.member) / 3_000 < 2
    assert FEWEST <= drawn.years <= MOST
    one = having("small").slice(0, 1)
    assert draw(one, model(), YEAR, 10**6, 1).years == MOST
    assert draw(having("small"), model(), YEAR, 1, 1).years == FEWEST
