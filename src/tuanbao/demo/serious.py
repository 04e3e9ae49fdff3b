"""The few cases that make a year's experience: critical and minor illness, accidental disability, accidental death."""

import numpy as np

from tuanbao.demo.events import events_of
from tuanbao.demo.frame import NO_DAY, Array, Frame, concat, day, days, filled, length, take
from tuanbao.demo.parameters import Parameters, illness_rows, illnesses
from tuanbao.demo.visits import PRICED, STAY, VISIT

Result = tuple[Frame, Frame]


def serious_cases(rng: np.random.Generator, p: Parameters, people: Frame) -> tuple[Frame, Frame, Array]:
    """Visits and events of the serious cases, numbered from 0, and everybody's day of death (NaT for the living).

    There is at least one critical illness, one minor illness and one disabling accident.
    """
    terms, employees = p["serious_cases"], int((people["relation"] == "employee").sum())
    rates = [terms["critical_illness_rate"], terms["minor_illness_rate"], terms["accident_rate"]]
    wanted = [max(1, round(rate * employees)) for rate in rates]
    critical, minor, hurt = np.split(_picked(rng, people, sum(wanted)), np.cumsum(wanted)[:2])
    dead = _dead(rng, people, round(terms["death_rate"] * employees))
    results = [
        _illness(rng, p, people, critical, "critical_illness"),
        _illness(rng, p, people, minor, "minor_illness"),
        _accident(rng, p, hurt),
        _death(rng, people, dead),
    ]
    death = np.full(length(people), NO_DAY)
    death[dead] = people["cover_to"][dead]
    visits, events = joined(results)
    return visits, events, death


def joined(results: list[Result]) -> Result:
    """Visits and events of several origins as one, with case numbers that do not meet."""
    visits: list[Frame] = []
    events: list[Frame] = []
    first = 0
    for some_visits, some_events in results:
        both = np.r_[some_visits["case"], some_events["case"], -1]
        for frame, kept in ((some_visits, visits), (some_events, events)):
            kept.append(frame | {"case": np.where(frame["case"] >= 0, frame["case"] + first, -1)})
        first += int(both.max()) + 1
    return concat(visits), concat(events)


def _picked(rng: np.random.Generator, people: Frame, number: int) -> Array:
    """Employees covered all year and not giving birth, the older the likelier."""
    whole = people["cover_to"] - people["cover_from"] >= np.timedelta64(364, "D")
    able = np.flatnonzero(whole & (people["relation"] == "employee") & np.isnat(people["due"]))
    weight = (people["age"][able] / 20.0) ** 2
    return rng.choice(able, min(number, len(able)), replace=False, p=weight / weight.sum())


def _dead(rng: np.random.Generator, people: Frame, number: int) -> Array:
    """Employees who leave the cover on the day they die."""
    leaves = people["cover_to"] < people["cover_to"].max()
    able = np.flatnonzero(leaves & (people["relation"] == "employee") & np.isnat(people["due"]))
    return rng.choice(able, min(number, len(able)), replace=False)


def _illness(rng: np.random.Generator, p: Parameters, people: Frame, person: Array, event: str) -> Result:
    """Work-up, stay, five visits afterwards; with a critical illness also special drugs."""
    n, ill = len(person), illnesses()
    names = [p["serious_cases"][event][sex] for sex in people["sex"][person]]
    illness = illness_rows([of[i % len(of)] for i, of in enumerate(names)])
    found = _first_day(people) + rng.integers(40, 150, n)
    shared = {"person": person, "illness": illness, "case": np.arange(n), "onset": found - 10}
    shared |= filled(n, work=False, chronic=False)
    stay_days = np.maximum(3, np.rint(ill["stay_days"][illness])).astype(np.int64)
    out = found + stay_days + 7
    rows = [
        _visits(shared, found, "outpatient", VISIT, 4.0),
        _visits(shared, found + 7, "inpatient", STAY, ill["stay_cost"][illness], stay_days),
        *(_visits(shared, out + 28 * month, "outpatient", VISIT, ill["cost"][illness]) for month in range(1, 6)),
    ]
    if event == "critical_illness":
        tumour = np.char.startswith(ill["code"][illness], "C")
        price = next(row["price"] for row in p["other_purchases"] if row["category"] == "special_drug")
        drugs = [_visits(shared, out + 28 * month, "special_drug", PRICED, float(price)) for month in range(1, 5)]
        rows += [take(drug, tumour) for drug in drugs]
    return concat(rows), events_of(person, found + 9, event, illness, case=shared["case"])


def _accident(rng: np.random.Generator, p: Parameters, person: Array) -> Result:
    """Ambulance, emergency room, a long stay, rehabilitation; two disability grades and lost working time."""
    n, terms, ill = len(person), p["serious_cases"], illnesses()
    illness = illness_rows([terms["accidents"][i % len(terms["accidents"])] for i in range(n)])
    date = int(days(np.array([day(p["period"]["from"])]))[0]) + rng.integers(30, 170, n)
    work = rng.random(n) < 0.3
    shared = {"person": person, "illness": illness, "case": np.arange(n), "onset": date, "work": work}
    shared |= filled(n, chronic=False)
    price = next(row["price"] for row in p["other_purchases"] if row["category"] == "ambulance")
    visits = [
        _visits(shared, date, "ambulance", PRICED, float(price)),
        _visits(shared, date, "emergency", VISIT, 3.0),
        _visits(shared, date, "inpatient", STAY, 1.3 * ill["stay_cost"][illness], 18),
        *(_visits(shared, date + 40 + 7 * week, "physiotherapy", VISIT, 1.0) for week in range(8)),
    ]
    grades = np.array([terms["grades"][i % len(terms["grades"])] for i in range(n)])
    about = {"case": shared["case"], "work": work, "cause": "accident"}
    events = [
        *(events_of(person, date, "disability", illness, grade=grades[:, i], **about) for i in (0, 1)),
        events_of(person, date, "lost_time", illness, lost_days=terms["lost_time_days"], **about),
    ]
    return concat(visits), concat(events)


def _death(rng: np.random.Generator, people: Frame, person: Array) -> Result:
    """Killed in an accident on the road: the emergency room, and no bill after."""
    n = len(person)
    date = days(people["cover_to"][person])
    illness = np.full(n, illness_rows(["S01.8"])[0])
    shared = {"person": person, "illness": illness, "case": np.arange(n), "onset": date}
    shared |= filled(n, work=False, chronic=False)
    visits = _visits(shared, date, "emergency", VISIT, 6.0)
    death = people["cover_to"][person]
    case = shared["case"]
    return visits, events_of(
        person, date, "accidental_death", illness, case=case, mode="car", cause="accident", death=death
    )


def _visits(shared: Frame, date: Array, category: str, pool: int, price: Array | float, stay: Array | int = 0) -> Frame:
    n = len(date)
    return shared | {"date": date} | filled(n, category=category, pool=pool, price=price, days=stay, sigma=0.25)


def _first_day(people: Frame) -> int:
    return int(days(people["cover_from"]).min())
