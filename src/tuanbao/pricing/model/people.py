"""The people of a roster as arrays (被保险人); what is missing is an error or a stated fallback."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.pricing.model.keys import member_key
from tuanbao.pricing.model.problems import PeopleError
from tuanbao.roster import MEMBERS, Reading, RowError, TableError, normalise
from tuanbao.roster.columns import header_key, plain
from tuanbao.vocabulary import RELATIONS, SEXES

EPOCH = date(1970, 1, 1)
CITY = ("city", "城市", "所在城市", "参保城市", "参保地", "工作城市", "工作地", "医保所在地")
OCCUPATION = ("occupation_class", "occupation class", "职业类别", "职业等级", "职业类型")
CLASSES = {**{str(n): n for n in range(1, 7)}, **dict(zip("一二三四五六", range(1, 7), strict=True))}
NOT_STATED = 0

Column = list[Any]


@dataclass(frozen=True, slots=True)
class People:
    """Arrays of shape (people,), sorted by family; the employee first. See Hazards for what they hold."""

    member_id: tuple[str, ...]
    family_id: tuple[str, ...]
    key: NDArray[np.uint64]
    family: NDArray[np.int32]
    relation: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    insured: NDArray[np.bool_]
    city: tuple[str, ...]
    """As written, without 市; empty where nothing is said."""
    occupation: NDArray[np.int8]
    """1 to 6, or 0 where nothing is said."""
    cover_from: NDArray[np.int64]
    cover_to: NDArray[np.int64]
    notes: tuple[Text, ...]


def people_of(members: Reading | pa.Table, year: tuple[date, date]) -> People:
    """The people who are covered in a plan year.

    `members` is a table of people as the roster reads it, or an Arrow table that it can read. Columns `city` (城市)
    and `occupation_class` (职业类别, 1 to 6) may stand beside the roster's own; a dependant without a city has the
    employee's.
    Raises PeopleError naming every row without birth date or sex or with a class that does not exist, and TableError
    where nobody is covered in the year.
    """
    reading = members if isinstance(members, Reading) else normalise(members, MEMBERS)
    table = reading.table
    occupation, wrong = _occupation(reading)
    errors = sorted([*_absent(reading), *wrong], key=lambda error: error.row)
    if not isinstance(members, Reading):
        errors = sorted([*reading.errors, *errors], key=lambda error: error.row)
    if errors:
        raise PeopleError(errors)
    first, last = _clipped(table, year)
    ids, relation = _texts(table, "member_id"), _codes(table, "relation")
    family_id = [family or member for family, member in zip(_texts(table, "family_id"), ids, strict=True)]
    kept = np.flatnonzero(first <= last)
    if not len(kept):
        raise TableError(_nobody(year))
    order = np.array(sorted(kept, key=lambda i: (family_id[i], relation[i], ids[i])), np.int64)
    families = [family_id[i] for i in order]
    _, family = np.unique(families, return_inverse=True)
    city = _with_the_employees(_city(table), family_id)
    return People(
        member_id=tuple(ids[i] for i in order),
        family_id=tuple(families),
        key=np.array([member_key(ids[i]) for i in order], np.uint64),
        family=family.astype(np.int32),
        relation=relation[order].astype(np.uint8),
        sex=_codes(table, "sex")[order].astype(np.uint8),
        age=_ages(table, year[0])[order],
        insured=np.asarray(table.column("insured").to_pylist(), bool)[order],
        city=tuple(city[i] for i in order),
        occupation=occupation[order],
        cover_from=first[order],
        cover_to=last[order],
        notes=_left_out(len(ids) - len(kept), year),
    )


def completed_years(born: date, on: date) -> int:
    """周岁: completed years on a day, 0 before birth."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _ages(table: Any, on: date) -> NDArray[np.int16]:
    return np.array([completed_years(born, on) for born in table.column("birth_date").to_pylist()], np.int16)


def _clipped(table: Any, year: tuple[date, date]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last day of cover within the year, as days since 1970; last before first: not covered in it."""
    starts, ends = table.column("cover_from").to_pylist(), table.column("cover_to").to_pylist()
    first = [max(start or year[0], year[0]) for start in starts]
    last = [min(end or year[1], year[1]) for end in ends]
    return tuple(np.array([(day - EPOCH).days for day in days], np.int64) for days in (first, last))  # type: ignore[return-value]


def _absent(reading: Reading) -> list[RowError]:
    """Everyone without a birth date or a sex."""
    reason = Text("定价需要这一列，不能为空", "pricing needs it: must not be empty")
    found = []
    for name in ("birth_date", "sex"):
        empty = np.flatnonzero(np.asarray(reading.table.column(name).is_null()))
        found += [RowError("members", int(reading.rows[i]), name, "", "needed_for_pricing", reason) for i in empty]
    return found


def _occupation(reading: Reading) -> tuple[NDArray[np.int8], list[RowError]]:
    """Classes 1 to 6, written 2, 2类, 二类 or class 2."""
    name, cells = _extra(reading.table, OCCUPATION)
    reason = Text("职业类别应为 1 至 6", "an occupation class is 1 to 6")
    classes, errors = np.zeros(reading.table.num_rows, np.int8), []
    for i, cell in enumerate(cells):
        word = re.sub(r"^(class|第)|(类|级|\.0+)$", "", plain(str(cell)).casefold()).strip() if cell is not None else ""
        if word in CLASSES:
            classes[i] = CLASSES[word]
        elif word:
            errors.append(RowError("members", int(reading.rows[i]), name, str(cell), "occupation_class", reason))
    return classes, errors


def _city(table: Any) -> list[str]:
    _, cells = _extra(table, CITY)
    return [plain(str(cell)).removesuffix("市") if cell is not None else "" for cell in cells]


def _with_the_employees(city: Sequence[str], family_id: Sequence[str]) -> list[str]:
    """A dependant without a city has the one that somebody of the family has."""
    known = {family: name for family, name in zip(family_id, city, strict=True) if name}
    return [name or known.get(family, "") for name, family in zip(city, family_id, strict=True)]


def _extra(table: Any, headings: tuple[str, ...]) -> tuple[str, Column]:
    """A column that the roster keeps without naming it, and its heading; empty cells where there is none."""
    wanted = {header_key(heading) for heading in headings}
    name = next((name for name in table.column_names if header_key(name) in wanted), None)
    return (name, table.column(name).to_pylist()) if name else (headings[0], [None] * table.num_rows)


def _texts(table: Any, name: str) -> list[str]:
    return [str(cell) if cell is not None else "" for cell in table.column(name).to_pylist()]


def _codes(table: Any, name: str) -> NDArray[np.int64]:
    words = list({"relation": RELATIONS, "sex": SEXES}[name])
    of: Callable[[str], int] = words.index
    return np.array([of(word) for word in table.column(name).to_pylist()], np.int64)


def _nobody(year: tuple[date, date]) -> Text:
    first, last = (day.isoformat() for day in year)
    return Text(
        f"人员表里没有人在 {first} 至 {last} 有保障；请检查保障起止日期或定价年度",
        f"nobody in the table of people is covered between {first} and {last}; check the dates of cover or the year",
    )


def _left_out(number: int, year: tuple[date, date]) -> tuple[Text, ...]:
    if not number:
        return ()
    first, last = (day.isoformat() for day in year)
    return (
        Text(
            f"{number} 人在 {first} 至 {last} 没有保障，未计入",
            f"{number} people are not covered between {first} and {last} and are left out",
        ),
    )
