"""The people of the made-up company (被保险人清单): employees, spouses, children, those born in the year."""

import numpy as np

from tuanbao.demo.frame import (
    NO_DAY,
    Array,
    Frame,
    chosen,
    concat,
    dates,
    day,
    days,
    filled,
    interpolated,
    length,
    positions,
    take,
)
from tuanbao.demo.names import given_names, surnames
from tuanbao.demo.parameters import Parameters


def make_people(rng: np.random.Generator, p: Parameters, employees: int) -> Frame:
    """One row a person, families together, the employee first.

    Columns: `family` (number of the employee), `relation`, `sex`, `age` (completed years on the first day; -1 when
    born later), `birth`, `surname`, `name`, `cover_from`, `cover_to`, `continuous_from`, `insured`, `city`, `hire`,
    `department`, `grade`, `salary` (fen a month, 0 for dependants), `due` and `cesarean` (childbirth in the year).
    """
    staff = _employees(rng, p, employees)
    fathers = np.where(staff["sex"] == "male", staff["surname"], surnames(rng, employees))
    children = _children(rng, p, staff, fathers)
    adults = concat([staff, _spouses(rng, p, staff, fathers)])
    adults = adults | _childbirth(rng, p, adults, children["family"][children["age"] == 0])
    people = concat([adults, children, _newborns(rng, p, adults, fathers)])
    rank = np.select([people["relation"] == "employee", people["relation"] == "spouse"], [0, 1], 2)
    people = take(people, np.lexsort((days(people["birth"]), rank, people["family"])))
    return people | {"name": np.char.add(people["surname"], given_names(rng, people["sex"], people["family"]))}


def _employees(rng: np.random.Generator, p: Parameters, n: int) -> Frame:
    age = rng.permutation(_ages(p, n))
    share = p["people"]
    start, end = day(p["period"]["from"]), day(p["period"]["to"])
    moment = start + rng.integers(0, 365, (2, n)).astype("timedelta64[D]")
    joins = rng.random(n) < share["joins_in_year"]
    leaves = (rng.random(n) < share["leaves_in_year"]) & (~joins | (moment[1] > moment[0]))
    hire = np.where(joins, moment[0], _hired(rng, p, age))
    frame = filled(n, family=np.arange(n), relation="employee", age=age, surname=surnames(rng, n), hire=hire) | {
        "sex": np.where(rng.random(n) < share["male_share"], "male", "female"),
        "birth": _birth(rng, p, age),
        "cover_from": np.where(joins, moment[0], start),
        "cover_to": np.where(leaves, moment[1], end),
        "continuous_from": np.maximum(hire, day(p["work"]["scheme_since"])),
        "insured": rng.random(n) >= share["uninsured"]["employee"],
        "city": chosen(rng, {row["city"]: row["people"] for row in p["cities"]}, n),
    }
    return frame | _posts(rng, p, age) | _no_childbirth(n)


def _ages(p: Parameters, n: int) -> Array:
    """Evenly spaced quantiles of the ages, so that a company of any size has their mean and shares."""
    limits = np.cumsum(list(p["employee_ages"].values()))
    place = np.searchsorted(limits, (np.arange(n) + 0.5) / n * limits[-1])
    return np.asarray(np.array(list(p["employee_ages"]))[place])


def _hired(rng: np.random.Generator, p: Parameters, age: Array) -> Array:
    """Days of hire before the year, not before the company began nor before the age of 22."""
    start = day(p["period"]["from"])
    tenure = 1 + rng.exponential(p["work"]["mean_tenure_days"], len(age)).astype(np.int64)
    longest = np.minimum((age - 21) * 365, int((start - day(p["work"]["founded"])).astype(np.int64)))
    hired: Array = start - np.minimum(tenure, np.maximum(longest, 1)).astype("timedelta64[D]")
    return hired


def _posts(rng: np.random.Generator, p: Parameters, age: Array) -> Frame:
    work = p["work"]
    grade = np.searchsorted(work["grade_from_age"], age + rng.normal(0, 3, len(age)), side="right")
    median = np.array(list(work["grades"].values()))[grade]
    return {
        "department": chosen(rng, work["departments"], len(age)),
        "grade": np.array(list(work["grades"]))[grade],
        "salary": np.rint(median * np.exp(rng.normal(0, 0.15, len(age))) / 100).astype(np.int64) * 10_000,
    }


