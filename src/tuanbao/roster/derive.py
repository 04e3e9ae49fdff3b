"""What the cells of one row say about its other cells: families, identity numbers, causes (行内补全)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.roster.columns import Layout
from tuanbao.roster.errors import Fault, fault, faults
from tuanbao.roster.identity import ID_TYPES, RESIDENT_TYPES, birth_date_and_sex, document_problem, infer_type, mask
from tuanbao.vocabulary import EVENT_IS_ALSO, EVENTS, RELATIONS, SEXES

_ID_WORDS, _SEX_WORDS = list(ID_TYPES), list(SEXES)

Arrays = dict[str, Any]
"""Converted columns by name; enums as codes."""


def derive(layout: Layout, arrays: Arrays) -> list[Fault]:
    """Fills in place what other cells of the row say, and finds where they disagree."""
    derivation = _DERIVATIONS.get(layout.name)
    return [] if derivation is None else derivation(layout, arrays)


def _members(layout: Layout, arrays: Arrays) -> list[Fault]:
    arrays["plan"] = _separate_plans(_decoded(arrays["plan"]))
    arrays["id_number"] = pc.utf8_upper(pc.replace_substring_regex(_decoded(arrays["id_number"]), r"\s", ""))
    return [*_family(layout, arrays), *_identity(layout, arrays)]


def _separate_plans(plans: Any) -> Any:
    """ " a ； b;" -> "a;b"."""
    separated = pc.replace_substring_regex(plans, r"\s*[;；][;；\s]*", ";")
    separated = pc.utf8_ltrim(pc.utf8_rtrim(separated, ";"), ";'")
    return pc.if_else(pc.equal(separated, ""), pa.scalar(None, pa.string()), separated)


def _decoded(array: Any) -> Any:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _family(layout: Layout, arrays: Arrays) -> list[Fault]:
    """An employee without a family is its head; others must name theirs. An unknown relation is told elsewhere."""
    employee = pc.equal(arrays["relation"], list(RELATIONS).index("employee"))
    family = _decoded(arrays["family_id"])
    arrays["family_id"] = pc.if_else(
        pc.fill_null(employee, False), pc.coalesce(family, _decoded(arrays["member_id"])), family
    )
    missing = pc.and_(pc.is_null(arrays["family_id"]), pc.fill_null(pc.invert(employee), False))
    return faults(np.flatnonzero(np.asarray(missing)), layout["family_id"], "family_missing", lambda position: None)


def _identity(layout: Layout, arrays: Arrays) -> list[Fault]:
    """Checks every document's number; a resident number gives birth date and sex where they are empty."""
    if arrays["id_number"].null_count == len(arrays["id_number"]):
        return []
    kinds, births, sexes = (arrays[name].to_pylist() for name in ("id_type", "birth_date", "sex"))
    found: list[Fault] = []
    for position, number in enumerate(arrays["id_number"].to_pylist()):
        if number is None:
            continue
        kind = infer_type(number) if kinds[position] is None else _ID_WORDS[kinds[position]]
        kinds[position] = _ID_WORDS.index(kind)
        problem = document_problem(kind, number)
        if problem is not None:
            found.append(fault(position, layout["id_number"], problem, number, id_type=ID_TYPES[kind]))
        elif kind in RESIDENT_TYPES and len(number) == 18:
            found += _agreement(layout, position, number, births[position], sexes[position])
            born, sex = birth_date_and_sex(number)
            births[position], sexes[position] = born, _SEX_WORDS.index(sex)
    arrays["id_type"], arrays["sex"] = pa.array(kinds, pa.int8()), pa.array(sexes, pa.int8())
    arrays["birth_date"] = pa.array(births, pa.date32())
    return found


def _agreement(layout: Layout, position: int, number: str, birth: date | None, sex: int | None) -> list[Fault]:
    """Birth date and sex beside a number must be those that the number tells."""
    born, told = birth_date_and_sex(number)
    found = []
    if birth not in (None, born):
        found.append(fault(position, layout["birth_date"], "birth_date_differs", birth, number=mask(number), told=born))
    if sex is not None and _SEX_WORDS[sex] != told:
        written = SEXES[_SEX_WORDS[sex]]
        found.append(fault(position, layout["sex"], "sex_differs", written, number=mask(number), told=SEXES[told]))
    return found


def _bills(layout: Layout, arrays: Arrays) -> list[Fault]:
    arrays["diagnosis"] = _capital_letter(arrays["diagnosis"])
    return []


def _capital_letter(codes: Any) -> Any:
    """ICD-10 codes begin with a capital letter: "j06.900x003" -> "J06.900x003"."""
    if pa.types.is_dictionary(codes.type):
        return pa.DictionaryArray.from_arrays(codes.indices, _capital_letter(codes.dictionary))
    small = pc.greater_equal(codes, "a")
    return pc.if_else(small, pc.utf8_capitalize(codes), codes) if pc.any(small).as_py() else codes


def _events(layout: Layout, arrays: Arrays) -> list[Fault]:
    """Where the cause is left out, an accidental death is an accident; what else happened is an illness."""
    accidents = {"accidental_death", *(event for event, also in EVENT_IS_ALSO.items() if "accidental_death" in also)}
    codes = pa.array([list(EVENTS).index(event) for event in accidents], pa.int8())
    arrays["cause"] = pc.coalesce(arrays["cause"], pc.is_in(arrays["event"], value_set=codes).cast(pa.int8()))
    return _bills(layout, arrays)


_DERIVATIONS: Mapping[str, Callable[[Layout, Arrays], list[Fault]]] = {
    "members": _members,
    "bills": _bills,
    "events": _events,
}
