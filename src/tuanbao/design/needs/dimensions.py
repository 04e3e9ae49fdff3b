"""How a company's people can be divided (人群维度): by age, sex, family, city, work, pay, if the roster tells it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tuanbao.design.needs.cells import NONE, Ints, neighbours, together
from tuanbao.design.needs.columns import Declared, declared, texts
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.group import EVERYBODY, Group
from tuanbao.pricing.model.people import CLASSES, completed_years
from tuanbao.reference.needs import age_band_starts, age_segments, parameter
from tuanbao.vocabulary import RELATIONS, SEXES

TITLES = {
    "age_segment": Text("年龄段", "age"),
    "age_band": Text("五岁年龄组", "age in bands of five years"),
    "sex": Text("性别", "sex"),
    "relation": Text("身份", "relation"),
    "family": Text("家庭构成", "family"),
    "city": Text("城市", "city"),
    "occupation": Text("职业类别", "occupation class"),
    "grade": Text("职级", "grade"),
    "tier": Text("档级", "tier"),
    "tenure": Text("司龄", "years of service"),
    "department": Text("部门", "department"),
    "salary": Text("月薪分档", "pay"),
}
HEADINGS = {
    "sex": "性别 sex",
    "city": "城市 city",
    "occupation": "职业类别 occupation_class",
    "grade": "职级 grade",
    "department": "部门 department",
    "salary": "月薪 salary",
    "age_segment": "出生日期 birth_date",
}
"""What a roster would have to say for a dimension that is missing."""
EMPLOYEES_ONLY = frozenset({"family", "occupation", "grade", "tier", "tenure", "department", "salary"})
ORDERED = frozenset({"age_segment", "age_band", "tenure"})
OTHER = Text("其他（合并）", "others, put together")
NOT_STATED = Text("未填写", "not stated")


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """One way to divide people: each person is in one cell, or of NONE."""

    key: str
    cell: Ints
    """(people,) in the order of the roster: position in ``names``, or NONE (of employees only: dependants)."""
    names: tuple[Text, ...]

    @property
    def title(self) -> Text:
        return TITLES[self.key]

    def shared(self, least: int | None = None) -> "Dimension":
        """The same with small cells put together: ages and years of service with their neighbours, others as others.

        Empty cells fall away; where all people together are too few, everybody is of NONE.
        """
        ordered = self.key in ORDERED
        counts = np.bincount(self.cell[self.cell >= 0], minlength=len(self.names))
        group = (neighbours if ordered else together)(counts, least)
        parts = [np.flatnonzero(group == number) for number in range(int(group.max()) + 1)]
        names = tuple(_joined([self.names[place] for place in part], ordered) for part in parts)
        return Dimension(self.key, np.where(self.cell >= 0, group[self.cell], NONE), names)

    def of(self, rows: Ints) -> "Dimension":
        """The same of the people in some rows, in the order of the rows."""
        return Dimension(self.key, self.cell[rows], self.names)


def dimensions(group: Group, facts: Declared | None = None) -> tuple[dict[str, Dimension], tuple[Text, ...]]:
    """Every dimension that the roster tells, and a sentence for each that it does not.

    ``facts`` are the roster's further columns, if they have been read. Raises RefusedRowsError for cells that cannot be
    read.
    """
    table, on = group.members, group.period[0]
    facts = facts or declared(group.assignment.reading)
    staff = np.array([relation == "employee" for relation in table["relation"].to_pylist()], bool)
    found = {
        **_ages(table, on),
        "sex": _of_words("sex", table["sex"].to_pylist(), SEXES),
        "relation": _of_words("relation", table["relation"].to_pylist(), RELATIONS),
        "family": _family(table),
        "city": _of_texts("city", _cities(table)),
        "occupation": _occupation(texts(table, "occupation")),
        "grade": _of_texts("grade", texts(table, "grade")),
        "tier": _tier(table),
        "tenure": _tenure(facts.hired or table["continuous_from"].to_pylist(), on),
        "department": _of_texts("department", texts(table, "department")),
        "salary": _salary(table, staff),
    }
    known = {key: _staff_only(dim, staff) for key, dim in found.items() if dim is not None}
    missing = [_missing(key) for key in found if key not in known and key != "tier"]
    if facts.hired is None:
        missing.append(_NO_HIRE_DATE)
    return known, tuple(missing)


def segment_of(ages: Ints) -> Ints:
    """Position among the age segments of ages in completed years."""
    starts = [start for start, _ in age_segments().values()]
    return np.searchsorted(starts, ages, side="right") - 1


def segment_names() -> tuple[Text, ...]:
    return tuple(name for _, name in age_segments().values())


def _joined(names: Sequence[Text], ordered: bool) -> Text:
    """The name of cells that are put together."""
    if len(names) > 1 and not ordered:
        return OTHER
    ends = [names[0], names[-1]] if len(names) > 2 else names
    link = Text("…", " … ") if len(names) > 2 else Text("和", " and ")
    return Text(link.zh.join(name.zh for name in ends), link.en.join(name.en for name in ends))


def _staff_only(dimension: Dimension, staff: Any) -> Dimension:
    if dimension.key not in EMPLOYEES_ONLY:
        return dimension
    return Dimension(dimension.key, np.where(staff, dimension.cell, NONE), dimension.names)


def _ages(table: Any, on: date) -> dict[str, Dimension | None]:
    """Segments and bands of completed years on the first day; who has no birth date is of a cell of its own."""
    born = table["birth_date"].to_pylist()
    if not any(born):
        return {"age_segment": None}
    ages = np.array([completed_years(day, on) if day else -1 for day in born], np.int64)
    starts, names = age_band_starts(), segment_names()
    bands = tuple(_band(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True))
    segment, band = segment_of(ages), np.searchsorted(starts, ages, side="right") - 1
    silent = (NOT_STATED,) if (ages < 0).any() else ()
    return {
        "age_segment": Dimension("age_segment", np.where(ages < 0, len(names), segment), names + silent),
        "age_band": Dimension("age_band", np.where(ages < 0, len(bands), band), bands + silent),
    }


def _band(start: int, end: int | None) -> Text:
    if end is None:
        return Text(f"{start} 岁及以上", f"{start} and over")
    return Text(f"{start} 至 {end - 1} 岁", f"{start} to {end - 1}")


def _of_words(key: str, words: Sequence[Any], names: Mapping[str, Text]) -> Dimension | None:
    if not any(words):
        return None
    place = {word: position for position, word in enumerate(names)}
    cell = np.array([place.get(str(word), len(place)) for word in words], np.int64)
    return Dimension(key, cell, (*names.values(), *((NOT_STATED,) if (cell == len(place)).any() else ())))


def _of_texts(key: str, words: Sequence[str] | None) -> Dimension | None:
    """The most frequent first; what is empty comes last."""
    if words is None or not any(words):
        return None
    counts = Counter(word for word in words if word)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    return _of_words(key, words, {word: Text(word, word) for word in order})


def _cities(table: Any) -> list[str] | None:
    """Without 市; a dependant without a city has the family's."""
    found = texts(table, "city")
    if found is None:
        return None
    cities = [name.removesuffix("市") for name in found]
    families = table["family_id"].to_pylist()
    known = {family: city for family, city in zip(families, cities, strict=True) if city}
    return [city or known.get(family, "") for city, family in zip(cities, families, strict=True)]


