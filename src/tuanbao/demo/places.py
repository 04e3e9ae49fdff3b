"""Where a visit takes place, who settles it, and when its bills come in."""

import numpy as np

from tuanbao.demo.frame import Array, Frame, days, length, take
from tuanbao.demo.parameters import Parameters, hospitals, illnesses

KIND_OF_PLACE = {
    "pharmacy": "pharmacy",
    "online": "online",
    "checkup": "checkup",
    "dental": "dental",
    "overseas": "overseas",
}
"""Where a category is found; all others in a hospital."""


def placed(rng: np.random.Generator, p: Parameters, people: Frame, visits: Frame) -> Frame:
    """Visits with `city`, `hospital` (row), `level`, `ownership`, `ward`, `settled`, `pre_existing`, `received`.

    One course of illness keeps its hospital and ward. Rows come out in the order in which their bills come in.
    """
    n, who, course = length(visits), take(people, visits["person"]), _course(visits["case"])
    cities = np.array([row["city"] for row in p["cities"]])
    chance = rng.random((5, int(course.max(initial=0)) + 1))[:, course]
    away = chance[0] < p["away_from_home"]
    city = np.where(away, cities[(chance[4] * len(cities)).astype(int)], who["city"])
    hospital = _hospital(chance[1], city, visits)
    ward = _ward(p, chance[2], hospital)
    old = visits["chronic"] & (chance[3] < p["spread"]["pre_existing"])
    lag = rng.lognormal(np.log(p["spread"]["received_median_days"]), p["spread"]["received_sigma"], n)
    born, before_cover = days(who["birth"]), days(who["continuous_from"]) - p["spread"]["pre_existing_days"]
    full = visits | {
        "city": city,
        "hospital": hospital,
        "level": hospitals()["level"][hospital].astype(np.int64),
        "ownership": hospitals()["ownership"][hospital],
        "ward": ward,
        "settled": who["insured"] & (rng.random(n) < _chance_settled(p, visits, hospital, ward, away)),
        "pre_existing": old,
        "onset": np.maximum(np.where(old, np.minimum(visits["onset"], before_cover), visits["onset"]), born),
        "received": visits["date"]
        + visits["days"]
        + 1
        + np.minimum(lag, p["spread"]["received_longest_days"]).astype(np.int64),
    }
    return take(full, np.lexsort((full["person"], full["date"], full["received"])))


def _course(case: Array) -> Array:
    """A number for every case, and one of its own for every visit without a case."""
    return np.where(case >= 0, case, case.max(initial=-1) + 1 + np.arange(len(case)))


def _hospital(chance: Array, city: Array, visits: Frame) -> Array:
    """Rows of the hospitals, by city, kind and weight."""
    table = hospitals()
    kind = np.full(len(city), "hospital", dtype="<U16")
    for category, place in KIND_OF_PLACE.items():
        kind[visits["category"] == category] = place
    kind[visits["days"] > 0] = "hospital"
    stay = visits["days"] > 0
    drawn = np.zeros(len(city), dtype=np.int64)
    for at_city, at_kind in sorted({*zip(table["city"].tolist(), table["kind"].tolist(), strict=True)}):
        rows = np.flatnonzero((table["city"] == at_city) & (table["kind"] == at_kind))
        here = (kind == at_kind) & ((city == at_city) | (at_city == ""))
        for weight, at in (("stays", here & stay), ("visits", here & ~stay)):
            limits = np.cumsum(table[weight][rows])
            drawn[at] = rows[np.searchsorted(limits, chance[at] * limits[-1], side="right").clip(0, len(rows) - 1)]
    return drawn


def _ward(p: Parameters, chance: Array, hospital: Array) -> Array:
    """General, special (特需) or international ward; the latter two in large public and in private hospitals."""
    table, wards = hospitals(), p["wards"]
    clinic = table["kind"][hospital] == "hospital"
    public = clinic & (table["ownership"][hospital] == "public") & (table["level"][hospital] == 3)
    private = clinic & (table["ownership"][hospital] == "private")
    special = np.select([public, private], [wards["public"]["special"], wards["private"]["special"]], 0.0)
    abroad = np.select([public, private], [wards["public"]["international"], wards["private"]["international"]], 0.0)
    return np.select([chance < abroad, chance < abroad + special], ["international", "special"], "general")


def _chance_settled(p: Parameters, visits: Frame, hospital: Array, ward: Array, away: Array) -> Array:
    """The chance that an insured person's visit is paid through basic medical insurance (经医保结算)."""
    table, settled = hospitals(), p["settled"]
    private = (table["ownership"][hospital] == "private") & (table["kind"][hospital] != "pharmacy")
    chance = np.full(len(hospital), settled["default"])
    chance = np.where(private, settled["private"], chance)
    chance = np.where(away, np.minimum(chance, settled["away"]), chance)
    for category, share in settled.items():
        chance = np.where(visits["category"] == category, share, chance)
    for name, factor in p["wards"]["settled"].items():
        chance = np.where(ward == name, chance * factor, chance)
    covered = illnesses()["self_paid"][visits["illness"]] < 1
    return np.where((visits["work"]) | ~(covered | (visits["illness"] < 0)), 0.0, chance)
