"""The made-up company pays for every day of cover, month by month."""

import pyarrow.compute as pc

from tuanbao.demo import Company
from tuanbao.demo.parameters import parameters
from tuanbao.money import parse_yuan


def test_every_month_and_plan_has_a_premium(company: Company) -> None:
    table = company.premiums
    assert len(table) == 24
    assert pc.min(table["premium"]).as_py() > 0
    assert table["premium"].equals(table["premium_paid"])


def test_a_year_s_premium_is_the_rate_by_days_of_cover(company: Company) -> None:
    rates = parameters()["premiums"]
    for plan, rate in rates.items():
        people = company.members.filter(pc.equal(company.members["plan"], plan)).to_pylist()
        days = sum((row["cover_to"] - row["cover_from"]).days + 1 for row in people)
        rows = company.premiums.filter(pc.equal(company.premiums["plan"], plan))
        # Each of the twelve months is rounded once.
        assert abs(pc.sum(rows["premium"]).as_py() - days * parse_yuan(rate) / 365) <= 6
