"""Columns that a roster may have beside its own (可选列): department, grade, hire date, declared health."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tuanbao.adjudication import RefusedRowsError
from tuanbao.design.needs.cells import Floats
from tuanbao.language import Text
from tuanbao.pricing.model.people import CITY, OCCUPATION
from tuanbao.roster import Reading, RowError
from tuanbao.roster.columns import Column, header_key, plain
from tuanbao.roster.errors import reason, shown
from tuanbao.roster.parse import parse_date, parse_word
from tuanbao.roster.words import TRUTH, TRUTH_WORDS

HEADINGS = {
    "city": CITY,
    "occupation": OCCUPATION,
    "department": ("department", "部门", "所属部门", "一级部门"),
    "grade": ("grade", "职级", "级别", "职等", "岗位级别"),
    "hire_date": ("hire_date", "入职日期", "入职时间", "到岗日期", "hired", "date of hire"),
    "chronic": ("chronic", "慢性病", "慢病", "是否有慢性病", "慢性病史", "chronic disease"),
    "checkup_abnormal": ("checkup_abnormal", "体检异常", "体检结果异常", "体检是否异常", "abnormal check-up"),
}
"""What people call a column that needs are told from."""
HEALTH = ("chronic", "checkup_abnormal")
_NAME = Text("", "")
_TRUTH = Column("truth", "bool", _NAME, _NAME, names=TRUTH, words=TRUTH_WORDS)


def heading(table: Any, column: str) -> str | None:
    """How the roster calls the column, or None where it does not have it, or nothing in it."""
    wanted = {header_key(name) for name in HEADINGS[column]}
    found = next((name for name in table.column_names if header_key(name) in wanted), None)
    return found if found is not None and table.column(found).null_count < table.num_rows else None


def texts(table: Any, column: str) -> list[str] | None:
    """The cells as text, empty where nothing stands; None where the roster does not have the column."""
    name = heading(table, column)
    if name is None:
        return None
    return [plain(str(cell)) if cell is not None else "" for cell in table.column(name).to_pylist()]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the roster says of each person beside its own columns; None: it does not have the column."""

    hired: list[date | None] | None
    chronic: Floats | None
    """(people,): 1 has a chronic disease, 0 has none, NaN not said."""
    abnormal: Floats | None
    """(people,): 1 the check-up says that something should be followed up, 0 it does not, NaN not said."""


def declared(reading: Reading) -> Declared:
    """Reads the columns. Raises RefusedRowsError with every cell of them that cannot be read."""
    errors: list[RowError] = []
    hired = _parsed(reading, "hire_date", parse_date, errors)
    truths = [_parsed(reading, name, lambda word: parse_word(word, _TRUTH), errors) for name in HEALTH]
    if errors:
        raise RefusedRowsError(sorted(errors, key=lambda error: error.row))
    return Declared(hired, *(None if codes is None else np.array(codes, np.float64) for codes in truths))


def _parsed(reading: Reading, column: str, parser: Callable[[str], Any], errors: list[RowError]) -> list[Any] | None:
    """The cells, None where nothing stands or, with an error, nothing that can be read."""
    cells, name = texts(reading.table, column), heading(reading.table, column)
    if cells is None or name is None:
        return None
    found: list[Any] = []
    for row, cell in zip(reading.rows, cells, strict=True):
        value = None
        try:
            value = parser(cell) if cell else None
        except ValueError as error:
            code = "not_a_date" if str(error) == "date_number" else str(error)
            why = reason(code, words=Text("是、否", "yes, no"))
            errors.append(RowError("members", int(row), name, shown(cell), code, why))
        found.append(value)
    return found
