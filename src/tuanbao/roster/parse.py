"""One written value at a time: dates, amounts, whole numbers, words, as people write them. None is an empty cell.

A ValueError carries the code of the row error.
"""

import re
from datetime import date, timedelta

from tuanbao.money import parse_yuan
from tuanbao.roster.columns import EMPTY_WORDS, Column, plain, word_key

FIRST_DAY, LAST_DAY, OPEN_END = date(1900, 1, 1), date(2100, 12, 31), date(9999, 12, 31)
"""Dates outside are typing errors; the last one is how many systems write an end that is open."""

FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
"""What a spreadsheet writes into a cell whose formula has failed."""

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]\s*\d{1,2}[:时].*)?", re.ASCII
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", re.ASCII)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?", re.ASCII)
_INTEGER = re.compile(r"([+-]?\d{1,9})(?:\.0+)?\s*(?:级|天|日|days?)?", re.ASCII)
_CHINESE_GRADES = {f"{digit}级": number for number, digit in enumerate("一二三四五六七八九十", start=1)}
_CURRENCY = re.compile(r"人民币|rmb|cny|[¥￥元圆]|\s", re.IGNORECASE)


def is_empty(text: str) -> bool:
    return text.casefold() in EMPTY_WORDS


def parse_date(value: str) -> date | None:
    """2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, with or without a time of day."""
    text = plain(value)
    if is_empty(text):
        return None
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match is None:
        raise ValueError("date_number" if _SERIAL.fullmatch(text) else "not_a_date")
    try:
        found = date(*map(int, match.groups()))
    except ValueError:
        raise ValueError("not_a_date") from None
    if not FIRST_DAY <= found <= LAST_DAY and found != OPEN_END:
        raise ValueError("implausible_date")
    return found


def serial_date(value: str) -> date:
    """The day that Excel numbers so: 46086 -> 2026-03-05."""
    return date(1899, 12, 30) + timedelta(days=int(float(plain(value))))


def parse_amount(value: str) -> int | None:
    """Yuan as people write them ("￥1,234.50元") -> fen."""
    text = plain(value)
    if is_empty(text):
        return None
    return parse_yuan(_CURRENCY.sub("", text))


def parse_integer(value: str) -> int | None:
    """3, 3.0, "3级", "三级", "10天"."""
    text = plain(value)
    if is_empty(text):
        return None
    if text in _CHINESE_GRADES:
        return _CHINESE_GRADES[text]
    match = _INTEGER.fullmatch(text)
    if match is None:
        raise ValueError("not_an_integer")
    return int(match[1])


def parse_word(value: str, column: Column) -> int | None:
    """A word of an enum, a level or a yes-or-no column -> its code."""
    text = plain(value)
    code = column.codes.get(word_key(text))
    if code is None and re.fullmatch(r"\d+\.0+", text, re.ASCII):
        code = column.codes.get(text.split(".")[0])
    if code is None and not is_empty(text):
        raise ValueError("unknown_word")
    return code
