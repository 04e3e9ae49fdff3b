"""Identity numbers against the published specimens of the standards."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.roster import identity

REPOSITORY = Path(__file__).parents[2]

SPECIMENS = [
    ("resident_id/HMT_permit", "11010519491231002X", "valid"),
    ("resident_id/HMT_permit", "810000199408230021", "valid"),
    ("resident_id/HMT_permit", "830000199201300022", "valid"),
    ("resident_id", "110105194912310021", "invalid"),
    ("resident_id", "110105194902310026", "invalid"),
    ("resident_id", "11010519491231002", "invalid"),
    ("foreigner_PR_2023_form", "911124198108030024", "valid"),
    ("uscc", "91110000600037341L", "valid"),
    ("uscc", "91110000600037341M", "invalid"),
    ("bank_card_luhn", "6228480402564890018", "valid"),
    ("bank_card_luhn", "6228480402564890019", "invalid"),
]


def is_valid(kind: str, value: str) -> bool:
    if kind == "uscc":
        return identity.is_credit_code(value)
    if kind == "bank_card_luhn":
        return identity.looks_like_bank_card(value)
    return identity.resident_problem(value) is None


@pytest.mark.parametrize(("kind", "value", "expected"), SPECIMENS)
def test_the_published_specimens_come_out_right(kind: str, value: str, expected: str) -> None:
    assert is_valid(kind, value) == (expected == "valid")


def test_every_vector_of_the_reference_file_comes_out_right() -> None:
    vectors = REPOSITORY.parent / "shared" / "data" / "reference" / "id_test_vectors.csv"
    if not vectors.is_file():
        pytest.skip("the shared reference data are not here")
    with vectors.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= len(SPECIMENS)
    for row in rows:
        assert is_valid(row["kind"], row["value"]) == (row["expected"] == "valid"), row


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("110105491231002", "id_old"),
        ("11010519491231002", "id_length"),
        ("11010519491231002Y", "id_characters"),
        ("1101051949123100２X", "id_characters"),
        ("000105194912310024", "id_region"),
        ("160105194912310024", "id_region"),
        ("810001199408230029", "id_region"),
        ("999124198108030024", "id_region"),
        ("110105194902310026", "id_date"),
        ("110105194912310021", "id_check_digit"),
    ],
)
def test_a_wrong_number_is_refused_for_its_reason(number: str, problem: str) -> None:
    assert identity.resident_problem(number) == problem


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "female"),
        ("810000199408230021", date(1994, 8, 23), "female"),
        ("911124198108030024", date(1981, 8, 3), "female"),
    ],
)
def test_a_number_tells_birth_date_and_sex(number: str, born: date, sex: str) -> None:
    assert identity.birth_date_and_sex(number) == (born, sex)


@given(
    region=st.sampled_from(["110105", "440305", "650102", "810000", "820000", "830000", "911124", "931840"]),
    born=st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    sequence=st.integers(0, 999),
)
def test_a_number_made_after_the_standard_is_valid_and_no_digit_of_it_can_change(
    region: str, born: date, sequence: int
) -> None:
    first = f"{region}{born:%Y%m%d}{sequence:03d}"
    number = first + identity.check_digit(first)
    assert identity.resident_problem(number) is None
    assert identity.birth_date_and_sex(number) == (born, "male" if sequence % 2 else "female")
    for place in range(17):
        changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert identity.resident_problem(changed) is not None


def test_birth_date_of_a_wrong_number_is_not_told() -> None:
    with pytest.raises(ValueError, match="id_check_digit"):
        identity.birth_date_and_sex("110105194912310021")


@pytest.mark.parametrize(
    ("kind", "number", "problem"),
    [
        ("passport", "E12345678", None),
        ("passport", "EE1234567", None),
        ("passport", "ABCDEF", "id_format"),
        ("hk_macao_pass", "H12345678", None),
        ("hk_macao_pass", "X12345678", "id_format"),
        ("taiwan_pass", "12345678", None),
        ("taiwan_pass", "1234567", "id_format"),
        ("birth_certificate", "K110123456", None),
        ("birth_certificate", "110123456", "id_format"),
        ("foreigner_permit", "CAN110081080310", None),
        ("foreigner_permit", "911124198108030024", None),
        ("foreigner_permit", "CAN11008108031", "id_length"),
        ("hmt_permit", "820000199201300027", "id_check_digit"),
        ("other", "XY-1", None),
    ],
)
def test_every_kind_of_document_has_its_form(kind: str, number: str, problem: str | None) -> None:
    assert identity.document_problem(kind, number) == problem


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", "resident"),
        ("110105491231002", "resident"),
        ("830000199201300022", "hmt_permit"),
        ("911124198108030024", "foreigner_permit"),
        ("CAN110081080310", "foreigner_permit"),
        ("E12345678", "passport"),
    ],
)
def test_the_kind_of_document_is_guessed_from_the_number(number: str, kind: str) -> None:
    assert identity.infer_type(number) == kind


@given(st.text(st.characters(codec="ascii", exclude_characters="*"), max_size=30))
def test_a_masked_number_keeps_its_length_and_hides_most(number: str) -> None:
    masked = identity.mask(number)
    assert len(masked) == len(number)
    assert 2 * masked.count("*") >= len(number)


def test_resident_numbers_are_masked_wherever_they_stand() -> None:
    text = identity.mask_resident_numbers("王芳 11010519491231002X，旧号 110105491231002")
    assert text == "王芳 110***********002X，旧号 110********1002"
    assert identity.mask_resident_numbers("票据 06123456789012345678") == "票据 06123456789012345678"
