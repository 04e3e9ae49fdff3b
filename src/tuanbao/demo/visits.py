"""Who goes to the doctor, when and for what: courses of illness and accidents, stays, purchases.

A frame of visits has the columns `person` (row of the people), `date`, `days` (of a stay; 0 otherwise), `illness`
(row of the illnesses, -1 for none), `category`, `pool` (see below), `price` and `sigma`, `case` (number, -1 for none),
`onset`, `work`, `chronic`. Dates are whole days since 1970.
"""

import numpy as np

from tuanbao.demo.frame import Array, Frame, concat, dates, day, days, filled, length, positions, sum_before, take
from tuanbao.demo.parameters import Parameters, illness_rows, illnesses

VISIT, STAY, PRICED = 0, 1, 2
"""Pools of cost: `price` is relative to the mean visit, relative to the mean stay, or yuan."""

BANDS = np.array([6, 18, 35])
WEIGHTS = ("weight_0_5", "weight_6_17", "weight_18_34", "weight_35_up")


def frailties(rng: np.random.Generator, p: Parameters, people: Frame) -> Array:
    """How much more than others of their age a person goes to the doctor; mean 1 (gamma)."""
    shape = p["spread"]["frailty_shape"]
    return rng.gamma(shape, 1 / shape, length(people))


def courses(rng: np.random.Generator, p: Parameters, people: Frame, frailty: Array) -> Frame:
    """Courses of illness and accidents with their visits: a Poisson number mixed over the frailty."""
    ill, kind = illnesses(), _class_of(people)
    mix = _mix(np.ones(len(ill["visits"])))
    visits_per_course = mix @ ill["visits"]
    rate = p["outpatient_visits"] * _relative_use(p, people, "visits") / visits_per_course[kind]
    person = np.repeat(np.arange(length(people)), rng.poisson(rate * frailty))
    n = len(person)
    illness = _draw(rng, mix, kind[person])
    first = days_of_year(rng, p, ill["winter"][illness] > 0)
    size = 1 + rng.poisson(ill["visits"][illness] - 1)
    accident = ill["cause"][illness] == "accident"
    linked = accident | (size > 1)
    course = filled(n, person=person, illness=illness, chronic=ill["chronic"][illness] > 0) | {
        "date": first,
        "case": np.where(linked, np.cumsum(linked) - 1, -1),
        "onset": np.where(accident, first, first - onset_lag(rng, n)),
        "work": accident & (rng.random(n) < p["spread"]["work_injury"]) & (people["relation"][person] == "employee"),
    }
    return _with_visits(rng, p, course, size)


def _with_visits(rng: np.random.Generator, p: Parameters, course: Frame, size: Array) -> Frame:
    """The visits of the courses, one row each; emergencies are first visits only."""
    ill, number, follow = illnesses(), np.repeat(np.arange(length(course)), size), positions(size) > 0
    each, n = take(course, number), len(number)
    gap = follow * (1 + rng.exponential(np.maximum(ill["gap_days"][each["illness"]] - 1, 0.5)).astype(np.int64))
    usual, other = ill["category"][each["illness"]], ill["alternative"][each["illness"]]
    turn = (rng.random(n) < ill["alternative_share"][each["illness"]]) & (other != "")
    category = np.where(turn, other, usual)
    fixed = filled(n, days=0, pool=VISIT, sigma=p["spread"]["visit_sigma"])
    return (
        each
        | fixed
        | {
            "date": each["date"] + sum_before(gap, number) + gap,
            "category": np.where(follow & (category == "emergency"), "outpatient", category),
            "price": ill["cost"][each["illness"]],
        }
    )


def stays(rng: np.random.Generator, p: Parameters, people: Frame) -> Frame:
    """Stays in hospital (住院), often with a visit before and one after in the same case."""
    ill, kind = illnesses(), _class_of(people)
    rate = p["admission_rate"] * _relative_use(p, people, "stays")
    person = np.repeat(np.arange(length(people)), rng.poisson(rate))
    n = len(person)
    illness = _draw(rng, _mix(ill["admit"]), kind[person])
    accident = ill["cause"][illness] == "accident"
    date = days_of_year(rng, p, ill["winter"][illness] > 0)
    usual = np.maximum(ill["stay_days"][illness], 1)
    long = np.maximum(1, np.rint(rng.gamma(4, usual / 4))).astype(np.int64)
    stay = filled(
        n, person=person, illness=illness, pool=STAY, category="inpatient", chronic=ill["chronic"][illness] > 0
    )
    stay |= filled(n, case=np.arange(n), days=long, sigma=p["spread"]["stay_sigma"], date=date) | {
        # A longer stay costs more, but its first days are the dear ones.
        "price": ill["stay_cost"][illness] * np.sqrt(long / usual),
        "onset": np.where(accident, date, date - rng.integers(2, 20, n) - onset_lag(rng, n)),
        "work": accident & (rng.random(n) < p["spread"]["work_injury"]) & (people["relation"][person] == "employee"),
    }
    return concat([stay, *_around(rng, p, stay)])