def _spouses(rng: np.random.Generator, p: Parameters, staff: Frame, fathers: Array) -> Frame:
    share = p["people"]
    married = rng.random(length(staff)) < interpolated(share["married"], staff["age"])
    of = take(staff, married & (rng.random(length(staff)) < share["spouse_covered"]))
    n = length(of)
    age = np.maximum(21, of["age"] + np.rint(rng.normal(np.where(of["sex"] == "male", -1.5, 1.5), 2.5)).astype(int))
    moment = day(p["period"]["from"]) + rng.integers(0, 365, n).astype("timedelta64[D]")
    joins = (rng.random(n) < share["spouse_joins_in_year"]) & (moment >= of["cover_from"]) & (moment <= of["cover_to"])
    return _dependants(of, "spouse") | {
        "sex": np.where(of["sex"] == "male", "female", "male"),
        "age": age,
        "birth": _birth(rng, p, age),
        "surname": np.where(of["sex"] == "male", surnames(rng, n), fathers[of["family"]]),
        "cover_from": np.where(joins, moment, of["cover_from"]),
        "continuous_from": np.where(joins, moment, of["continuous_from"]),
        "insured": rng.random(n) >= share["uninsured"]["spouse"],
    }


def _children(rng: np.random.Generator, p: Parameters, staff: Frame, fathers: Array) -> Frame:
    """The eldest first, siblings three years apart."""
    share, n = p["people"], length(staff)
    chance = interpolated(share["married"], staff["age"]) * interpolated(share["has_child"], staff["age"])
    count = (rng.random(n) < chance) * (1 + (rng.random(n) < share["second_child"]))
    eldest = rng.integers(0, np.clip(staff["age"] - 24, 0, share["oldest_child"]) + 1)
    family = np.repeat(np.arange(n), count)
    age = eldest[family] - 3 * positions(count)
    kept = (age >= 0) & (rng.random(len(age)) < share["child_covered"])
    of, age = take(staff, family[kept]), age[kept]
    birth = _birth(rng, p, age)
    return _dependants(of, "child") | {
        "sex": np.where(rng.random(len(age)) < 0.52, "male", "female"),
        "age": age,
        "birth": birth,
        "surname": fathers[of["family"]],
        "continuous_from": np.minimum(np.maximum(of["continuous_from"], birth), of["cover_from"]),
        "insured": rng.random(len(age)) >= share["uninsured"]["child"],
    }


def _childbirth(rng: np.random.Generator, p: Parameters, adults: Frame, with_baby: Array) -> Frame:
    """Day of childbirth in the year, of women covered on it; not in families that have a baby already."""
    n, share = length(adults), p["people"]
    due = day(p["period"]["from"]) + rng.integers(0, 365, n).astype("timedelta64[D]")
    covered = (due >= adults["cover_from"]) & (due <= adults["cover_to"])
    chance = interpolated(share["births"], adults["age"]) * (adults["sex"] == "female")
    chance = chance * ~np.isin(adults["family"], with_baby)
    born = covered & (rng.random(n) < chance)
    return {"due": np.where(born, due, NO_DAY), "cesarean": rng.random(n) < share["cesarean"]}


def _newborns(rng: np.random.Generator, p: Parameters, adults: Frame, fathers: Array) -> Frame:
    """Children born in the year join some weeks after birth (新生儿增员)."""
    share = p["people"]
    mothers = take(adults, ~np.isnat(adults["due"]))
    enters = mothers["due"] + np.timedelta64(share["newborn_cover_after_days"], "D")
    kept = (enters <= mothers["cover_to"]) & (rng.random(len(enters)) < share["newborn_covered"])
    of, enters = take(mothers, kept), enters[kept]
    n = length(of)
    return _dependants(of, "child") | {
        "sex": np.where(rng.random(n) < 0.52, "male", "female"),
        "age": np.full(n, -1),
        "birth": of["due"],
        "surname": fathers[of["family"]],
        "cover_from": enters,
        "continuous_from": enters,
        "insured": rng.random(n) >= 2 * share["uninsured"]["child"],
    }


def _dependants(of: Frame, relation: str) -> Frame:
    """What a dependant takes over from the family's row."""
    n = length(of)
    same = {name: of[name] for name in ("family", "cover_from", "cover_to", "continuous_from", "city", "insured")}
    own = filled(n, relation=relation, age=0, surname="", sex="", birth=NO_DAY, hire=NO_DAY, department="", grade="")
    return same | own | {"salary": np.zeros(n, dtype=np.int64)} | _no_childbirth(n)


def _no_childbirth(n: int) -> Frame:
    return filled(n, due=NO_DAY, cesarean=False)


def _birth(rng: np.random.Generator, p: Parameters, age: Array) -> Array:
    """A day of birth that makes a person of this age on the first day of the year."""
    start = day(p["period"]["from"])
    birthday = start.astype("datetime64[Y]").astype(np.int64) - age
    latest = days(birthday.astype("datetime64[Y]"))
    return dates(latest - rng.integers(0, 365, len(age)))
