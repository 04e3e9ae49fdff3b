"""Who may belong to a family, and what proves it."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.platform.people.rosters import identity
from tuanbao.platform.people import documents, duplicates
from tuanbao.platform.people.families import (
    add_dependant,
    change_dependant,
    end_relation,
    missing_documents,
    relatives,
)
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.people.relations import Relative
from tuanbao.platform.people.uploads import LARGEST, kind_of, problem

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
BABY = Relative("child", "小宝", date(2026, 11, 1), "female", related_from=date(2026, 11, 1))


@pytest.fixture
def employee(company: Any) -> Person:
    """Somebody who has no family yet."""
    found: Person = Person.objects.filter(relation="employee", dependants=None).first()
    return found


def refused(employee: Person, told: Relative) -> set[str]:
    return {refusal.code for refusal in add_dependant(employee, told).refusals}


def paper(name: str = "出生证.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_newborn_is_added_and_waits_for_a_document(employee: Person) -> None:
    added = add_dependant(employee, BABY)
    assert added.person is not None
    assert added.person.number == f"{employee.number}-1"
    assert missing_documents(added.person) == (("birth_certificate", "household_register", "adoption_certificate"),)
    assert refused(employee, BABY) == {"there_already"}


def test_one_spouse_at_a_time(employee: Person) -> None:
    spouse = add_dependant(employee, Relative("spouse", "甲", date(1990, 1, 1))).person
    another = Relative("spouse", "乙", date(1991, 1, 1), related_from=date(2026, 11, 10))
    assert refused(employee, another) == {"too_many"}
    assert spouse is not None
    assert end_relation(spouse, date(2026, 11, 5), "divorce") is None
    assert refused(employee, another) == set()
    assert [each.name for each in relatives(employee)] == ["乙"]
    assert spouse.history.first().history_change_reason == "ended:divorce"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Relative("child", "大", date(2000, 1, 1)), "age_outside"),
        (Relative("spouse", "小", date(2010, 1, 1)), "age_outside"),
        (Relative("child", "未", date(2027, 1, 1)), "birth_date_future"),
        (Relative("child", "", date(2020, 1, 1)), "name_missing"),
        (Relative("child", "无", None), "birth_date_missing"),
        (Relative("child", "错", date(2020, 1, 1), "", "resident", "110105202001010011"), "id_check_digit"),
        (Relative("child", "异", date(2020, 1, 1), "", "resident", identity(2, "20200202")), "birth_date_differs"),
        (Relative("cousin", "表", date(2020, 1, 1)), "relation_unknown"),
    ],
)
def test_what_speaks_against_a_dependant_is_told(employee: Person, told: Relative, code: str) -> None:
    assert code in refused(employee, told)


def test_a_resident_number_tells_birth_date_and_sex(employee: Person) -> None:
    person = add_dependant(employee, Relative("child", "小明", None, identity_number=identity(3, "20200202"))).person
    assert person is not None
    assert (person.birth_date, person.sex, person.identity_type) == (date(2020, 2, 2), "male", "resident")


def test_accepted_documents_verify_and_a_changed_birth_date_asks_anew(employee: Person) -> None:
    person = add_dependant(employee, BABY).person
    assert person is not None
    first = documents.hand_in(person, "birth_certificate", paper(), None)
    with pytest.raises(documents.DocumentRefusedError):
        documents.decide(first, accepted=False, note=" ", user=None)
    documents.decide(first, accepted=False, note="看不清", user=None)
    second = documents.hand_in(person, "birth_certificate", paper(), None)
    documents.decide(second, accepted=True, note="", user=None)
    person.refresh_from_db()
    assert person.verified_at is not None
    with pytest.raises(documents.DocumentRefusedError):
        documents.decide(second, accepted=False, note="again", user=None)
    change_dependant(person, Relative("child", "小宝", date(2026, 11, 2), "female", related_from=date(2026, 11, 2)))
    person.refresh_from_db()
    assert person.verified_at is None


def test_a_file_is_known_by_its_content_and_kept_encrypted(employee: Person) -> None:
    assert kind_of(b"%PDF-1.7") == "pdf"
    assert kind_of(b"\xff\xd8\xff\xe0") == "jpg"
    assert kind_of(b"\x00\x00\x00\x18ftypheic") == "heic"
    assert problem(LARGEST + 1, PNG) is not None
    assert problem(0, b"") is not None
    with pytest.raises(documents.DocumentRefusedError):
        documents.hand_in(employee, "other", paper("证.pdf", b"MZ not a pdf"), None)
    kept = documents.hand_in(employee, "other", paper(), None)
    with open(kept.file.path, "rb") as file:
        assert PNG not in file.read()
    assert documents.answer(kept).content == PNG
    assert Document.objects.count() == 1


def test_a_child_of_a_couple_is_found_and_two_documents_are_two_people() -> None:
    born = date(2020, 1, 1)
    facts = [
        duplicates.Facts(1, 1, "employee", "甲", date(1990, 1, 1), "a"),
        duplicates.Facts(2, 2, "employee", "乙", date(1991, 1, 1), "b"),
        duplicates.Facts(3, 1, "child", "小双", born, "c"),
        duplicates.Facts(4, 2, "child", "小双", born, "c"),
        duplicates.Facts(5, 1, "spouse", "乙", date(1991, 1, 1), ""),
        duplicates.Facts(6, 6, "employee", "丙", born, "d"),
        duplicates.Facts(7, 7, "employee", "丙", born, "e"),
    ]
    found = {(group.why, group.people) for group in duplicates.find(facts)}
    assert found == {("two_families", (3, 4)), ("employee_and_dependant", (2, 5))}
