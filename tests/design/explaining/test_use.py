"""How much each benefit is used under the present terms."""

import pytest

from tests.design.evaluating.test_bills import public
from tests.design.evaluating.test_grid import grid, made
from tests.design.making import STAFF, having, illnesses, small
from tuanbao.design.explaining.use import use_of


def test_users_and_cost_are_those_of_the_public_adjudication() -> None:
    found = use_of(made(), grid())
    paid = public(list(made().designs.block.plans), having("small"))
    person_years = illnesses().years * len(having("small"))
    whole = grid().expected[0].sum()
    for benefit in ("visits", "stays"):
        own = {(year, member): fen for (year, member, name), fen in paid.items() if name == f"small/{benefit}"}
        use = found["small", benefit]
        assert use.users == pytest.approx(len(own) / person_years)
        assert use.expected == pytest.approx(sum(own.values()) / illnesses().years)
        assert use.cost_share == pytest.approx(use.expected / whole)
        assert not use.rare


def test_lump_sums_are_rare_and_used_by_those_to_whom_they_happen() -> None:
    use = use_of(made(), grid())["small", "critical"]
    assert use.rare
    assert 0 < use.users < 0.01
    assert use.users * len(having("small")) * 100_000_00 == pytest.approx(use.expected)


def test_what_only_another_design_has_is_not_used_today() -> None:
    assert ("small", "dental") not in use_of(made(), grid())
    assert sum(use.cost_share for use in use_of(made(), grid()).values()) == pytest.approx(1.0)


def test_every_block_of_the_company_has_its_use() -> None:
    uses = small().uses[STAFF]
    assert 0.2 < uses[STAFF, "outpatient"].users < 0.9
    assert uses[STAFF, "outpatient"].users > uses[STAFF, "inpatient"].users
    assert sum(use.cost_share for use in uses.values()) == pytest.approx(1.0)
