"""Who is priced: the people who are covered on a day, for the plans' whole year, with the plans that they have."""

from datetime import date
from pathlib import Path

import pytest

from tests.support import people
from tuanbao.adjudication import RefusedRowsError
from tuanbao.plan import load_programme, parse_plans
from tuanbao.pricing.group import group_of
from tuanbao.roster import TableError

ROOT = Path(__file__).parents[2]
PLAN = parse_plans(
    """
plan: only
period: {from: 2026-01-01, to: 2026-12-31}
benefits: [{id: visits, kind: reimbursement, covers: [outpatient]}]
"""
)
ANNA = {"member_id": "A", "relation": "employee", "birth_date": date(1990, 5, 1), "sex": "female"}
ALL_YEAR = {"cover_from": date(2026, 1, 1), "cover_to": date(2026, 12, 31)}


def test_whoever_is_covered_on_the_day_is_priced_for_the_whole_year() -> None:
    joiner = {**ANNA, "member_id": "B", "cover_from": date(2026, 9, 1), "cover_to": date(2026, 12, 31)}
    leaver = {**ANNA, "member_id": "C", "cover_from": date(2025, 1, 1), "cover_to": date(2026, 3, 1)}
    group = group_of(people([{**ANNA, **ALL_YEAR}, joiner, leaver]), None, PLAN, date(2026, 10, 1))
    assert group.members["member_id"].to_pylist() == ["A", "B"]
    assert set(group.members["cover_from"].to_pylist()) == {date(2026, 1, 1)}
    assert "1 人" in group.notes[0].zh


def test_a_newborn_is_covered_from_birth_on() -> None:
    born = date(2026, 4, 1)
    child = {"member_id": "A-C1", "family_id": "A", "relation": "child", "birth_date": born, "sex": "male"}
    rows = [{**ANNA, **ALL_YEAR}, {**child, "cover_from": date(2026, 5, 1), "cover_to": date(2026, 12, 31)}]
    group = group_of(people(rows), None, PLAN, date(2026, 12, 31))
    assert dict(zip(group.members["member_id"].to_pylist(), group.members["cover_from"].to_pylist(), strict=True)) == {
        "A": date(2026, 1, 1),
        "A-C1": born,
    }


def test_without_a_programme_people_have_the_only_plan() -> None:
    group = group_of(people([{**ANNA, **ALL_YEAR}]), None, PLAN)
    assert group.members["plan"].to_pylist() == ["only"]


def test_a_programme_gives_people_their_plans() -> None:
    programme, plans = load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml")
    group = group_of(people([{**ANNA, **ALL_YEAR}]), programme, plans)
    assert group.members["plan"].to_pylist() == ["acme-tech-staff"]


def test_a_day_on_which_nobody_is_covered_is_told_with_the_days_on_which_somebody_is() -> None:
    with pytest.raises(TableError, match="2026-01-01 and 2026-12-31"):
        group_of(people([{**ANNA, **ALL_YEAR}]), None, PLAN, date(2024, 1, 1))


def test_an_empty_roster_is_told() -> None:
    with pytest.raises(TableError, match="nobody in the table"):
        group_of(people([]), None, PLAN)


def test_where_every_row_is_wrong_the_rows_are_told() -> None:
    with pytest.raises(RefusedRowsError, match="is not a date"):
        group_of(people([{**ANNA, "cover_from": "not a day"}]), None, PLAN)
