"""One column of an Arrow table -> the normalised type, vectorised; only what is wrong is looked at one by one."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.language import Text
from tuanbao.roster import parse
from tuanbao.roster.columns import EMPTY_WORDS, Column
from tuanbao.roster.errors import Fault, TableError, fault, faults
from tuanbao.roster.fen import YUAN, yuan_to_fen

_FIRST, _LAST, _OPEN_END = ((day - date(1970, 1, 1)).days for day in (parse.FIRST_DAY, parse.LAST_DAY, parse.OPEN_END))
_PLAIN_YUAN = r"^\d{1,13}(\.\d{1,2})?$"
_NORMALISED = {
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.int64(),
    "bool": pa.bool_(),
    "integer": pa.int64(),
    "enum": pa.int8(),
    "level": pa.int8(),
}


class Converted(NamedTuple):
    """A column's values (null where empty or bad; enums as codes) and what was bad in it."""

    array: Any
    faults: list[Fault]


def empty_array(column: Column, rows: int) -> Any:
    """What `convert` gives for a column of empty cells."""
    return pa.nulls(rows, _NORMALISED[column.kind])


def single(chunks: Any) -> Any:
    """A chunked column as one array of a type that `convert` knows."""
    array = chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()
    if pa.types.is_dictionary(array.type):
        words = array.type.value_type
        if pa.types.is_string(words) or pa.types.is_large_string(words):
            return array.cast(pa.dictionary(pa.int32(), pa.string()))
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or array.type == pa.string_view():
        return array.cast(pa.string())
    return array


def convert(array: Any, column: Column) -> Converted:
    """Raises TableError where the whole column has a type that cannot be meant."""
    if pa.types.is_null(array.type):
        return Converted(empty_array(column, len(array)), [])
    try:
        return _CONVERTERS[column.kind](array, column)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise _wrong_type(array, column) from None


def _wrong_type(array: Any, column: Column) -> TableError:
    money = (
        Text("；金额须为整数，单位为分", "; money must be whole fen, as integers")
        if column.kind == "money"
        else Text("", "")
    )
    return TableError(
        Text(
            f"“{column.header.zh}”（{column.name}）一列的类型是 {array.type}，无法读取{money.zh}",
            f"the column {column.name} has the type {array.type} and cannot be read{money.en}",
        )
    )


def _is_text(array: Any) -> bool:
    return bool(pa.types.is_string(array.type) or pa.types.is_dictionary(array.type))


def _text(array: Any, column: Column) -> Converted:
    if not _is_text(array):
        return Converted(array.cast(pa.string()), [])
    if not pa.types.is_dictionary(array.type):
        return _without_formula_errors(clean_text(array, column), column)
    words = clean_text(array.dictionary, column)
    if words.equals(array.dictionary) and not _has_formula_errors(words):
        return Converted(array, [])
    cleaned, found = _without_formula_errors(words.take(array.indices), column)
    return Converted(cleaned.dictionary_encode(), found)


def _has_formula_errors(strings: Any) -> bool:
    return bool(pc.any(pc.starts_with(strings, "#")).as_py())


def _without_formula_errors(strings: Any, column: Column) -> Converted:
    """A name that a spreadsheet could not look up is not a name, and not a name that many share."""
    if not _has_formula_errors(strings):
        return Converted(strings, [])
    failed = pc.fill_null(pc.is_in(strings, value_set=pa.array(sorted(parse.FORMULA_ERRORS))), False)
    found = faults(np.flatnonzero(np.asarray(failed)), column, "formula_error", lambda i: strings[i].as_py())
    return Converted(pc.if_else(failed, pa.scalar(None, pa.string()), strings), found)


def clean_text(strings: Any, column: Column) -> Any:
    """Without surrounding space and the marks by which spreadsheets force text; null where nothing was meant."""
    if not column.verbatim and not pc.all(pc.string_is_ascii(strings)).as_py():
        strings = pc.utf8_normalize(strings, form="NFKC")
    cleaned, marked = pc.utf8_trim_whitespace(strings), True
    while marked and any(pc.any(pc.starts_with(cleaned, mark)).as_py() for mark in "='"):
        unmarked = pc.replace_substring_regex(cleaned, '^(?:="(.*)"|\'(.*))$', r"\1\2")
        unmarked = pc.utf8_trim_whitespace(unmarked)
        cleaned, marked = unmarked, not unmarked.equals(cleaned)
    if (pc.min(pc.binary_length(cleaned)).as_py() or 0) > _longest_empty_word():
        return cleaned
    empty = pc.is_in(cleaned, value_set=_empty_words())
    return pc.if_else(empty, pa.scalar(None, pa.string()), cleaned) if pc.any(empty).as_py() else cleaned


@cache
def _empty_words() -> Any:
    return pa.array(sorted({form for word in EMPTY_WORDS for form in (word, word.upper(), word.title())}))


@cache
def _longest_empty_word() -> int:
    return int(pc.max(pc.binary_length(_empty_words())).as_py())