def _family(table: Any) -> Dimension:
    """Of each person, who else of the family is covered with them (只看已参保的家属)."""
    relatives: dict[str, set[str]] = {}
    rows = list(zip(table["family_id"].to_pylist(), table["relation"].to_pylist(), strict=True))
    for family, relation in rows:
        relatives.setdefault(family, set()).add(relation)
    names = (
        Text("仅本人参保", "employee alone"),
        Text("与配偶", "with spouse"),
        Text("与子女", "with children"),
        Text("与配偶和子女", "with spouse and children"),
        Text("与父母等", "with parents"),
    )
    kinds = [relatives[family] for family, _ in rows]
    cell = [4 if "parent" in kind else ("spouse" in kind) + 2 * ("child" in kind) for kind in kinds]
    return Dimension("family", np.array(cell, np.int64), names)


def _occupation(words: Sequence[str] | None) -> Dimension | None:
    if words is None:
        return None
    names = {str(n): Text(f"{n} 类", f"class {n}") for n in range(1, 7)}
    plain = [re.sub(r"^(class|第)|(类|级|\.0+)$", "", word.casefold()).strip() for word in words]
    return _of_words("occupation", [str(CLASSES.get(word, "")) for word in plain], names)


def _tier(table: Any) -> Dimension | None:
    words = [str(word or "") for word in table["tier"].to_pylist()] if "tier" in table.column_names else []
    return _of_texts("tier", words) if set(words) - {"", EVERYBODY} else None


def _tenure(since: Sequence[date | None], on: date) -> Dimension:
    """Completed years of service, from the hire date or from when cover goes on without a break."""
    starts: list[int] = parameter("tenure_bands")
    names = [
        Text(f"满 {start} 年，不满 {end} 年", f"{start} to under {end} years") if end else
        Text(f"满 {start} 年", f"{start} years and more")
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]  # fmt: skip
    years = np.array([completed_years(day, on) if day else -1 for day in since], np.int64)
    cell = np.where(years < 0, len(names), np.searchsorted(starts, years, side="right") - 1)
    return Dimension("tenure", cell, (*names, NOT_STATED))


def _salary(table: Any, staff: Any) -> Dimension | None:
    """Bands of equally many employees; their limits are rounded to hundreds of yuan."""
    pay = np.array([fen if fen is not None else -1 for fen in table["salary"].to_pylist()], np.int64)
    told = staff & (pay >= 0)
    if not told.any():
        return None
    bands: int = parameter("salary_bands")
    limits = np.unique(np.quantile(pay[told], np.arange(1, bands) / bands, method="inverted_cdf").astype(np.int64))
    said = [format_yuan((int(limit) + 5_000) // 10_000 * 10_000).removesuffix(".00") for limit in limits]
    names = [Text(f"约 {limit} 元及以下", f"up to about {limit} yuan") for limit in said]
    names.append(Text(f"约 {said[-1]} 元以上", f"above about {said[-1]} yuan"))
    cell = np.where(pay < 0, len(names), np.searchsorted(limits, pay, side="left"))
    return Dimension("salary", cell, (*names, NOT_STATED))


_NO_HIRE_DATE = Text(
    "人员表没有入职日期（hire_date/入职日期），司龄按连续投保起期计",
    "the roster has no hire date (column hire_date): years of service are those of cover without a break",
)


def _missing(key: str) -> Text:
    title, column = TITLES[key], HEADINGS[key]
    zh = f"人员表没有“{column}”一列，无法按{title.zh}划分；其余照算"
    return Text(zh, f"the roster has no column {column}: people are not divided by {title.en}; the rest goes on")
