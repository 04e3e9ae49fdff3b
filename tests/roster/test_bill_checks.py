"""What must hold within a line, between the lines of a bill, and between bills and people."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.money import format_yuan, parse_yuan
from tuanbao.roster import BILLS, MEMBERS, PlanNeeds, Reading, check_bills, check_members, normalise, read_table
from tuanbao.roster.checks import WHOLE_BILL

from .samples import BILL, bills, codes, only, people, table

SHARED = Path(__file__).parents[3] / "shared" / "data"

PARTS = ("pooled", "other_paid", "in_scope", "class_b", "out_of_scope")


def checked(*rows: dict[str, Any]) -> Reading:
    return check_bills(bills(*rows), people().table)


def test_right_bills_stay_as_they_are() -> None:
    reading = bills(BILL, {**BILL, "line": "2"}, {**BILL, "bill_id": "b2", "member_id": "E1c", "family_id": "E1"})
    assert check_bills(reading, people().table) is reading


def test_a_broken_identity_is_told_with_the_difference_and_not_repaired() -> None:
    reading = checked({**BILL, "total": "611.15"}, {**BILL, "bill_id": "b2"})
    (error,) = reading.errors
    assert error.reason.zh == "金额合计 611.15 元，各项之和 611.14 元，相差 0.01 元"
    assert error.reason.en == "the total is 611.15 yuan and its parts add up to 611.14: a difference of 0.01"
    assert (error.row, error.column, error.value) == (1, "total", "611.15")
    assert only(reading, "total") == [61114]
    assert reading.rows.tolist() == [2]


# Receipts as they are published and made up for the purpose, with what the five parts of the total make of them.
RECEIPTS = [
    ("Beijing, 自付一 only", "611.14", ("427.80", "0", "183.34", "0", "0"), None),
    ("Beijing, half by the fund", "56.00", ("28.00", "0", "28.00", "0", "0"), None),
    ("national receipt", "80.00", ("14.00", "0", "66.00", "0", "0"), None),
    ("paid by oneself", "439.94", ("0", "0", "0", "0", "439.94"), None),
    ("Shanghai: 自负, 分类自负, 自费", "320.00", ("140.00", "60.00", "70.00", "20.00", "30.00"), None),
    ("parts add up to 490", "500.00", ("300.00", "0", "190.00", "0", "0"), "10.00"),
    ("自付 and 自费 do not make up the rest", "500.00", ("300.00", "0", "150.00", "0", "30.00"), "20.00"),
    ("a fen too much", "100.01", ("60.00", "0", "40.00", "0", "0"), "0.01"),
    ("cash rounding", "100.50", ("60.00", "0", "40.00", "0", "0"), "0.50"),
]


@pytest.mark.parametrize(("receipt", "total", "parts", "difference"), RECEIPTS)
def test_receipts_of_several_regions(receipt: str, total: str, parts: tuple[str, ...], difference: str | None) -> None:
    reading = checked({**BILL, "total": total, **dict(zip(PARTS, parts, strict=True))})
    if difference is None:
        assert reading.errors == []
    else:
        assert codes(reading) == [(1, "total", "total_differs")]
        assert reading.errors[0].reason.zh.endswith(f"相差 {difference} 元")


def test_the_receipts_of_the_reference_file_come_out_as_they_say() -> None:
    path = SHARED / "reference" / "bill_identity_cases.csv"
    if not path.is_file():
        pytest.skip("the shared reference data are not here")
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    for case in cases:
        words = ("case", "region", "expect", "source")
        amounts = {name: parse_yuan(case[name] or "0") for name in case if name not in words}
        parts = {
            "pooled": amounts["pooled_fund"],
            "other_paid": amounts["other_fund"],
            "in_scope": amounts["self_pay"] - amounts["class_self_pay"],
            "class_b": amounts["class_self_pay"],
            "out_of_scope": amounts["self_expense"],
        }
        row = {name: format_yuan(fen) for name, fen in parts.items()}
        exact = amounts["total"] == sum(parts.values())
        reading = checked({**BILL, "total": case["total"], **row})
        assert (reading.errors == []) == exact, case["case"]
        assert exact or not case["expect"].startswith("ok") or "tolerance" in case["expect"], case["case"]


def test_what_lies_outside_the_scheme_is_part_of_what_is_in_scope() -> None:
    assert checked({**BILL, "in_scope_below": "100.00", "in_scope_above": "83.34"}).errors == []
    (error,) = checked({**BILL, "in_scope_below": "100.00", "in_scope_above": "84.00"}).errors
    assert error.reason.zh == "起付线以下与封顶线以上共 184.00 元，超过自付一 183.34 元，多 0.66 元"


@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=5), st.integers(-(10**9), 10**9))
def test_a_line_is_taken_exactly_when_its_parts_make_up_its_total(parts: list[int], off: int) -> None:
    row = {name: format_yuan(fen) for name, fen in zip(PARTS, parts, strict=True)}
    total = max(0, sum(parts) + off)
    reading = checked({**BILL, **row, "total": format_yuan(total)})
    assert (reading.table.num_rows == 1) == (total == sum(parts))


def test_a_stay_does_not_end_before_it_begins_and_illness_not_begin_after_treatment() -> None:
    assert checked({**BILL, "discharge_date": "2026-03-05", "onset_date": "2026-03-05"}).errors == []
    (error,) = checked({**BILL, "discharge_date": "2026-03-04"}).errors
    assert error.reason.en == "before the admission, 2026-03-05"
    assert codes(checked({**BILL, "onset_date": "2026-03-06"})) == [(1, "onset_date", "onset_after_service")]
    assert checked({**BILL, "received_date": "2026-01-01"}).errors == []


def test_a_line_that_stands_twice_is_told_each_time_with_the_first_row() -> None:
    reading = checked(BILL, {**BILL, "line": "2"}, BILL, {**BILL, "bill_id": "b2"}, BILL)
    assert codes(reading) == [(3, "bill_id", "duplicate_line"), (5, "bill_id", "duplicate_line")]
    assert [error.reason.zh for error in reading.errors] == ["票据 b1 的第 1 条明细重复，第 1 行已有"] * 2
    assert reading.rows.tolist() == [1, 2, 4]


OTHER = {
    **{"member_id": "E1c", "family_id": "E1", "visit_id": "v", "case_id": "c", "service_date": "2026-03-06"},
    **{"discharge_date": "2026-03-09", "onset_date": "2026-03-01", "received_date": "2026-03-09", "cause": "意外"},
    **{"work": "是", "pre_existing": "是", "hospital": "H2", "hospital_level": "2", "hospital_ownership": "民营"},
    **{"ward": "特需", "diagnosis": "C50", "settled": "否"},
}


@pytest.mark.parametrize("name", WHOLE_BILL)
def test_all_lines_of_a_bill_agree_in_what_belongs_to_the_whole_bill(name: str) -> None:
    same = {**BILL, "onset_date": "2026-02-01", "received_date": "2026-05-01"}
    reading = checked(same, {**same, "line": "2", name: OTHER[name]}, {**same, "line": "3"})
    assert codes(reading) == [(2, name, "lines_differ")]
    assert reading.errors[0].reason.zh.startswith("同一张票据的各行应相同，而第 1 行是：")


def test_every_column_but_the_lines_own_belongs_to_the_whole_bill() -> None:
    own = {"bill_id", "line", "category", *(column.name for column in BILLS.columns if column.kind == "money")}
    assert set(WHOLE_BILL) == {column.name for column in BILLS.columns} - own == set(OTHER)


def test_what_the_first_line_says_is_shown_in_words() -> None:
    row = {**BILL, "line": "2", "cause": "意外", "diagnosis": "C50"}
    cause, diagnosis = sorted(checked(BILL, row).errors, key=lambda error: error.column)
    assert (cause.value, cause.reason.zh[-2:]) == ("意外 accident", "疾病")
    assert (diagnosis.value, diagnosis.reason.en[-7:]) == ("C50", "(empty)")


def test_lines_may_differ_in_category_and_money() -> None:
    row = {**BILL, "line": "2", "category": "理疗", "total": "5", "pooled": "0", "in_scope": "5"}
    assert checked(BILL, row).errors == []


def test_a_person_that_is_not_in_the_table_of_people_is_told() -> None:
    reading = checked(BILL, {**BILL, "bill_id": "b2", "member_id": "E9"})
    assert codes(reading) == [(2, "member_id", "unknown_member")]
    assert reading.errors[0].value == "E9"


def test_the_family_of_a_bill_is_that_of_its_person() -> None:
    assert checked({**BILL, "family_id": "E1"}).errors == []
    (error,) = checked({**BILL, "family_id": "E2"}).errors
    assert error.reason.zh == "人员清单中此人属于 E1"


def test_ids_as_dictionaries_are_checked_the_same() -> None:
    rows = [BILL, {**BILL, "line": "2", "hospital": "H1"}, {**BILL, "bill_id": "b2", "member_id": "E9"}, BILL]
    strings = table(*rows, {**BILL, "bill_id": "b3", "family_id": "E2"})
    names = ("bill_id", "member_id", "family_id", "hospital")
    encoded = strings
    for name in names:
        place = encoded.column_names.index(name)
        encoded = encoded.set_column(place, name, encoded.column(name).dictionary_encode())
    members = normalise(people().table, MEMBERS).table
    plain, dictionaries = (check_bills(normalise(t, BILLS), members) for t in (strings, encoded))
    assert plain.errors == dictionaries.errors
    found = {error.code for error in plain.errors}
    assert found == {"duplicate_line", "lines_differ", "unknown_member", "family_differs"}


def test_errors_of_reading_and_of_checking_stand_together_by_row() -> None:
    differs, third = {**BILL, "member_id": "?"}, {**BILL, "bill_id": "b3"}
    reading = checked({**BILL, "total": "600"}, {**BILL, "line": "x"}, third, differs)
    assert codes(reading) == [
        (1, "total", "total_differs"),
        (2, "line", "not_an_integer"),
        (4, "bill_id", "duplicate_line"),
        (4, "member_id", "lines_differ"),
        (4, "member_id", "unknown_member"),
    ]
    assert reading.rows.tolist() == [3]


def test_no_bills_are_no_errors() -> None:
    assert check_bills(normalise(bills(BILL).table.slice(0, 0), BILLS), people().table).errors == []


def test_the_families_of_the_health_insurance_experiment_are_read_without_an_error() -> None:
    folder = SHARED / "rand"
    if not folder.is_dir():
        pytest.skip("the shared data of the experiment are not here")
    needs = {f"rand-{number:02d}": PlanNeeds(frozenset({"mde"})) for number in range(8)}
    people = check_members(read_table(folder / "members.csv", MEMBERS, amounts=frozenset({"mde"})), needs)
    lines = check_bills(read_table(folder / "bills.csv", BILLS), people.table)
    assert (people.errors, lines.errors) == ([], [])
    assert (people.table.num_rows, lines.table.num_rows) == (9551, 13636)
