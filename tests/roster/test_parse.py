"""Single values as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.money import format_yuan
from tuanbao.roster.layouts import BILLS, EVENTS, MEMBERS
from tuanbao.roster.parse import parse_amount, parse_date, parse_integer, parse_word, serial_date

FIFTH_OF_MARCH = [
    *("2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年03月05号", "20260305", "２０２６－０３－０５"),
    *(" 2026-03-05 ", "2026-03-05 10:22", "2026-03-05T10:22:00", "2026/3/5 0:00", "20260305.0"),
]


@pytest.mark.parametrize("text", FIFTH_OF_MARCH)
def test_a_date_may_be_written_in_the_usual_ways(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("03/05/2026", "not_a_date"), ("26-3-5", "not_a_date"), ("2026-02-30", "not_a_date"), ("昨天", "not_a_date")],
        *[("2026-3", "not_a_date"), ("1826-03-05", "implausible_date"), ("2206-03-05", "implausible_date")],
        *[("46086", "date_number"), ("46086.5", "date_number"), ("2026年", "not_a_date")],
    ],
)
def test_what_is_no_date_is_refused_for_its_reason(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        parse_date(text)


def test_an_open_end_is_a_date() -> None:
    assert parse_date("9999-12-31") == date(9999, 12, 31)


def test_the_number_of_a_day_in_excel() -> None:
    assert serial_date("46086") == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *[("1234.5", 123450), ("1,234.50", 123450), ("￥1,234.50", 123450), ("¥1234.5元", 123450), ("RMB 12", 1200)],
        *[("１２３．４５", 12345), ("  80 ", 8000), ("人民币80元", 8000), ("-5", -500), ("12.3400", 1234), ("0", 0)],
    ],
)
def test_an_amount_may_be_written_in_the_usual_ways(text: str, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [("12.345", "too_many_decimals"), ("约 80", "not_a_number"), ("1,23", "not_a_number"), ("1e5", "not_a_number")],
)
def test_what_is_no_amount_is_refused_for_its_reason(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        parse_amount(text)


@given(st.integers(0, 10**13))
def test_an_amount_that_was_written_is_read_back(fen: int) -> None:
    assert parse_amount(format_yuan(fen)) == fen
    assert parse_amount(f"￥{format_yuan(fen)} 元") == fen


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "/", "无", "N/A", "null", "None", "nan", "暂无"])
def test_what_people_write_for_nothing_is_nothing(text: str) -> None:
    assert parse_date(text) is None
    assert parse_amount(text) is None
    assert parse_integer(text) is None
    assert parse_word(text, MEMBERS["relation"]) is None


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3.0", 3), ("十级", 10), ("10级", 10), ("5天", 5), ("５", 5)])
def test_a_whole_number_may_be_written_in_the_usual_ways(text: str, number: int) -> None:
    assert parse_integer(text) == number


@pytest.mark.parametrize("text", ["3.5", "三", "abc", "1234567890123"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not_an_integer"):
        parse_integer(text)


@pytest.mark.parametrize(
    ("layout", "name", "text", "word"),
    [
        *[(BILLS, "category", "普通门诊", "outpatient"), (BILLS, "category", "门诊慢特病", "chronic")],
        *[(BILLS, "category", "Special Drug", "special_drug"), (BILLS, "category", "special-drug", "special_drug")],
        *[(BILLS, "hospital_level", "三级甲等", "3"), (BILLS, "hospital_level", "三甲", "3")],
        *[
            (BILLS, "hospital_level", "3", "3"),
            (BILLS, "hospital_level", "3.0", "3"),
            (BILLS, "hospital_level", "二级", "2"),
        ],
        *[(BILLS, "hospital_ownership", "私立", "private"), (BILLS, "ward", "特需", "special")],
        *[(BILLS, "settled", "否", "false"), (BILLS, "settled", "医保结算", "true"), (BILLS, "settled", "Y", "true")],
        *[(BILLS, "pre_existing", "无", "false"), (BILLS, "pre_existing", "有", "true"), (BILLS, "work", "１", "true")],
        *[(MEMBERS, "relation", "本人", "employee"), (MEMBERS, "relation", "妻子", "spouse")],
        *[(MEMBERS, "relation", "女儿", "child"), (MEMBERS, "relation", "父亲", "parent")],
        *[(MEMBERS, "sex", "女", "female"), (MEMBERS, "id_type", "身份证", "resident")],
        *[(EVENTS, "event", "重疾", "critical_illness"), (EVENTS, "mode", "高铁", "rail")],
    ],
)
def test_the_usual_words_are_known(layout, name: str, text: str, word: str) -> None:  # type: ignore[no-untyped-def]
    column = layout[name]
    assert parse_word(text, column) == column.vocabulary.index(word)


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown_word"):
        parse_word("岳父", MEMBERS["relation"])
