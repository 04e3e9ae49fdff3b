"""Blocks of a parameter file -> streams and tables, with every problem kept under its key."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.model.claim_model import Floats, Table
from tuanbao.pricing.model.fields import MOST, OLDEST, READERS, UnfitError, number
from tuanbao.pricing.model.problems import ModelError
from tuanbao.pricing.model.streams import Facts, Stream
from tuanbao.reference.documented import CONFIDENCES

FACTS = ("date", "source", "confidence")


class Problems:
    """What is wrong in one file, by key."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Text] = []

    def add(self, key: str, zh: str, en: str) -> None:
        self.found.append(Text(f"{self.file}，{key}：{zh}", f"{self.file}, {key}: {en}"))

    def raise_any(self) -> None:
        """Raises ModelError with all of them."""
        if self.found:
            raise ModelError(*self.found)


def parse_facts(entry: Mapping[str, Any], key: str, problems: Problems) -> Facts:
    """date, source and confidence of a block."""
    day, source, confidence = (entry.get(name) for name in FACTS)
    if not isinstance(day, date):
        problems.add(f"{key}.date", "应为日期，如 2026-01-01", "must be a date such as 2026-01-01")
    if not isinstance(source, str) or not source.strip():
        problems.add(f"{key}.source", "请写明出处", "say where the numbers are from")
    if confidence not in CONFIDENCES:
        zh, en = "、".join(CONFIDENCES), ", ".join(CONFIDENCES)
        problems.add(f"{key}.confidence", f"应为其中之一：{zh}", f"must be one of {en}")
    return Facts(day, source, confidence)  # type: ignore[arg-type]


def parse_fields(entry: Mapping[str, Any], key: str, problems: Problems) -> dict[str, Any]:
    """The fields of a stream that an entry holds, read; unknown ones are problems."""
    found: dict[str, Any] = {}
    for name, value in entry.items():
        if name in FACTS:
            continue
        if name not in READERS:
            zh, en = "、".join(READERS), ", ".join(READERS)
            problems.add(f"{key}.{name}", f"没有这个参数；可以写：{zh}", f"there is no such field; the fields are {en}")
            continue
        try:
            found[name] = READERS[name](value)
        except UnfitError as error:
            problems.add(f"{key}.{name}", error.text.zh, error.text.en)
    return found


def parse_stream(key: str, entry: Mapping[str, Any], problems: Problems) -> Stream:
    """A whole stream."""
    facts = parse_facts(entry, f"streams.{key}", problems)
    found = parse_fields(entry, f"streams.{key}", problems)
    problems.raise_any()
    return Stream(key=key, facts=dict.fromkeys(found, facts), **found)


def parse_table(entry: Mapping[str, Any], name: str, problems: Problems) -> Table:
    """from_age, male and female -> a table by age; the values hold from an age to the next."""
    key = f"tables.{name}"
    facts = parse_facts(entry, key, problems)
    highest = float(entry.get("highest", MOST))
    return Table(parse_bands(entry, key, problems, highest), str(entry.get("unit", "")), facts, highest)


def parse_bands(entry: Mapping[str, Any], key: str, problems: Problems, highest: float) -> Floats:
    """(2, ages)."""
    rates = np.zeros((2, OLDEST + 1))
    starts = entry.get("from_age")
    rising = isinstance(starts, list) and all(type(age) is int for age in starts) and starts == sorted(set(starts))
    if not rising or not starts or starts[0] != 0 or starts[-1] > OLDEST:
        problems.add(
            f"{key}.from_age", f"应为从 0 起递增的周岁年龄，不超过 {OLDEST}", f"must be ages rising from 0 to {OLDEST}"
        )
        return rates
    one = number(0.0, highest)
    for code, sex in enumerate(("male", "female")):
        values = entry.get(sex)
        try:
            if not isinstance(values, list) or len(values) != len(starts):
                raise UnfitError(
                    f"应有 {len(starts)} 个数，与 from_age 一一对应", f"must be {len(starts)} numbers, as from_age"
                )
            rates[code] = np.repeat([one(value) for value in values], np.diff([*starts, OLDEST + 1]))
        except UnfitError as error:
            problems.add(f"{key}.{sex}", error.text.zh, error.text.en)
    return rates
