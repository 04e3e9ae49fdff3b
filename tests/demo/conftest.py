from typing import Any

import pytest

from tuanbao.demo.company import Company, make_company

Row = dict[str, Any]


@pytest.fixture(scope="session")
def company() -> Company:
    """The company of the demo."""
    return make_company()


@pytest.fixture(scope="session")
def large() -> Company:
    """Large enough for rare things to happen and for means to settle."""
    return make_company(seed=11, people=6000)


@pytest.fixture(scope="session")
def people(large: Company) -> dict[str, Row]:
    return {row["member_id"]: row for row in large.members.to_pylist()}


@pytest.fixture(scope="session")
def lines(large: Company) -> list[Row]:
    return large.bills.to_pylist()
