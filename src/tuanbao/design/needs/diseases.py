"""The most frequent diseases of past bills (高发疾病), by ICD-10 category, of at least ten people each."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.design.needs.cells import cells_shown
from tuanbao.language import Text
from tuanbao.plan.wording.diagnoses import NAMES
from tuanbao.reference.needs import disease_name, parameter

CATEGORY = 3
"""Characters of an ICD-10 category: J06.9 is of J06."""


@dataclass(frozen=True, slots=True)
class Disease:
    """One category, or the others together (code empty); money is fen of bills, before any payer."""

    code: str
    name: Text
    people: int
    bills: int
    total: int


OTHERS = Text("其他疾病（合并）", "other diseases, together")


def frequent_diseases(bills: Any) -> tuple[Disease, ...]:
    """The categories that most people were treated for, then all others together.

    ``bills`` has the columns bill_id, member_id, diagnosis, total. A category of fewer than ten people is among the
    others; the others are left out, with the last categories if need be, unless they too are at least ten people.
    """
    found = _rows(bills)
    codes = sorted({code for code, _, _, _ in found})
    by_code = {code: [row for row in found if row[0] == code] for code in codes}
    ranked = sorted(codes, key=lambda code: (-_people(by_code[code]), code))
    shown = [code for code in ranked if cells_shown(_people(by_code[code]))][: parameter("listed_diseases")]
    while shown:
        rest = [row for row in found if row[0] not in shown]
        if not rest or cells_shown(_people(rest)):
            others = [_disease("", OTHERS, rest)] if rest else []
            return (*(_disease(code, category_name(code), by_code[code]) for code in shown), *others)
        shown.pop()
    return ()


def category_name(code: str) -> Text:
    """The name of a category, or of the longest part of it that has one: its block or chapter, with the code."""
    name = disease_name(code)
    if name:
        return name
    known = [prefix for prefix in NAMES if code.startswith(prefix)]
    chapter = NAMES[max(known, key=len)] if known else Text("诊断", "diagnosis")
    return Text(f"{chapter.zh}（{code}）", f"{chapter.en} ({code})")


_Row = tuple[str, str, str, int]


def _rows(bills: Any) -> list[_Row]:
    """Category, person, bill, fen of each line that has a diagnosis."""
    names = ("diagnosis", "member_id", "bill_id")
    columns = [bills[name].cast(pa.string()).to_pylist() for name in names]
    rows = zip(*columns, bills["total"].to_pylist(), strict=True)
    return [(str(code)[:CATEGORY].upper(), who, bill, fen) for code, who, bill, fen in rows if code]


def _people(rows: list[_Row]) -> int:
    return len({who for _, who, _, _ in rows})


def _disease(code: str, name: Text, rows: list[_Row]) -> Disease:
    total = int(np.sum([fen for *_, fen in rows], dtype=np.int64))
    return Disease(code, name, _people(rows), len({bill for _, _, bill, _ in rows}), total)
