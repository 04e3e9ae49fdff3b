"""Small rosters for the claim-cost model."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.support import people
from tuanbao.roster import Reading

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
"""The year of the statistics: no trend."""


def person(number: int, age: int, sex: str = "male", **more: Any) -> dict[str, Any]:
    """Somebody of this age on the first day of 2023."""
    row = {"member_id": f"M{number}", "relation": "employee", "birth_date": date(2023 - age, 1, 1), "sex": sex}
    return row | {"cover_from": "2023-01-01", "cover_to": "2023-12-31", "occupation_class": "2"} | more


def employees(ages: Sequence[int], sex: str = "male", **more: Any) -> Reading:
    """Employees of these ages, in this order."""
    return people([person(1000 + i, age, sex, **more) for i, age in enumerate(ages)])
