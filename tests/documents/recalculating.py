"""A workbook worked out again: a small second reader of formulas, for tests; it knows nothing of what wrote them."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
TOKEN = re.compile(
    r"""(?P<text>"[^"]*")
    |(?:'(?P<sheet>(?:[^']|'')*)'!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)(?::\$?(?P<to>[A-Z]{1,3})\$?(?P<last>\d+))?
    |(?P<number>\d+\.?\d*(?:[Ee][+-]?\d+)?)
    |(?P<name>[A-Z]+)(?=\()
    |(?P<sign><=|>=|<>|[-+*/(),=<>])
    |(?P<space>\s+)""",
    re.VERBOSE,
)
Place = tuple[str, int, int]
"""Sheet, row and column, from 0."""


@dataclass
class Workbook:
    """Cells of a file: formulas, and what the file says that they come to; ``given`` are cells that were changed."""

    formulas: dict[Place, str]
    values: dict[Place, Any]
    given: dict[Place, Any] = field(default_factory=dict)
    _found: dict[Place, Any] = field(default_factory=dict)

    def with_cells(self, given: dict[Place, Any]) -> "Workbook":
        """The same where some cells were changed."""
        return Workbook(self.formulas, self.values, given)

    def value(self, place: Place) -> Any:
        """What a cell comes to; formulas are worked out."""
        if place in self.given:
            return self.given[place]
        if place not in self.formulas:
            return self.values.get(place)
        if place not in self._found:
            self._found[place] = self._worked_out(place)
        return self._found[place]

    def find(self, sheet: str, text: str, column: int = 0) -> Place:
        """The cell of a column that holds this text."""
        found = [p for p, value in self.values.items() if p[0] == sheet and p[2] == column and value == text]
        return min(found, key=lambda place: place[1])

    def _worked_out(self, place: Place) -> Any:
        words = []
        for found in TOKEN.finditer(self.formulas[place]):
            if found["column"]:
                words.append(self._reference(found, place[0]))
            elif found["sign"]:
                words.append({"=": "==", "<>": "!="}.get(found["sign"], found["sign"]))
            elif found["name"]:
                words.append(f"_{found['name']}")
            else:
                words.append(found[0])
        return eval(" ".join(words), {"cells": self._cells, "one": self._one} | FUNCTIONS)

    def _reference(self, found: re.Match[str], here: str) -> str:
        sheet = (found["sheet"] or here).replace("''", "'")
        first = int(found["row"]) - 1, letters(found["column"])
        if not found["to"]:
            return f"one(({sheet!r}, {first[0]}, {first[1]}))"
        return f"cells({sheet!r}, {first[0]}, {first[1]}, {int(found['last']) - 1}, {letters(found['to'])})"

    def _one(self, place: Place) -> Any:
        value = self.value(place)
        return 0.0 if value is None else value

    def _cells(self, sheet: str, top: int, left: int, bottom: int, right: int) -> Any:
        rows = range(top, bottom + 1)
        return np.array([[self._number((sheet, r, c)) for c in range(left, right + 1)] for r in rows])

    def _number(self, place: Place) -> float:
        value = self.value(place)
        return value if isinstance(value, int | float) else 0.0


def _rank(value: float, among: Any) -> int:
    return int((among > value).sum()) + 1


FUNCTIONS = {
    "_SUM": lambda *parts: sum(float(np.sum(part)) for part in parts),
    "_SUMPRODUCT": lambda *parts: float(np.sum(np.prod(np.broadcast_arrays(*parts), axis=0))),
    "_MAX": lambda *parts: max(float(np.max(part)) for part in parts),
    "_MIN": lambda *parts: min(float(np.min(part)) for part in parts),
    "_IF": lambda asked, yes, no: yes if asked else no,
    "_ROUND": lambda value, digits: round(value, int(digits)),
    "_RANK": _rank,
    "_N": lambda value: value if isinstance(value, int | float) else 0,
}


def letters(column: str) -> int:
    """A -> 0, AA -> 26."""
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - 64
    return number - 1


def read_workbook(path: Path) -> Workbook:
    """Every cell of every sheet."""
    formulas: dict[Place, str] = {}
    values: dict[Place, Any] = {}
    with zipfile.ZipFile(path) as file:
        names = [each.get("name") or "" for each in _xml(file, "xl/workbook.xml").iterfind("m:sheets/m:sheet", NAMES)]
        shared = ["".join(each.itertext()) for each in _xml(file, "xl/sharedStrings.xml").iterfind("m:si", NAMES)]
        for number, name in enumerate(names, 1):
            for cell in _xml(file, f"xl/worksheets/sheet{number}.xml").iterfind(".//m:c", NAMES):
                column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "").groups()  # type: ignore[union-attr]
                place = name, int(row) - 1, letters(column)
                formula, value = cell.findtext("m:f", None, NAMES), cell.findtext("m:v", None, NAMES)
                if formula is not None:
                    formulas[place] = formula
                if value is not None:
                    kind = cell.get("t")
                    values[place] = shared[int(value)] if kind == "s" else value if kind == "str" else float(value)
    return Workbook(formulas, values)


def _xml(file: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(file.read(name))
