"""The tables that come in: their columns, headings and words contradict each other nowhere."""

import pytest

from tuanbao.roster.columns import Column, Layout, header_key, word_key
from tuanbao.roster.errors import TableError
from tuanbao.roster.headers import find_heading_row, match_headings
from tuanbao.roster.layouts import BILLS, EVENTS, HOSPITAL_LISTS, LAYOUTS, MEMBERS, OPENINGS, PREMIUMS

EVERY_COLUMN = [(layout, column) for layout in LAYOUTS.values() for column in layout.columns]
EVERY_LAYOUT = list(LAYOUTS.values())


def name_of(value: object) -> str:
    return value.name if isinstance(value, Layout | Column) else str(value)


def test_the_columns_are_those_of_the_plan_language() -> None:
    assert [column.name for column in MEMBERS.columns] == [
        *("member_id", "family_id", "relation", "birth_date", "sex", "plan", "cover_from", "cover_to"),
        *("continuous_from", "insured", "salary", "name", "id_type", "id_number"),
    ]
    assert [column.name for column in BILLS.columns] == [
        *("bill_id", "line", "visit_id", "case_id", "member_id", "family_id", "service_date", "discharge_date"),
        *("onset_date", "received_date", "category", "cause", "work", "pre_existing", "hospital", "hospital_level"),
        *("hospital_ownership", "ward", "diagnosis", "settled", "total", "pooled", "other_paid", "in_scope"),
        *("in_scope_below", "in_scope_above", "class_b", "out_of_scope", "account_paid"),
    ]
    assert [column.name for column in EVENTS.columns] == [
        *("event_id", "case_id", "member_id", "date", "event", "grade", "days", "mode", "diagnosis", "cause"),
        *("work", "pre_existing", "death_date", "onset_date"),
    ]
    assert [column.name for column in OPENINGS.columns] == ["member_id", "benefit_id", "paid"]
    assert [column.name for column in HOSPITAL_LISTS.columns] == ["list", "hospital", "from", "to"]
    assert [column.name for column in PREMIUMS.columns] == ["from", "to", "plan", "members", "premium", "premium_paid"]


@pytest.mark.parametrize("layout", EVERY_LAYOUT, ids=name_of)
def test_no_heading_means_two_columns(layout: Layout) -> None:
    meanings: dict[str, str] = {}
    for column in layout.columns:
        for heading in column.accepted_headings:
            assert meanings.setdefault(header_key(heading), column.name) == column.name, heading
    for column in layout.columns:
        for fallback in column.fallbacks:
            assert header_key(fallback) not in meanings, fallback


@pytest.mark.parametrize(("layout", "column"), EVERY_COLUMN, ids=name_of)
def test_no_word_means_two_things(layout: Layout, column: Column) -> None:
    meanings: dict[str, str] = {}
    for word, name in column.names.items():
        for written in (word, name.zh, name.en, *column.words.get(word, ())):
            assert meanings.setdefault(word_key(written), word) == word, written


@pytest.mark.parametrize(("layout", "column"), EVERY_COLUMN, ids=name_of)
def test_what_an_empty_cell_means_is_a_value_of_the_column(layout: Layout, column: Column) -> None:
    assert bool(column.names) == (column.kind in ("enum", "level", "bool"))
    assert set(column.words) <= set(column.names)
    if column.empty is not None:
        assert column.empty_value is not None
    if column.empty_as is not None:
        assert layout[column.empty_as].kind == column.kind
    assert all(part in layout for part in column.sum_of)
    assert not (column.required and (column.empty is not None or column.empty_as is not None))


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("金额合计（元）", "金额合计"),
        ("金额合计 (单位：元) *", "金额合计"),
        ("金额合计\n【必填】", "金额合计"),
        ("Member ID", "memberid"),
        ("ＭＥＭＢＥＲ＿ｉｄ", "memberid"),
        ("自付一（起付线以下）", "自付一起付线以下"),
        ("自付Ⅱ", "自付ii"),
    ],
)
def test_headings_are_compared_without_units_spaces_and_width(heading: str, key: str) -> None:
    assert header_key(heading) == key


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        *[("员工编号", "member_id"), ("工号", "member_id"), ("被保险人编号", "member_id"), ("Member ID", "member_id")],
        *[
            ("就诊日期", "service_date"),
            ("入院日期", "service_date"),
            ("总金额", "total"),
            ("统筹支付（元）", "pooled"),
        ],
        *[("自付一", "in_scope"), ("自付二", "class_b"), ("乙类先行自付", "class_b"), ("全自费", "out_of_scope")],
        *[("医院名称", "hospital"), ("诊断", "diagnosis"), ("IN_SCOPE", "in_scope"), ("medfee_sumamt", "total")],
    ],
)
def test_usual_headings_of_bills_are_known(heading: str, name: str) -> None:
    rest = [column.name for column in BILLS.columns if column.name != name]
    matching = match_headings([*rest, heading], BILLS)
    assert {column.name: place for place, column in matching.found}[name] == len(rest)
    assert matching.unknown == ()


def test_an_employee_number_beside_a_number_of_the_person_names_the_family() -> None:
    matching = match_headings(["被保险人编号", "员工编号", "关系", "生效日期"], MEMBERS)
    assert [column.name for _, column in matching.found] == ["member_id", "family_id", "relation", "cover_from"]
    assert [place for place, _ in matching.found] == [0, 1, 2, 3]


def test_a_hospitals_name_counts_only_where_its_code_is_missing() -> None:
    needed = ["bill_id", "member_id", "service_date", "category", "total"]
    both = match_headings([*needed, "医院名称", "医院代码"], BILLS)
    assert {column.name: place for place, column in both.found}["hospital"] == 6
    assert both.unknown == ("医院名称",)


def test_every_missing_column_is_named_with_its_headings() -> None:
    with pytest.raises(TableError) as caught:
        match_headings(["bill_id", "member_id"], BILLS)
    zh, en = caught.value.text
    assert all(word in zh for word in ("就诊日期", "入院日期", "就诊类型", "金额合计", "总金额"))
    assert all(word in en for word in ("service_date", "category", "total"))
    assert len(caught.value.problems) == 3


def test_a_total_may_be_left_out_where_its_parts_stand() -> None:
    needed = ["bill_id", "member_id", "service_date", "category"]
    assert len(match_headings([*needed, "自费"], BILLS).found) == 5


def test_two_columns_of_one_meaning_are_refused_by_name() -> None:
    needed = ["bill_id", "member_id", "service_date", "category", "total"]
    with pytest.raises(TableError, match="总金额、发票金额") as caught:
        match_headings([*needed, "总金额", "发票金额"], BILLS)
    assert "total" in caught.value.text.en


def test_two_extra_columns_of_one_name_are_refused() -> None:
    with pytest.raises(TableError, match="职级"):
        match_headings(["member_id", "relation", "cover_from", "职级", "职级"], MEMBERS)


def test_the_heading_row_is_found_below_titles() -> None:
    rows = [["2026 年度人员清单", "", ""], ["", "", ""], ["工号", "关系", "生效日期"], ["E1", "本人", "2026-01-01"]]
    assert find_heading_row(rows, MEMBERS) == 2
    assert find_heading_row([["甲", "乙"], ["1", "2"]], MEMBERS) is None