def _around(rng: np.random.Generator, p: Parameters, stay: Frame) -> list[Frame]:
    """The visit before a stay and the one after it, where there are any."""
    ill, n = illnesses(), length(stay)
    visit = filled(n, days=0, pool=VISIT, sigma=p["spread"]["visit_sigma"], price=1.6 * ill["cost"][stay["illness"]])
    emergency = ill["category"][stay["illness"]] == "emergency"
    sudden = emergency | (ill["cause"][stay["illness"]] == "accident")
    earlier = np.where(sudden, stay["date"], np.maximum(stay["onset"], stay["date"] - rng.integers(1, 15, n)))
    later = stay["date"] + stay["days"] + rng.integers(7, 21, n)
    before = stay | visit | {"date": earlier, "category": np.where(emergency, "emergency", "outpatient")}
    after = stay | visit | {"date": later, "category": np.full(n, "outpatient")}
    chance = rng.random((2, n))
    return [take(before, chance[0] < p["spread"]["before_stay"]), take(after, chance[1] < p["spread"]["after_stay"])]


def purchases(rng: np.random.Generator, p: Parameters, people: Frame, frailty: Array) -> Frame:
    """Pharmacies, online hospitals, vaccinations, check-ups, visits abroad: single bills at prices of their own."""
    who = {
        "adult": people["age"] >= 18,
        "child": people["age"] < 18,
        "employee": people["relation"] == "employee",
        "nobody": people["age"] < -1,
    }
    frames = []
    for row in p["other_purchases"]:
        person = np.repeat(np.arange(length(people)), rng.poisson(row["per_year"] * who[row["who"]] * frailty))
        date = days_of_year(rng, p, np.zeros(len(person), dtype=bool))
        frames.append(bought(person, date, row["category"], row["price"], illness_rows([row["diagnosis"]])[0]))
    return concat(frames)


def bought(
    person: Array, date: Array, category: str, price: float, illness: Array | int, case: Array | int = -1
) -> Frame:
    """Bills with a price in yuan of their own."""
    n = len(person)
    rest = filled(n, days=0, illness=illness, category=category, pool=PRICED, price=float(price), sigma=0.6, case=case)
    return {"person": person, "date": date, "onset": date} | rest | filled(n, work=False, chronic=False)


def ambulances(rng: np.random.Generator, p: Parameters, visits: Frame) -> Frame:
    """A few emergencies came by ambulance (救护车), beside those that already have one."""
    row = next(row for row in p["other_purchases"] if row["category"] == "ambulance")
    carried = visits["case"][visits["category"] == "ambulance"]
    able = (visits["category"] == "emergency") & ~np.isin(visits["case"], carried)
    of = take(visits, able & (rng.random(length(visits)) < p["spread"]["ambulance"]))
    own = filled(length(of), category="ambulance", pool=PRICED, price=float(row["price"]), sigma=0.3)
    return of | own


def kept(rng: np.random.Generator, p: Parameters, people: Frame, visits: Frame, death: Array) -> Frame:
    """Visits in the year of people who live; outside the cover only the few that someone hands in by mistake."""
    who = take(people, visits["person"])
    date = dates(visits["date"])
    alive = (date >= who["birth"]) & ~(date > death[visits["person"]])
    in_year = (date >= day(p["period"]["from"])) & (date <= day(p["period"]["to"]))
    covered = (date >= who["cover_from"]) & (date <= who["cover_to"])
    by_mistake = rng.random(length(visits)) < p["spread"]["bill_outside_cover"]
    return take(visits, alive & in_year & (covered | by_mistake))


def onset_lag(rng: np.random.Generator, size: int) -> Array:
    """Days from the first sign of an illness to the first visit."""
    return rng.geometric(0.35, size) - 1


def days_of_year(rng: np.random.Generator, p: Parameters, winter: Array) -> Array:
    """Days drawn by season and weekday, as whole days since 1970."""
    first = int(days(np.array([day(p["period"]["from"])]))[0])
    year = dates(first + np.arange(365))
    month = year.astype("datetime64[M]").astype(np.int64) % 12
    weekday = (days(year) + 3) % 7
    drawn = []
    for season in ("even", "winter"):
        weight = np.array(p["calendar"][season])[month] * np.array(p["calendar"]["weekdays"])[weekday]
        drawn.append(rng.choice(365, len(winter), p=weight / weight.sum()))
    return first + np.where(winter, drawn[1], drawn[0])


def _class_of(people: Frame) -> Array:
    """Age band and sex as one number, 0 to 7."""
    return np.asarray(np.searchsorted(BANDS, people["age"], side="right") * 2 + (people["sex"] == "female"))


def _mix(factor: Array) -> Array:
    """Shares of the illnesses in each class of people, in proportion to weight, sex and a factor."""
    ill = illnesses()
    rows = [ill[weight] * ill[sex] * factor for weight in WEIGHTS for sex in ("male", "female")]
    return np.array([row / row.sum() for row in rows])


def _draw(rng: np.random.Generator, mix: Array, kind: Array) -> Array:
    """An illness for each class of person, by the shares of its row."""
    limits = np.cumsum(mix, axis=1)
    limits /= limits[:, -1:]
    place = rng.random(len(kind))
    drawn = np.zeros(len(kind), dtype=np.int64)
    for row in range(len(mix)):
        at = kind == row
        drawn[at] = np.searchsorted(limits[row], place[at], side="right")
    return drawn


def _relative_use(p: Parameters, people: Frame, of: str) -> Array:
    table = p["relative_use"]
    band = np.searchsorted(table["from_age"], np.maximum(people["age"], 0), side="right") - 1
    by_sex = np.array([table[of]["male"], table[of]["female"]])
    return np.asarray(by_sex[(people["sex"] == "female").astype(int), band])
