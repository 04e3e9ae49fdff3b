"""Offers: every design under every way to pay, and how many then join."""

from fractions import Fraction

import numpy as np
import pytest

from tests.design.making import FAMILY, STAFF, small
from tuanbao.design.evaluating.offers import offers
from tuanbao.design.evaluating.prices import BasePremium
from tuanbao.design.options.model import Payer
from tuanbao.money import parse_percent
from tuanbao.reference.design import design_default

GRID = small().block(FAMILY).offers.grid
PRICES = np.array([3_000_000.0, 2_500_000.0, 3_500_000.0])
BASE = BasePremium(
    {"spouse": 2_000_000, "child": 1_000_000}, {"spouse": 1_000_000, "child": 500_000}, {"spouse": 6, "child": 12}
)
HALF = Fraction(1, 2)


def payer(relation: str, employer: list[str], joining: list[str] | None = None) -> Payer:
    return Payer.model_validate({"relation": relation, "employer": employer, "joining": joining})


def test_without_payers_there_is_todays_way_only() -> None:
    made = offers(GRID, PRICES, BASE, [])
    assert len(made) == len(GRID) == 3
    assert made.ways == ({"spouse": (HALF, 1), "child": (HALF, 1)},)
    assert made.price.tolist() == PRICES.tolist()
    assert made.company.tolist() == (PRICES / 2).tolist()
    assert (made.joining == 1).all()


def test_todays_way_stands_first_though_the_options_name_it_too() -> None:
    made = offers(GRID, PRICES, BASE, [payer("spouse", ["0%", "50%", "100%"]), payer("child", ["50%", "100%"])])
    assert made.ways[0] == {"spouse": (HALF, 1), "child": (HALF, 1)}
    assert len(made.ways) == len({tuple(sorted((r, s) for r, (s, _) in way.items())) for way in made.ways}) == 6
    assert made.row[:3].tolist() == [0, 1, 2]
    assert made.paying.tolist() == [way for way in range(6) for _ in range(3)]


def test_the_company_and_people_pay_the_price_together() -> None:
    made = offers(GRID, PRICES, BASE, [payer("spouse", ["0%", "25%", "100%"]), payer("child", ["0%"])])
    assert (made.company + made.own == made.price).all()
    assert (made.own >= -1).all()
    assert (made.company >= 0).all()


def test_how_many_join_is_said_relative_to_today() -> None:
    """Of the spouses 80 % would join at half the premium, which is today's, and 40 % at none."""
    made = offers(GRID, PRICES, BASE, [payer("spouse", ["0%", "50%", "100%"], ["40%", "80%", "90%"])])
    by_share = {way["spouse"][0]: way["spouse"][1] for way in made.ways}
    assert by_share == {HALF: 1, Fraction(0): HALF, Fraction(1): Fraction(9, 8)}
    nobody_pays = next(i for i, way in enumerate(made.ways) if way["spouse"][0] == 0)
    first = int(np.flatnonzero(made.paying == nobody_pays)[0])
    assert made.price[first] == pytest.approx(3_000_000 * (2 / 3 * 0.5 + 1 / 3))
    assert made.company[first] == pytest.approx(3_000_000 * 1 / 3 * 0.5)
    assert made.joining[first] == pytest.approx(2 / 3)
    assert made.expected()[first] == pytest.approx(GRID.expected[0] * 2 / 3)


def test_joining_that_is_not_said_comes_from_the_reference_in_a_straight_line() -> None:
    table = {
        float(parse_percent(share)): float(parse_percent(join))
        for share, join in design_default("joining").value.items()
    }
    made = offers(GRID, PRICES, BASE, [payer("spouse", ["25%", "30%", "100%"])])
    joining = {float(way["spouse"][0]): float(way["spouse"][1]) for way in made.ways}
    assert joining[0.25] == pytest.approx(table[0.25] / table[0.5])
    assert joining[0.3] == pytest.approx((table[0.25] + (table[0.5] - table[0.25]) * 0.2) / table[0.5], abs=1e-3)
    assert joining[1.0] == pytest.approx(table[1.0] / table[0.5])


def test_payers_of_relations_that_a_block_does_not_have_change_nothing() -> None:
    only = BasePremium({"child": 3_000_000}, {"child": 0}, {"child": 9})
    made = offers(GRID, PRICES, only, [payer("spouse", ["0%", "100%"])])
    assert made.ways == ({"child": (Fraction(0), 1)},)
    assert (made.company == 0).all()
    assert made.own.tolist() == PRICES.tolist()


def test_employees_are_paid_for_by_the_company() -> None:
    own = small().block(STAFF).offers
    assert own.ways == ({"employee": (Fraction(1), Fraction(1))},)
    assert (own.company == own.price).all()
    assert (own.own == 0).all()
    family = small().block(FAMILY).offers
    assert len(family.ways) == 2
    assert family.company[0] == pytest.approx(sum(base_paid()), abs=len(small().block(FAMILY).block))  # fen that round


def base_paid() -> list[int]:
    quote = small().run.quote
    names = set(small().block(FAMILY).block.members["member_id"].to_pylist())
    return [int(quote.premiums.employer[i]) for i, name in enumerate(quote.people.member_id) if name in names]
