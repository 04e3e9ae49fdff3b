"""Prices of designs: the present quote moved by the difference of expected payments, tax by line, self-funding."""

from dataclasses import replace

import numpy as np
import pytest

from tests.design.evaluating.test_grid import grid as small_grid
from tests.design.making import FAMILY, STAFF, small
from tuanbao.design.evaluating.prices import base_premium, funded_prices, insured_prices, version_of
from tuanbao.money import parse_percent
from tuanbao.pricing.quote.expected import line_of
from tuanbao.reference.self_funding import self_funding_customs


def test_the_present_design_costs_what_the_quote_charges_its_people() -> None:
    premiums, people = small().run.quote.premiums, small().run.quote.people
    charged = dict(zip(people.member_id, premiums.premium.tolist(), strict=True))
    for own in small().blocks:
        names = own.block.members["member_id"].to_pylist()
        assert own.offers.price[0] == sum(charged[name] for name in names)
    assert sum(own.offers.price[0] for own in small().blocks) == small().run.quote.premium


def test_the_base_is_told_apart_by_relation_with_who_pays() -> None:
    own = small().block(FAMILY)
    base = base_premium(small().run.quote, own.block.members["member_id"].to_pylist())
    assert sum(base.heads.values()) == len(own.block)
    assert set(base.premium) == {"spouse", "child"}
    assert base.total == sum(base.premium.values())
    for relation in base.premium:
        assert base.employer_share(relation) == pytest.approx(0.5, abs=1e-4)
    nothing = replace(base, premium={"spouse": 0}, employer={"spouse": 0})
    assert nothing.employer_share("spouse") == 0.0


def test_a_design_that_pays_more_costs_more_by_the_loadings_of_the_quote() -> None:
    quote = small().run.quote
    for own in small().blocks:
        grid = own.offers.grid
        prices = insured_prices(grid, quote, base_premium(quote, own.block.members["member_id"].to_pylist()))
        more = grid.expected.sum(axis=1) - grid.expected[0].sum()
        assert ((prices - prices[0] > 0) == (more > 0)).all()
        assert (np.abs(prices - prices[0]) >= np.abs(more) - 1).all()
        factor = float(quote.loading.per_fen(quote.terms.premium_tax.get("health", 0)))
        health = [at for at, key in enumerate(grid.benefits) if line_of(version_of(grid, key)) == "health"]
        assert len(health) >= 3
        assert prices - prices[0] == pytest.approx(more * factor, abs=2)


def test_value_added_tax_stands_on_accidents_only() -> None:
    grid, quote = small().block(STAFF).offers.grid, small().run.quote
    accident = grid.benefits.index((STAFF, "accidental-death"))
    critical = grid.benefits.index((STAFF, "critical-illness"))
    base = base_premium(quote, small().block(STAFF).block.members["member_id"].to_pylist())

    def price_of_one_more(at: int) -> float:
        more = grid.expected.copy()
        more[1] = more[0]
        more[1, at] += 1_000_000.0
        return float(np.diff(insured_prices(replace(grid, expected=more), quote, base)[:2])[0])

    tax = float(quote.terms.premium_tax["accident"])
    assert tax > 0
    assert "health" not in quote.terms.premium_tax or quote.terms.premium_tax["health"] == 0
    assert price_of_one_more(accident) > price_of_one_more(critical) * (1 + tax / 2)


def test_no_price_is_below_nothing() -> None:
    grid, quote = small().block(STAFF).offers.grid, small().run.quote
    less = grid.expected.copy()
    less[1] = 0.0
    less[0] *= 100
    base = base_premium(quote, small().block(STAFF).block.members["member_id"].to_pylist())
    assert insured_prices(replace(grid, expected=less), quote, base)[1] == 0.0


def test_a_funded_design_costs_claims_the_fee_and_the_loaded_excess() -> None:
    grid = small_grid()
    customs = self_funding_customs()
    fee, loading = (float(parse_percent(customs[name].value)) for name in ("administration", "specific_loading"))
    prices = funded_prices(grid)
    assert grid.excess is not None
    for row in (0, 7, 40):
        claims = grid.expected[row].sum()
        assert prices[row] == pytest.approx(claims + fee * claims + loading * grid.excess[row], abs=1)
    with pytest.raises(ValueError, match="without a retention"):
        funded_prices(replace(grid, excess=None))


def test_a_benefit_is_looked_up_in_the_first_design_that_has_it() -> None:
    grid = small_grid()
    assert version_of(grid, ("small", "dental")).id == "dental"
    assert version_of(grid, ("small", "visits")) == grid.designs.block.plans[0].benefit("visits")
