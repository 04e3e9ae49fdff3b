"""Hazards -> the tuples of arrays that the kernels read, with what is worked out once for all years."""

from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from tuanbao.adjudication.events import DEATHS
from tuanbao.adjudication.population import frozen
from tuanbao.language import Text
from tuanbao.pricing.model.hazards import CHILDBIRTH, Hazards, Schemes, Streams
from tuanbao.pricing.simulation.errors import SimulationError, nobody
from tuanbao.pricing.simulation.randomness import key_of
from tuanbao.vocabulary import CAUSES, EVENTS, RELATIONS

PERCENT = 10_000
"""Percentages of the basic medical scheme are kept in hundredths of a percent."""
ONCE = frozenset({*DEATHS, "childbirth"})
"""What befalls a person at most once in a year."""
ACCIDENT = list(CAUSES).index("accident")
EMPLOYEE, CHILD, PARENT = (list(RELATIONS).index(word) for word in ("employee", "child", "parent"))


class Kinds(NamedTuple):
    """The streams; see Streams for what is not said here."""

    key: Any
    """uint64, of the stream's name: a stream more or less leaves the others' numbers as they are."""
    once: Any
    """uint8: at most once in a year, with the rate as its chance."""
    fatal: Any
    accident: Any
    disability: Any
    lost: Any
    frailty: Any
    frailty_shape: Any
    frailty_key: Any
    event: Any
    billed: Any
    months: Any
    sigma: Any
    days: Any
    days_sigma: Any
    days_with_amount: Any
    outside_chance: Any
    outside_share: Any
    outside_whole: Any
    class_b_chance: Any
    class_b_share: Any
    level: Any
    level_price: Any
    private: Any
    ward: Any
    ward_price: Any
    settled: Any
    fund: Any
    pooled: Any
    pre_existing: Any
    work: Any
    handed_in: Any
    diagnosis: Any
    diagnosis_chance: Any
    grade: Any
    lost_days: Any
    mode: Any
    mode_chance: Any


class People(NamedTuple):
    key: Any
    starts: Any
    """First person of every family, and the number of people."""
    city: Any
    insured: Any
    resident: Any
    """1: insured as a resident, for whom the scheme pays less."""
    employee: Any
    cover_from: Any
    cover_to: Any
    rate: Any
    scale: Any


class Scheme(NamedTuple):
    deductible: Any
    percent: Any
    """(2, cities, funds, levels): of employees and of residents, in 1 of PERCENT."""
    ceiling: Any


class Calendar(NamedTuple):
    day: Any
    """The days of the plan year as days since 1970, January's first, whatever day the plan year begins with."""
    starts: Any
    """(13,): where each calendar month begins in ``day``."""


class Packed(NamedTuple):
    """What the kernels read."""

    kinds: Kinds
    people: People
    scheme: Scheme
    calendar: Calendar


def pack(hazards: Hazards) -> Packed:
    """Raises SimulationError where there is nobody, or the plan year is longer than a year."""
    if not hazards.member_id:
        raise nobody()
    return Packed(_kinds(hazards.streams), _people(hazards), _scheme(hazards.schemes), _calendar(hazards.year))


def only(hazards: Hazards, first: int, end: int) -> Hazards:
    """The people of whole families from position ``first`` to before ``end``."""
    fixed = ("year", "streams", "schemes", "notes")
    names = [field.name for field in fields(Hazards) if field.name not in fixed]
    return replace(hazards, **{name: getattr(hazards, name)[first:end] for name in names})


def _kinds(streams: Streams) -> Kinds:
    events = [*EVENTS, ""]
    names = [events[int(code)] for code in streams.event]
    known: dict[str, Any] = {
        "key": frozen([key_of(name) for name in streams.names], np.uint64),
        "once": frozen([name in ONCE for name in names], np.uint8),
        "fatal": frozen([name in DEATHS for name in names], np.uint8),
        "disability": frozen([name == "disability" for name in names], np.uint8),
        "lost": frozen([name == "lost_time" for name in names], np.uint8),
        "accident": frozen(streams.cause == ACCIDENT, np.uint8),
        "frailty_key": frozen([key_of(f"frailty {n}") for n in range(len(streams.frailty_shape))], np.uint64),
        "grade": frozen(np.broadcast_to(streams.grade, (len(names), streams.grade.shape[-1])), np.float64),
        "days_with_amount": frozen(np.broadcast_to(streams.days_with_amount, len(names)), np.float64),
    }
    whole = {"frailty", "event", "billed", "fund", "pooled", "diagnosis", "mode"}
    for name in Kinds._fields:
        if name not in known:
            known[name] = frozen(getattr(streams, name), np.int64 if name in whole else np.float64)
    return Kinds(**known)


def _people(hazards: Hazards) -> People:
    relation = hazards.relation
    starts = np.append(np.flatnonzero(np.diff(hazards.family, prepend=-1)), len(hazards.key))
    return People(
        key=frozen(hazards.key, np.uint64),
        starts=frozen(starts, np.int64),
        city=frozen(hazards.city, np.int64),
        insured=frozen(hazards.insured, np.uint8),
        resident=frozen((relation == CHILD) | (relation == PARENT), np.int64),
        employee=frozen(relation == EMPLOYEE, np.uint8),
        cover_from=frozen(hazards.cover_from, np.int64),
        cover_to=frozen(hazards.cover_to, np.int64),
        rate=frozen(hazards.rate, np.float64),
        scale=frozen(hazards.scale, np.float64),
    )


def _scheme(schemes: Schemes) -> Scheme:
    less = np.full(schemes.percent.shape, schemes.resident_less)
    less[:, CHILDBIRTH] = 0.0  # the childbirth fund pays a share of its own
    percent = np.clip(np.stack([schemes.percent, schemes.percent - less]), 0.0, 1.0)
    return Scheme(
        deductible=frozen(schemes.deductible, np.int64),
        percent=frozen(np.rint(percent * PERCENT), np.int64),
        ceiling=frozen(schemes.ceiling, np.int64),
    )


def _calendar(year: tuple[date, date]) -> Calendar:
    first, last = (np.datetime64(day, "D") for day in year)
    days = np.arange(first, last + 1)
    if not 1 <= len(days) <= 366:
        zh = f"保险期间须在一年以内，现为 {year[0]} 至 {year[1]}"
        raise SimulationError(Text(zh, f"a plan year is at most a year long, not {year[0]} to {year[1]}"))
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    order = np.argsort(month, kind="stable")
    starts = np.searchsorted(month[order], np.arange(13))
    return Calendar(frozen(days[order].astype(np.int64), np.int64), frozen(starts, np.int64))
