"""The people's table as arrays: families together, plans in paying order, birthdays."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import support
from tuanbao.adjudication.events import completed_years
from tuanbao.adjudication.intake import take_in
from tuanbao.adjudication.population import birthday, chain_of
from tuanbao.plan import parse_plans

EPOCH = date(1970, 1, 1)
days = st.dates(date(1900, 1, 1), date(2060, 12, 31))


@given(days, st.integers(0, 120), st.integers(-400, 400))
def test_a_birthday_is_the_first_day_on_which_the_years_are_completed(born, years, offset):
    birth = np.array([(born - EPOCH).days]).astype("datetime64[D]")
    day = EPOCH + timedelta(days=int(birthday(birth, years)[0]))
    assert completed_years(born, day) == years
    assert completed_years(born, day - timedelta(days=1)) == years - 1
    other = day + timedelta(days=offset)
    assert (completed_years(born, other) >= years) == (other >= day)


@pytest.mark.parametrize("written", ["a;b", "a ; b", "a；b", ";a;;b;"])
def test_the_plans_of_a_person_stand_in_paying_order(written):
    assert chain_of(written) == ("a", "b")


def test_people_of_one_family_stand_together_and_have_the_benefits_of_all_their_plans():
    plans = parse_plans(
        "".join(
            f"---\nplan: {name}\nperiod: {{from: 2026-01-01, to: 2026-12-31}}\nbenefits:\n"
            f"  - {{id: {name}-1, kind: reimbursement, covers: [outpatient]}}\n"
            f"  - {{id: {name}-2, kind: lump_sum, event: death, sum_insured: 1}}\n"
            f"  - {{id: {name}-3, kind: daily_allowance, amount: 100}}\n"
            for name in ("core", "top-up")
        )
    )
    rows = [
        {"member_id": member, "family_id": family, "relation": "employee", "plan": plan, "cover_from": "2026-01-01"}
        for member, family, plan in (("b1", "B", "core"), ("a1", "A", "top-up;core"), ("b2", "B", "top-up"))
    ]
    intake = take_in(plans, support.people(rows))
    people, benefits = intake.population.people, intake.compiled.benefits
    assert people.family.tolist() == [0, 1, 1]
    assert intake.population.index.positions == {"a1": 0, "b1": 1, "b2": 2}
    starts = people.chain_starts
    chains = [people.chains[starts[c] : starts[c + 1]] for c in people.chain]
    names = [[benefits[number].id for number in chain] for chain in chains]
    assert names == [["top-up-1", "top-up-3", "core-1", "core-3"], ["core-1", "core-3"], ["top-up-1", "top-up-3"]]
