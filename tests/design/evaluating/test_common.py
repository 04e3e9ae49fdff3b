"""Payments to a common sample of people: who has better terms is paid more, who has the same is paid the same."""

import numpy as np
import pyarrow as pa
import pytest

from tests.design.making import SEED, STAFF, YEAR, group, model, small
from tuanbao.design.evaluating.common import PEOPLE, Common
from tuanbao.design.themes import THEMES, theme_of

CHIEFS = f"{STAFF}-chiefs"
NAMES = list(THEMES)


def paid(key: str) -> np.ndarray:
    found = small().block(key).common
    assert found is not None
    return found


def test_two_tiers_with_the_same_terms_are_paid_the_same() -> None:
    """Design by design: the tiers have different people, the sample is one."""
    assert small().block(STAFF).offers.grid.turns == small().block(CHIEFS).offers.grid.turns
    assert (paid(STAFF) == paid(CHIEFS)).all()
    assert paid(STAFF).sum() > 0
    assert small().block("acme-tech-family").common is None


def test_better_terms_are_paid_more_in_their_theme_and_the_same_in_others() -> None:
    grid = small().block(STAFF).offers.grid
    low, high = grid.row((1, 0)), grid.row((2, 0))
    better = paid(STAFF)[high] - paid(STAFF)[low]
    outpatient = NAMES.index("outpatient")
    assert better[outpatient] > 0
    assert (np.delete(better, outpatient) == 0).all()
    critical = NAMES.index("critical_illness")
    sums = [paid(STAFF)[grid.row((0, turn)), critical] for turn in (0, 1, 2)]
    assert sums[1] == pytest.approx(sums[0] / 3)
    assert sums[2] == pytest.approx(sums[0] * 5 / 3)


def test_it_is_what_the_sample_is_paid_a_head_and_year() -> None:
    members = small().group.members
    employees = members.filter(pa.array([relation == "employee" for relation in members["relation"].to_pylist()]))
    common = Common.of(employees, model(), YEAR, SEED)
    assert len(common.members) == len(employees) <= PEOPLE
    found = common.payments(small().block(CHIEFS).offers.grid)
    plan = small().block(STAFF).block.plans[0]
    themes = {theme_of(benefit) for benefit in plan.benefits}
    assert {NAMES[at] for at in np.flatnonzero(found[0])} == themes


def test_of_a_large_company_an_even_sample_is_taken() -> None:
    row = group().members.slice(0, 1)
    many = pa.concat_tables([row] * 600)
    many = many.set_column(
        many.column_names.index("member_id"), "member_id", pa.array([f"M{i:04d}" for i in range(600)])
    )
    many = many.set_column(many.column_names.index("family_id"), "family_id", many["member_id"])
    sample = Common.of(many, model(), YEAR, SEED).members["member_id"].to_pylist()
    places = np.array([int(name[1:]) for name in sample])
    assert len(sample) == PEOPLE
    assert places[0] == 0
    assert places[-1] == 599
    assert set(np.diff(places).tolist()) <= {2, 3}