def _money(array: Any, column: Column) -> Converted:
    if pa.types.is_integer(array.type):
        return Converted(array.cast(pa.int64()), [])
    if not _is_text(array):
        raise _wrong_type(array, column)
    strings = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    strings = pc.utf8_trim_whitespace(strings)
    ordinary = pc.fill_null(pc.match_substring_regex(strings, _PLAIN_YUAN), True)
    if pc.all(ordinary).as_py():
        return Converted(yuan_to_fen(strings.cast(YUAN)), [])
    odd = np.flatnonzero(~np.asarray(ordinary))
    parsed = _by_word(strings.take(odd), column, parse.parse_amount, pa.int64())
    plain = pc.if_else(ordinary, strings, pa.scalar(None, pa.string()))
    fen = pc.replace_with_mask(yuan_to_fen(plain.cast(YUAN)), pc.invert(ordinary), parsed.array)
    return Converted(fen, [fault._replace(position=int(odd[fault.position])) for fault in parsed.faults])


def _date(array: Any, column: Column) -> Converted:
    kind = array.type
    if _is_text(array) or pa.types.is_integer(kind):
        strings = array if _is_text(array) else array.cast(pa.string())
        return _by_word(strings, column, parse.parse_date, pa.date32())
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        array = pc.local_timestamp(array)
    if not pa.types.is_temporal(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind):
        raise _wrong_type(array, column)
    return _plausible(array if kind == pa.date32() else array.cast(pa.date32()), column)


def _plausible(dates: Any, column: Column) -> Converted:
    days = dates.cast(pa.int32())
    ends = pc.min_max(days)
    if ends["min"].as_py() is None or (ends["min"].as_py() >= _FIRST and ends["max"].as_py() <= _LAST):
        return Converted(dates, [])
    number = np.asarray(days.fill_null(_FIRST))
    bad = ((number < _FIRST) | (number > _LAST)) & (number != _OPEN_END)
    wrong = faults(
        np.flatnonzero(bad), column, "implausible_date", lambda position: dates[position].cast(pa.string()).as_py()
    )
    return Converted(pc.if_else(pa.array(bad), pa.scalar(None, pa.date32()), dates), wrong)


def _integer(array: Any, column: Column) -> Converted:
    if pa.types.is_integer(array.type):
        return Converted(array.cast(pa.int64()), [])
    return _by_word(_as_text(array, column), column, parse.parse_integer, pa.int64())


def _bool(array: Any, column: Column) -> Converted:
    if pa.types.is_boolean(array.type):
        return Converted(array, [])
    return _codes(array, column, pa.bool_())


def _enum(array: Any, column: Column) -> Converted:
    if pa.types.is_dictionary(array.type) and array.dictionary.equals(pa.array(column.vocabulary)):
        return Converted(array.indices.cast(pa.int8()), [])
    if not _is_text(array) and not pa.types.is_integer(array.type):
        raise _wrong_type(array, column)
    return _codes(array, column, pa.int8())


def _level(array: Any, column: Column) -> Converted:
    if pa.types.is_integer(array.type):
        found = pc.min_max(array)
        if found["min"].as_py() is None or (found["min"].as_py() >= 0 and found["max"].as_py() < len(column.names)):
            return Converted(array.cast(pa.int8()), [])
    return _codes(array, column, pa.int8())


def _codes(array: Any, column: Column, kind: Any) -> Converted:
    as_code = partial(parse.parse_word, column=column)
    if pa.types.is_boolean(kind):
        return _by_word(_as_text(array, column), column, lambda word: _truth(as_code(word)), kind)
    return _by_word(_as_text(array, column), column, as_code, kind)


def _truth(code: int | None) -> bool | None:
    return None if code is None else bool(code)


def _as_text(array: Any, column: Column) -> Any:
    if _is_text(array):
        return array
    if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)):
        raise _wrong_type(array, column)
    return array.cast(pa.string())


def _by_word(strings: Any, column: Column, parser: Callable[[str], object], kind: Any) -> Converted:
    """Parses every distinct string once."""
    encoded = strings if pa.types.is_dictionary(strings.type) else strings.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    values: list[object] = []
    codes: dict[int, str] = {}
    for place, word in enumerate(words):
        try:
            values.append(None if word is None else parser(word))
        except ValueError as error:
            values.append(None)
            codes[place] = "formula_error" if word.strip() in parse.FORMULA_ERRORS else str(error)
    array = pa.array(values, kind).take(encoded.indices)
    if not codes:
        return Converted(array, [])
    places = np.asarray(encoded.indices.fill_null(-1))
    bad = np.flatnonzero(np.isin(places, list(codes)))
    return Converted(array, [_bad_word(int(i), words[places[i]], codes[int(places[i])], column) for i in bad])


def _bad_word(position: int, word: str, code: str, column: Column) -> Fault:
    return fault(position, column, code, word, **_details(code, word, column))


def _details(code: str, word: str, column: Column) -> dict[str, object]:
    if code == "unknown_word":
        return {"words": Text("、".join(column.choices("zh")), ", ".join(column.vocabulary))}
    return {"date": parse.serial_date(word)} if code == "date_number" else {}


_CONVERTERS: dict[str, Callable[[Any, Column], Converted]] = {
    "text": _text,
    "date": _date,
    "money": _money,
    "integer": _integer,
    "bool": _bool,
    "enum": _enum,
    "level": _level,
}
