"""Arrow tables that come in, and the one form that they get."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tuanbao import vocabulary
from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, TableError, normalise

from .samples import BILL, CHILD, EVENT, PERSON, bills, codes, events, only, people, read, table


def test_a_table_of_bills_has_all_columns_in_order_and_in_their_types() -> None:
    reading = bills(BILL)
    types = {field.name: field.type for field in reading.table.schema}
    assert list(types) == [column.name for column in BILLS.columns]
    assert {types[name] for name in ("bill_id", "visit_id", "member_id", "hospital", "diagnosis")} == {pa.string()}
    assert {types[name] for name in ("service_date", "discharge_date", "onset_date", "received_date")} == {pa.date32()}
    assert {types[column.name] for column in BILLS.columns if column.kind == "money"} == {pa.int64()}
    assert {types[name] for name in ("settled", "work", "pre_existing")} == {pa.bool_()}
    assert types["line"] == pa.int64()
    assert types["hospital_level"] == pa.int8()
    assert types["category"] == pa.dictionary(pa.int8(), pa.string())


def test_an_enums_index_is_its_code() -> None:
    reading = bills(BILL, {**BILL, "line": "2", "category": "境外"})
    category = reading.table.column("category").chunk(0)
    assert category.dictionary.to_pylist() == list(vocabulary.CATEGORIES)
    assert category.indices.to_pylist() == [0, list(vocabulary.CATEGORIES).index("overseas")]


def test_empty_cells_of_a_bill_get_their_meaning() -> None:
    reading = bills(BILL, {**BILL, "line": "2", "onset_date": "2026-03-01", "received_date": "2026-04-01"})
    row, other = reading.table.to_pylist()
    assert row["line"] == 1
    assert row["onset_date"] == row["received_date"] == date(2026, 3, 5)
    assert (other["onset_date"], other["received_date"]) == (date(2026, 3, 1), date(2026, 4, 1))
    assert (row["cause"], row["hospital_ownership"], row["ward"]) == ("illness", "public", "general")
    assert (row["work"], row["pre_existing"], row["settled"]) == (False, False, True)
    assert row["hospital_level"] == 0
    assert [row[name] for name in ("other_paid", "class_b", "out_of_scope", "in_scope_below", "account_paid")] == [
        0
    ] * 5
    assert [row[name] for name in ("visit_id", "case_id", "family_id", "discharge_date", "hospital", "diagnosis")] == [
        None
    ] * 6


def test_a_total_is_computed_only_where_the_whole_column_is_left_out() -> None:
    without = {name: value for name, value in BILL.items() if name != "total"}
    assert only(bills(without), "total") == [61114]
    assert codes(bills(BILL, {**BILL, "line": "2", "total": ""})) == [(2, "total", "required")]


def test_empty_cells_of_a_person_get_their_meaning() -> None:
    employee, child = people(PERSON, CHILD).table.to_pylist()
    assert employee["family_id"] == "E1"
    assert child["family_id"] == "E1"
    assert employee["continuous_from"] == date(2026, 1, 1)
    assert employee["insured"] is True
    assert [employee[name] for name in ("cover_to", "sex", "plan", "salary", "id_number")] == [None] * 5


def test_unknown_columns_of_people_are_kept_as_amounts_or_text() -> None:
    row = {**PERSON, "职级": "M4", "mde": "450.00", "job_class": "4"}
    reading = people(row, {**row, "member_id": "E2", "mde": ""}, amounts=frozenset({"mde"}))
    assert reading.table.schema.field("mde").type == pa.int64()
    assert only(reading, "mde") == [45000, None]
    assert only(reading, "职级") == ["M4", "M4"]
    assert reading.table.schema.field("job_class").type == pa.string()
    assert reading.unknown_columns == ()


def test_an_amount_may_be_named_by_another_heading_of_its_column() -> None:
    reading = people({**PERSON, "月薪": "18000"}, amounts=frozenset({"月薪"}))
    assert only(reading, "salary") == only(reading, "月薪") == [1800000]


def test_unknown_columns_of_bills_are_named() -> None:
    assert bills({**BILL, "姓名": "王芳", "序号": "1"}).unknown_columns == ("姓名", "序号")


def test_empty_cells_of_an_event_get_their_meaning() -> None:
    reading = events(
        EVENT,
        {**EVENT, "event_id": "v2", "event": "意外身故"},
        {**EVENT, "event_id": "v3", "event": "公共交通意外身故"},
    )
    assert only(reading, "cause") == ["illness", "accident", "accident"]
    assert only(reading, "onset_date") == [date(2026, 8, 20)] * 3
    assert only(events({**EVENT, "event": "accidental_death", "cause": "疾病"}), "cause") == ["illness"]


def test_openings_and_hospital_lists() -> None:
    opening = {"工号": "E1", "责任代码": "critical-illness", "已赔金额": "30,000"}
    assert read(OPENINGS, opening).table.to_pylist() == [
        {"member_id": "E1", "benefit_id": "critical-illness", "paid": 3000000}
    ]
    reading = read(HOSPITAL_LISTS, {"名单": "designated", "医院代码": "H1", "起": "2026-01-01", "止": ""})
    assert reading.table.to_pylist() == [{"list": "designated", "hospital": "H1", "from": date(2026, 1, 1), "to": None}]


def test_chinese_headings_and_words_give_the_same_table() -> None:
    chinese = {
        **{"票据号码": "b1", "工号": "E1", "就诊日期": "2026年3月5日", "就诊类型": "普通门诊"},
        **{"总金额（元）": "￥611.14", "统筹支付": "427.80", "自付一": "183.34"},
    }
    assert bills(chinese).table.equals(bills(BILL).table)


def test_surrounding_space_full_width_and_marks_of_text_fall_away() -> None:
    reading = people(
        {**PERSON, "member_id": "　Ｅ００１ ", "name": " 王（芳） ", "plan": " a ； b;", "id_number": "'E12345678"}
    )
    row = reading.table.to_pylist()[0]
    assert (row["member_id"], row["family_id"], row["name"]) == ("E001", "E001", "王（芳）")
    assert row["plan"] == "a;b"
    assert row["id_number"] == "E12345678"
    assert only(bills({**BILL, "bill_id": '="0012"'}), "bill_id") == ["0012"]


@pytest.mark.parametrize("nothing", ["/", "-", "—", "无", "N/A", "null", " "])
def test_signs_for_nothing_do_not_become_one_case_that_all_share(nothing: str) -> None:
    assert only(bills({**BILL, "case_id": nothing, "visit_id": nothing}), "case_id") == [None]


def test_diagnoses_begin_with_a_capital_letter() -> None:
    reading = bills({**BILL, "diagnosis": "j06.900x003"}, {**BILL, "line": "2", "diagnosis": "C50"})
    assert only(reading, "diagnosis") == ["J06.900x003", "C50"]
    encoded = table({**BILL, "diagnosis": "j06"})
    encoded = encoded.set_column(
        encoded.column_names.index("diagnosis"), "diagnosis", encoded["diagnosis"].dictionary_encode()
    )
    assert only(normalise(encoded, BILLS), "diagnosis") == ["J06"]


def typed_bills(**columns: Any) -> Any:
    arrays = {
        "bill_id": pa.array(["b1", "b2"]),
        "member_id": pa.array(["E1", "E1"]).dictionary_encode(),
        "service_date": pa.array([date(2026, 3, 5), date(2026, 3, 6)]),
        "category": pa.array(["outpatient", "inpatient"]).dictionary_encode(),
        "total": pa.array([100, 200]),
        "in_scope": pa.array([100, 200]),
        **columns,
    }
    return pa.table(arrays)


def test_typed_columns_are_taken_as_they_are() -> None:
    reading = normalise(typed_bills(), BILLS)
    assert reading.errors == []
    assert reading.table.schema.field("member_id").type == pa.dictionary(pa.int32(), pa.string())
    assert only(reading, "total") == [100, 200]
    assert only(reading, "category") == ["outpatient", "inpatient"]
    assert reading.rows.tolist() == [1, 2]


def test_a_batch_goes_on_counting_rows() -> None:
    assert normalise(typed_bills(), BILLS, row_offset=1000).rows.tolist() == [1001, 1002]


def test_normalising_twice_changes_nothing() -> None:
    once = normalise(typed_bills(), BILLS)
    again = normalise(once.table, BILLS)
    assert again.table.equals(once.table)
    assert again.errors == []
    person = people(PERSON, CHILD)
    assert normalise(person.table, MEMBERS).table.equals(person.table)
    event = events(EVENT)
    assert normalise(event.table, EVENTS).table.equals(event.table)


@pytest.mark.parametrize(
    "days",
    [
        pa.array([datetime(2026, 3, 5, 10, 2), None]),
        pa.array([datetime(2026, 3, 4, 16, 30, tzinfo=UTC), None], pa.timestamp("us", "Asia/Shanghai")),
        pa.array([date(2026, 3, 5), None], pa.date64()),
        pa.array(["2026-03-05", ""]),
        pa.array(["2026-03-05", ""]).dictionary_encode(),
        pa.array([20260305, None]),
    ],
    ids=lambda array: str(array.type),
)
def test_days_of_any_type_are_dates_in_local_time(days: Any) -> None:
    table = typed_bills(discharge_date=days)
    assert only(normalise(table, BILLS), "discharge_date") == [date(2026, 3, 5), None]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("hospital_level", pa.array([3, None]), [3, 0]),
        ("hospital_level", pa.array([2.0, None]), [2, 0]),
        ("hospital_level", pa.array(["三级", "0"]), [3, 0]),
        ("settled", pa.array([0, 1]), [False, True]),
        ("settled", pa.array([1.0, None]), [True, True]),
        ("settled", pa.array([False, None]), [False, True]),
        ("line", pa.array([2, None], pa.int32()), [2, 1]),
        ("line", pa.array([2.0, None]), [2, 1]),
        ("bill_id", pa.array([1001, 1002]), ["1001", "1002"]),
        ("bill_id", pa.array(["b1", "b2"], pa.large_string()), ["b1", "b2"]),
        ("bill_id", pa.array(["b1", "b2"], pa.string_view()), ["b1", "b2"]),
        ("diagnosis", pa.nulls(2), [None, None]),
        ("pooled", pa.nulls(2), [0, 0]),
        ("class_b", pa.array(["1.5", ""]), [150, 0]),
        ("class_b", pa.array([150, None]).dictionary_encode(), [150, 0]),
        ("settled", pa.array([True, None]).dictionary_encode(), [True, True]),
        ("diagnosis", pa.nulls(2).dictionary_encode(), [None, None]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else str(value),
)
def test_other_types_that_can_only_mean_one_thing_are_understood(
    name: str, values: Any, expected: list[object]
) -> None:
    reading = normalise(typed_bills(**{name: values}), BILLS)
    assert reading.errors == []
    assert only(reading, name) == expected


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("total", pa.array([1.0, 2.0])),
        ("total", pa.array([1, 2]).cast(pa.decimal128(21, 2))),
        ("total", pa.array([2**63, 1], pa.uint64())),
        ("service_date", pa.array([1.5, 2.5])),
        ("service_date", pa.array([1, 2], pa.time32("s"))),
        ("category", pa.array([1.5, 2.5])),
        ("settled", pa.array([date(2026, 1, 1)] * 2)),
        ("bill_id", pa.array([["a"], ["b"]])),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else str(value),
)
def test_a_column_of_a_type_that_cannot_be_meant_is_refused(name: str, values: Any) -> None:
    with pytest.raises(TableError) as caught:
        normalise(typed_bills(**{name: values}), BILLS)
    assert name in caught.value.text.en
    if name == "total":
        assert "whole fen" in caught.value.text.en
        assert "单位为分" in caught.value.text.zh


def test_chunks_with_different_dictionaries_are_one_column() -> None:
    one, other = typed_bills(), typed_bills(member_id=pa.array(["E2", "E1"]).dictionary_encode())
    reading = normalise(pa.concat_tables([one, other]), BILLS)
    assert only(reading, "member_id") == ["E1", "E1", "E2", "E1"]


def test_bad_rows_are_taken_out_and_good_rows_stay_as_they_are() -> None:
    good = [{**BILL, "bill_id": f"b{number}"} for number in range(4)]
    bad = {**BILL, "bill_id": "x", "service_date": "2026-02-30", "total": "abc", "category": "足疗", "line": "1.5"}
    reading = bills(good[0], good[1], bad, good[2], good[3])
    assert reading.table.equals(bills(*good).table)
    assert reading.rows.tolist() == [1, 2, 4, 5]
    assert codes(reading) == [
        (3, "line", "not_an_integer"),
        (3, "service_date", "not_a_date"),
        (3, "category", "unknown_word"),
        (3, "total", "not_a_number"),
    ]
    assert [error.value for error in reading.errors] == ["1.5", "2026-02-30", "足疗", "abc"]


def test_an_unknown_word_is_told_with_the_words_that_there_are() -> None:
    (error,) = bills({**BILL, "ward": "贵宾"}).errors
    assert error.reason.zh == "不认识这个词，可以填：普通部、特需部、国际部"
    assert error.reason.en == "is not one of the words: general, special, international"
    assert error.place.zh == "票据第 1 行“病房类型”"
    assert error.place.en == "bills, row 1, Ward"


def test_rows_without_a_cell_fall_away_and_keep_their_place_in_the_count() -> None:
    empty = dict.fromkeys(BILL, "")
    reading = bills(BILL, empty, {**BILL, "bill_id": "b2", "total": "x"}, {**BILL, "bill_id": "b3"}, empty, empty)
    assert reading.rows.tolist() == [1, 4]
    assert codes(reading) == [(3, "total", "not_a_number")]


def test_a_row_of_totals_is_one_error() -> None:
    reading = bills(BILL, {"bill_id": "合 计", "total": "611.14", "pooled": "427.80", "in_scope": "183.34"})
    assert codes(reading) == [(2, "bill_id", "total_row")]
    assert codes(people({**PERSON, "序号": "1"}, {"序号": "合计：", "salary": "18000"})) == [
        (2, "member_id", "total_row")
    ]


def test_money_in_every_table_is_neither_negative_nor_beyond_meaning() -> None:
    assert codes(people({**PERSON, "salary": "-1"})) == [(1, "salary", "negative")]
    assert codes(people({**PERSON, "mde": "-0.01"}, amounts=frozenset({"mde"}))) == [(1, "mde", "negative")]
    typed = typed_bills(pooled=pa.array([-5, 10**13 + 1]))
    reading = normalise(typed, BILLS)
    assert codes(reading) == [(1, "pooled", "negative"), (2, "pooled", "too_large")]
    assert [error.value for error in reading.errors] == ["-0.05", "100000000000.01"]


def test_dates_beyond_the_calendar_are_told_not_crashed_on() -> None:
    days = pa.array(np.array([20_000, 3_000_000], np.int32)).cast(pa.date32())
    assert codes(normalise(typed_bills(onset_date=days), BILLS)) == [(2, "onset_date", "implausible_date")]


def test_a_resident_number_fills_birth_date_and_sex() -> None:
    row = people({**PERSON, "birth_date": "", "id_number": "11010519491231002x"}).table.to_pylist()[0]
    assert (row["birth_date"], row["sex"], row["id_type"]) == (date(1949, 12, 31), "female", "resident")
    assert row["id_number"] == "11010519491231002X"


def test_a_resident_number_that_disagrees_is_told_with_both_values_and_masked() -> None:
    reading = people({**PERSON, "sex": "男", "id_type": "身份证", "id_number": "11010519491231002X"})
    birth, sex = reading.errors
    assert (birth.column, birth.value, birth.code) == ("birth_date", "1990-06-01", "birth_date_differs")
    assert birth.reason.zh == "与证件号码 110***********002X 中的出生日期 1949-12-31 不一致"
    assert (sex.column, sex.value, sex.code) == ("sex", "男 male", "sex_differs")
    assert sex.reason.en == "the number 110***********002X says female: they disagree"
    assert reading.table.num_rows == 0


def test_identity_numbers_stand_unmasked_in_no_message() -> None:
    number = "110105194912310021"
    reading = people(
        {**PERSON, "id_number": number},
        {**PERSON, "member_id": "E2", "sex": number, "birth_date": number, "salary": f"{number}元"},
    )
    assert {error.code for error in reading.errors} >= {"id_check_digit", "unknown_word", "not_a_date", "too_large"}
    assert all(number not in f"{error.value}{error.reason}" for error in reading.errors)


def test_other_documents_are_checked_by_their_form() -> None:
    (error,) = people({**PERSON, "id_type": "护照", "id_number": "护照123"}).errors
    assert (error.code, error.value) == ("id_format", "*****")
    assert "护照" in error.reason.zh
    assert people({**PERSON, "id_type": "回乡证", "id_number": "h12345678"}).errors == []


def test_an_empty_table_is_a_table() -> None:
    names = [column.name for column in BILLS.columns]
    reading = normalise(pa.table({name: pa.array([], pa.string()) for name in names}), BILLS)
    assert reading.table.num_rows == 0
    assert reading.errors == []
    assert reading.table.schema.equals(bills(BILL).table.schema)
