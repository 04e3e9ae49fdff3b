"""For every reason that a row can be refused for: a row that is, in the column where it is told."""

import string
from collections.abc import Callable
from pathlib import Path

import pytest

from tuanbao.roster import (
    HOSPITAL_LISTS,
    OPENINGS,
    PREMIUMS,
    PlanNeeds,
    Reading,
    check_bills,
    check_events,
    check_hospital_lists,
    check_members,
    check_openings,
    check_premiums,
    read_table,
)
from tuanbao.roster.layouts import BILLS
from tuanbao.roster.reasons import REASONS

from .samples import BILL, CHILD, EVENT, PERSON, bills, events, people, read

NEEDS = {"a": PlanNeeds(amounts=frozenset({"sum"}), birth_date=True), "b": PlanNeeds()}
RESIDENT = "11010519491231002X"
NINE = {**BILL, "line": "9"}
OPENING = {"member_id": "E1", "benefit_id": "ci", "paid": "1"}
PREMIUM = {"from": "2025-01-01", "to": "2025-12-31", "members": "3", "premium": "3600"}
LISTED = {"list": "designated", "hospital": "H1", "from": "2026-03-01", "to": "2026-02-01"}


def person(**cells: str) -> Callable[[Path], Reading]:
    return lambda folder: people({**PERSON, **cells})


def with_plans(**cells: str) -> Callable[[Path], Reading]:
    row = {**PERSON, "sum": "1000", **cells}
    return lambda folder: check_members(people(row, amounts=frozenset({"sum"})), NEEDS)


def checked_person(**cells: str) -> Callable[[Path], Reading]:
    return lambda folder: check_members(people({**PERSON, **cells}))


def bill(**cells: str) -> Callable[[Path], Reading]:
    return lambda folder: bills({**BILL, **cells})


def checked_bill(*others: dict[str, str], **cells: str) -> Callable[[Path], Reading]:
    return lambda folder: check_bills(bills({**BILL, **cells}, *others), people().table)


def event(*others: dict[str, str], **cells: str) -> Callable[[Path], Reading]:
    return lambda folder: check_events(events({**EVENT, **cells}, *others), people().table)


def excel(value: object) -> Callable[[Path], Reading]:
    from .workbooks import write_workbook

    row = {**BILL, "bill_id": value}
    return lambda folder: read_table(write_workbook(folder / "b.xlsx", [list(row), list(row.values())]), BILLS)


def comma_separated(line: str) -> Callable[[Path], Reading]:
    def reading(folder: Path) -> Reading:
        path = folder / "b.csv"
        path.write_text(f"{','.join(BILL)}\n{line}\n", "utf-8")
        return read_table(path, BILLS)

    return reading


