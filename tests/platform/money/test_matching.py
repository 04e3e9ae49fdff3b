"""Rows of an insurer's list find their people by what is written of them; where it is in doubt, a human says."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.platform.money.endorsed import began, policy_of, staff
from tuanbao.platform.money import reconciliation
from tuanbao.platform.money.insurer_file import INSURER_BILL, Incoming, read
from tuanbao.platform.money.matching import Known, Match, People
from tuanbao.platform.money.models import InsurerBill
from tuanbao.platform.people.models import Person

BORN, NUMBER = date(1990, 3, 7), "11010519491231002X"
PEOPLE = People(
    [
        Known("E1", "王伟", "i1", BORN),
        Known("E2", "李芳", "i2", date(1985, 1, 1)),
        Known("E3", "张 敏", "", BORN),
        Known("E4", "陈丽", "", BORN),
        Known("E5", "陈丽", "", BORN),
        Known("E6", "刘静", "same", None),
        Known("E7", "刘静", "same", None),
    ]
)


@pytest.mark.parametrize(
    ("number", "name", "identity", "born", "match"),
    [
        ("E1", "王伟", "i1", BORN, Match("number", "E1")),
        ("E1", "", "unknown to us", None, Match("number", "E1")),
        ("", "", "i2", None, Match("identity", "E2")),
        ("X9", "王伟", "i2", BORN, Match("identity", "E2")),
        ("", "张敏", "unknown to us", BORN, Match("name_birth", "E3")),
        ("X9", "王伟", "", BORN, Match("name_birth", "E1")),
        ("", "王伟", "another", BORN, Match("doubtful", "", ("E1",))),
        ("", "陈丽", "", BORN, Match("doubtful", "", ("E4", "E5"))),
        ("", "", "same", None, Match("doubtful", "", ("E6", "E7"))),
        ("E1", "李芳", "i2", None, Match("doubtful", "", ("E1", "E2"))),
        ("E6", "刘静", "same", None, Match("number", "E6")),
        ("X9", "王伟", "", None, Match("nothing", "X9")),
        ("", "王伟", "", date(1990, 3, 8), Match("nothing")),
    ],
)
def test_a_row_finds_its_person(number: str, name: str, identity: str, born: date | None, match: Match) -> None:
    assert PEOPLE.match(number, name, identity, born) == match


HEAD = "工号,姓名,身份证号,出生日期,计划,保费\n"


def _read(*rows: str) -> Incoming:
    return read(SimpleUploadedFile("b.csv", (HEAD + "\n".join(rows)).encode()), INSURER_BILL)


def test_no_identity_number_is_kept_and_a_row_that_says_nobody_is_told() -> None:
    incoming = _read(f",王伟,{NUMBER.lower()},,p,1", ",李芳,,1990-03-07,p,1", ",李芳,,,p,1", "E1,,,,p,1")
    assert NUMBER not in str(incoming).upper()
    assert [row.get("born") for row in incoming.rows] == ["1949-12-31", "1990-03-07", None]
    assert [problem["row"] for problem in incoming.problems] == [4]
    assert "至少要有一项" in incoming.problems[0]["zh"]


@pytest.fixture
def people(company: Any) -> list[Person]:
    found = staff(4)
    for each in found:
        each.name, each.birth_date = f"员工{each.number}", BORN
    found[0].identity_type, found[0].identity_number = "resident", NUMBER
    found[3].name = found[2].name
    for each in found:
        each.save()
    began(policy_of(), found)
    return found


DUE = "345"
"""Yuan of each by March."""


def _handed_in(*rows: str) -> InsurerBill:
    return reconciliation.keep(policy_of(), date(2026, 3, 1), "账单.csv", _read(*rows), None)


def test_rows_without_a_number_are_compared_and_it_is_said_how_they_were_found(people: list[Person]) -> None:
    one, other, third, fourth = people
    upload = _handed_in(
        f",{one.name},{NUMBER.lower()},,acme-tech-staff,{DUE}",
        f"X-9,{other.name},,{BORN},acme-tech-staff,340",
        f",{third.name},,{BORN},acme-tech-staff,{DUE}",
        f"{fourth.number},{fourth.name},,,acme-tech-staff,{DUE}",
    )
    found = reconciliation.reconciled(upload)
    assert [(row.number, row.written, row.by) for row in found.found_otherwise] == [
        (one.number, "", "identity"),
        (other.number, "X-9", "name_birth"),
    ]
    told = {(each.kind, each.number, each.ours, each.money) for each in found.differences}
    both = "、".join(sorted([third.number, fourth.number]))
    assert told == {
        ("number_mismatch", other.number, other.number, 0),
        ("wrong_amount", other.number, "", -5_00),
        ("doubtful", "", both, 345_00),
        ("missing", third.number, "acme-tech-staff", -345_00),
    }
    assert found.matched == 2


def test_a_record_that_is_corrected_later_is_found_on_the_next_look(people: list[Person]) -> None:
    one = people[1]
    upload = _handed_in(f",别名,{NUMBER[:-1]}1,,acme-tech-staff,{DUE}")
    assert "unknown" in {each.kind for each in reconciliation.reconciled(upload).differences}
    one.identity_type, one.identity_number = "other", f"{NUMBER[:-1]}1"
    one.save()
    assert [row.number for row in reconciliation.reconciled(upload).found_otherwise] == [one.number]


def test_the_page_says_how_rows_were_found_and_lists_the_doubtful(people: list[Person], sign_in: Any) -> None:
    upload = _handed_in(
        f",{people[0].name},{NUMBER},,acme-tech-staff,{DUE}", f",{people[2].name},,{BORN},acme-tech-staff,{DUE}"
    )
    page = sign_in("finance").get(f"/hr/money/reconcile/{upload.pk}/").content.decode()
    for words in ("不是按工号认出的行：1", "证件号码", "无法确定是谁"):
        assert words in page
    assert NUMBER not in page
