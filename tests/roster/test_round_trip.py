"""What is written is read back the same: every table, in every format, in both languages."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.roster import BILLS, EVENTS, MEMBERS, normalise, read_table, write_table
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.fen import fen_to_yuan, yuan_to_fen
from tuanbao.roster.parse import EMPTY_WORDS, FORMULA_ERRORS

WORDS = st.text(st.sampled_from("AZ09az-_. 王芳（）,;\"'/=+@#\n"), min_size=1, max_size=8)
NAMES = WORDS.map(str.strip).filter(
    lambda text: text and text[0] not in "='" and text.casefold() not in EMPTY_WORDS and text not in FORMULA_ERRORS
)
CODES = st.text(st.sampled_from("AZaz09-_."), min_size=1, max_size=8).filter(lambda text: text.strip("-"))
DAYS = st.dates(date(1900, 3, 1), date(2100, 12, 31))
FEN = st.integers(0, 10**13)


def cells(column: Column) -> st.SearchStrategy[Any]:
    """Values of a column as an Arrow table holds them; ids differ from signs for nothing."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": NAMES if column.name == "name" else CODES,
        "date": DAYS,
        "money": FEN,
        "bool": st.booleans(),
        "integer": st.integers(1, 10),
        "enum": st.sampled_from(column.vocabulary or [""]),
        "level": st.integers(0, 3),
    }
    return kinds[column.kind]


def tables(layout: Layout, *, without: tuple[str, ...] = (), max_size: int = 6) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries(
        {
            column.name: cells(column) if column.required else st.none() | cells(column)
            for column in layout.columns
            if column.name not in without
        }
    )
    return st.lists(row, max_size=max_size).map(lambda rows: normalised(layout, rows))


def normalised(layout: Layout, rows: list[dict[str, Any]]) -> Any:
    types = {"date": pa.date32(), "money": pa.int64(), "bool": pa.bool_(), "integer": pa.int64(), "level": pa.int8()}
    columns = {
        column.name: pa.array([row.get(column.name) for row in rows], types.get(column.kind, pa.string()))
        for column in layout.columns
    }
    reading = normalise(pa.table(columns), layout)
    return reading.table


PEOPLE = tables(MEMBERS, without=("id_number", "id_type"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize(
    ("layout", "written"),
    [(MEMBERS, PEOPLE), (BILLS, tables(BILLS)), (EVENTS, tables(EVENTS))],
    ids=["people", "bills", "events"],
)
def test_a_table_that_is_written_is_read_back(
    layout: Layout, written: st.SearchStrategy[Any], suffix: str, language: Any, tmp_path: Path
) -> None:
    path = tmp_path / f"table{suffix}"

    @settings(max_examples=40, deadline=None)
    @given(table=written)
    def check(table: Any) -> None:
        write_table(table, layout, path, language=language)
        reading = read_table(path, layout)
        assert reading.errors == []
        assert reading.unknown_columns == ()
        assert reading.table.to_pylist() == table.to_pylist()

    check()


def test_extra_columns_of_people_are_written_and_read_back(tmp_path: Path) -> None:
    amounts = frozenset({"mde"})
    row = {"member_id": ["E1"], "relation": ["本人"], "cover_from": ["2026-01-01"], "mde": ["450.05"], "职级": ["M4"]}
    table = normalise(pa.table(row), MEMBERS, amounts=amounts).table
    for suffix in (".csv", ".xlsx", ".parquet"):
        write_table(table, MEMBERS, tmp_path / f"p{suffix}", language="zh")
        reading = read_table(tmp_path / f"p{suffix}", MEMBERS, amounts=amounts)
        assert reading.table.to_pylist() == table.to_pylist()
        assert reading.table.schema.field("mde").type == pa.int64()


def test_a_table_is_not_written_in_a_way_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.docx"):
        write_table(normalised(EVENTS, []), EVENTS, tmp_path / "events.docx")


@given(st.lists(st.none() | st.integers(-(10**15), 10**15)))
def test_fen_become_yuan_and_fen_again(fen: list[int | None]) -> None:
    array = pa.array(fen, pa.int64())
    yuan = fen_to_yuan(array)
    assert [None if value is None else value * 100 for value in yuan.to_pylist()] == fen
    assert yuan_to_fen(yuan).equals(array)
    assert yuan_to_fen(yuan[1:]).equals(array[1:])
