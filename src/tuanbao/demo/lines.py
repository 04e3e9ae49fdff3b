"""What a visit costs, and its receipts and lines (票据与费用明细)."""

import numpy as np

from tuanbao.demo.frame import Array, Frame, positions, sum_before, take
from tuanbao.demo.parameters import Parameters, illnesses
from tuanbao.demo.visits import STAY, VISIT

BODY = ("M", "S")
"""Chapters of ICD-10 whose treatment is physiotherapy (理疗)."""


def total_cost(rng: np.random.Generator, p: Parameters, visits: Frame) -> Array:
    """Fen for each visit: lognormal about the price of its kind.

    Within the pools of visits and of stays the prices are scaled so that their mean is the national one.
    """
    ward = np.array([p["wards"]["price"][word] for word in visits["ward"].tolist()])
    city_price = {row["city"]: row["price"] for row in p["cities"]}
    city = np.array([city_price[word] for word in visits["city"].tolist()])
    level = np.array(p["level_price"])[visits["level"]]
    urgent = np.where(visits["category"] == "emergency", p["emergency_price"], 1.0)
    relative = visits["price"] * ward * city * level * urgent
    sigma = visits["sigma"]
    yuan = np.where(
        visits["pool"] == VISIT, p["outpatient_cost"], np.where(visits["pool"] == STAY, p["stay_cost"], 1.0)
    )
    for pool in (VISIT, STAY):
        at = visits["pool"] == pool
        if at.any():
            relative[at] /= relative[at].mean()
    noise = np.exp(rng.normal(-0.5 * sigma**2, sigma))
    fen: Array = np.rint(np.where(visits["pool"] > STAY, visits["price"], relative) * yuan * noise * 100)
    return np.maximum(fen.astype(np.int64), 500)


def itemised(rng: np.random.Generator, p: Parameters, visits: Frame, cost: Array) -> Frame:
    """Lines: `visit` (row), `receipt` (of the visit, from 0), `line` (in it, from 1), `kind`, `category`, `total`.

    The lines of a visit sum to its cost, and none is 0.
    """
    kinds = list(p["line_kinds"])
    present = _present(rng, p, visits)
    visit, kind = np.nonzero(present)
    stay = visits["days"][visit] > 0
    by_kind = [np.array([p["line_kinds"][name][of] for name in kinds])[kind] for of in ("stay_weight", "visit_weight")]
    weight = np.maximum(np.where(stay, *by_kind), 0.05) * rng.gamma(3.0, 1.0, len(visit))
    weight /= np.bincount(visit, weight)[visit]
    number = present.sum(axis=1)
    total = 1 + ((cost - number)[visit] * weight).astype(np.int64)
    rest = cost.copy()
    np.subtract.at(rest, visit, total)
    total += np.where(positions(number) == 0, rest[visit], 0)
    receipt = _receipt(rng, p, visits, np.array(kinds)[kind], visit)
    lines = {"visit": visit, "receipt": receipt, "kind": np.array(kinds)[kind], "total": total}
    lines = take(lines, np.lexsort((kind, receipt, visit)))
    lines["category"] = _category(visits, lines)
    key = lines["visit"] * 4 + lines["receipt"]
    return lines | {"line": 1 + sum_before(np.ones(len(key), dtype=np.int64), key)}


def _present(rng: np.random.Generator, p: Parameters, visits: Frame) -> Array:
    """Which kinds of lines stand on the bills of each visit, (visits, kinds); at least one."""
    kinds, stay = list(p["line_kinds"]), visits["days"] > 0
    chance = np.array([[row["visit"], row["stay"]] for row in p["line_kinds"].values()]).T[stay.astype(int)]
    treated = np.where(visits["category"] == "physiotherapy", 1.0, illnesses()["treatment"][visits["illness"]])
    at = kinds.index("treatment")
    chance[:, at] = np.where(stay, chance[:, at], np.where(visits["illness"] < 0, 0.0, treated))
    chance[:, kinds.index("herbal")] *= np.where(visits["category"] == "tcm", 7.0, 1.0)
    for row in p["other_purchases"]:
        chance[visits["category"] == row["category"]] = [float(name in row["lines"]) for name in kinds]
    present = rng.random(chance.shape) < chance
    present[~present.any(axis=1), kinds.index("consultation")] = True
    return np.asarray(present)


def _receipt(rng: np.random.Generator, p: Parameters, visits: Frame, kind: Array, visit: Array) -> Array:
    """One receipt for all, or the consultation apart, or the tests apart too; renumbered without gaps."""
    n = len(visits["days"])
    way = np.where((visits["pool"] == VISIT), rng.choice(3, n, p=p["receipts"]), 0)[visit]
    desk = np.select([kind == "consultation", np.isin(kind, ("laboratory", "imaging"))], [0, 1], 2)
    wanted = np.select([way == 0, way == 1], [0, np.minimum(desk, 1)], desk)
    used = np.zeros((n, 3), dtype=np.int64)
    used[visit, wanted] = 1
    return np.asarray((np.cumsum(used, axis=1) - used)[visit, wanted])


def _category(visits: Frame, lines: Frame) -> Array:
    """A line has its visit's category; herbs and physiotherapy of an outpatient visit have their own."""
    category = visits["category"][lines["visit"]].astype("<U16")
    code = illnesses()["code"][visits["illness"]].astype("<U1")
    body = np.isin(code, BODY)[lines["visit"]]
    outpatient = (category == "outpatient") & (visits["days"][lines["visit"]] == 0)
    category[outpatient & (lines["kind"] == "herbal")] = "tcm"
    category[outpatient & body & (lines["kind"] == "treatment")] = "physiotherapy"
    return category