BROKEN: dict[str, tuple[str, Callable[[Path], Reading]]] = {
    "required": ("category", bill(category="")),
    "not_a_number": ("total", bill(total="约六百")),
    "too_many_decimals": ("total", bill(total="611.145")),
    "too_large": ("total", bill(total="999999999999.00")),
    "negative": ("pooled", bill(pooled="-427.80")),
    "not_a_date": ("service_date", bill(service_date="三月五日")),
    "date_number": ("service_date", bill(service_date="46086")),
    "implausible_date": ("service_date", bill(service_date="1226-03-05")),
    "not_an_integer": ("line", bill(line="1a")),
    "unknown_word": ("category", bill(category="足疗")),
    "formula_error": ("member_id", bill(member_id="#N/A")),
    "digits_lost": ("bill_id", excel(612345678901234567.0)),
    "cells_in_row": ("bill_id", comma_separated("b1,1,E1")),
    "total_row": ("bill_id", bill(bill_id="合计", member_id="")),
    "id_old": ("id_number", person(id_number="110105491231002")),
    "id_length": ("id_number", person(id_type="resident", id_number="1101054912310")),
    "id_characters": ("id_number", person(id_type="resident", id_number="11010519491231002Y")),
    "id_region": ("id_number", person(id_number="000105194912310024")),
    "id_date": ("id_number", person(id_number="110105194902310026")),
    "id_check_digit": ("id_number", person(id_number="110105194912310021")),
    "id_format": ("id_number", person(id_type="回乡证", id_number="12345678")),
    "birth_date_differs": ("birth_date", person(id_number=RESIDENT)),
    "sex_differs": ("sex", person(birth_date="", sex="男", id_number=RESIDENT)),
    "family_missing": ("family_id", person(relation="spouse")),
    "duplicate_member": ("member_id", lambda folder: check_members(people(CHILD, CHILD))),
    "cover_to_before_cover_from": ("cover_to", checked_person(cover_to="2025-12-31")),
    "continuous_after_cover_from": ("continuous_from", checked_person(continuous_from="2026-01-02")),
    "birth_after_cover_from": ("birth_date", checked_person(birth_date="2026-01-02")),
    "implausible_age": ("birth_date", checked_person(birth_date="1900-01-01")),
    "plan_missing": ("plan", with_plans()),
    "unknown_plan": ("plan", with_plans(plan="b;c")),
    "plan_twice": ("plan", with_plans(plan="b;b")),
    "amount_missing": ("sum", with_plans(plan="b;a", sum="")),
    "birth_date_missing": ("birth_date", with_plans(plan="a", birth_date="")),
    "total_differs": ("total", checked_bill(total="611.13")),
    "more_than_in_scope": ("in_scope", checked_bill(in_scope_below="100", in_scope_above="83.35")),
    "discharge_before_service": ("discharge_date", checked_bill(discharge_date="2026-03-04")),
    "onset_after_service": ("onset_date", checked_bill(onset_date="2026-03-06")),
    "line_not_positive": ("line", checked_bill(line="0")),
    "duplicate_line": ("bill_id", checked_bill(BILL)),
    "lines_differ": ("member_id", checked_bill({**BILL, "line": "2", "member_id": "E1c"})),
    "unknown_member": ("member_id", checked_bill(member_id="E7")),
    "family_differs": ("family_id", checked_bill(family_id="E2")),
    "duplicate_event": ("event_id", event(EVENT)),
    "grade_missing": ("grade", event(event="disability")),
    "grade_range": ("grade", event(event="disability", grade="11")),
    "days_missing": ("days", event(event="lost_time")),
    "days_range": ("days", event(event="lost_time", days="0")),
    "onset_after_event": ("onset_date", event(onset_date="2026-08-21")),
    "duplicate_opening": ("member_id", lambda folder: check_openings(read(OPENINGS, OPENING, OPENING), people().table)),
    "members_range": ("members", lambda folder: check_premiums(read(PREMIUMS, {**PREMIUM, "members": "0"}))),
    "duplicate_premium": ("from", lambda folder: check_premiums(read(PREMIUMS, PREMIUM, PREMIUM))),
    "to_before_from": ("to", lambda folder: check_hospital_lists(read(HOSPITAL_LISTS, LISTED))),
}


@pytest.mark.parametrize("code", REASONS)
def test_a_row_is_refused_for_this_reason_and_no_other(code: str, tmp_path: Path) -> None:
    column, broken = BROKEN[code]
    reading = broken(tmp_path)
    assert {(error.column, error.code) for error in reading.errors} == {(column, code)}
    assert len(reading.errors) == 1
    assert reading.errors[0].row not in reading.rows


@pytest.mark.parametrize("code", REASONS)
def test_the_sentence_of_a_reason_is_complete_in_both_languages(code: str, tmp_path: Path) -> None:
    zh, en = REASONS[code]
    fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (zh, en)]
    assert fields[0] == fields[1]
    told = BROKEN[code][1](tmp_path).errors[0].reason
    assert told.zh
    assert told.en
    assert not any(brace in told.zh + told.en for brace in "{}")
