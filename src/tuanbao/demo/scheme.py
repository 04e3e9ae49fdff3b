"""Who pays what of a line: the catalogue (医保目录) and the city's basic medical insurance, in whole fen.

Every step is exact integer arithmetic; `total = pooled + other_paid + in_scope + class_b + out_of_scope` for each line.
"""

import numpy as np

from tuanbao.demo.frame import Array, Frame, sum_before, take
from tuanbao.demo.parameters import Parameters, illnesses
from tuanbao.money import parse_yuan

WHOLLY_OUTSIDE = ("ambulance", "overseas", "checkup", "vaccination")
NOT_POOLED = ("pharmacy", "online")
"""Settled through the personal account: the pooled fund pays nothing."""

NO_CEILING = 10**13


def shares(rng: np.random.Generator, p: Parameters, people: Frame, visits: Frame, lines: Frame) -> Frame:
    """The money columns of the lines, in fen, in the order of the lines."""
    outside, class_b = _catalogue(rng, p, visits, lines)
    inside = lines["total"] - outside - class_b
    of = take(visits, lines["visit"])
    pooled, below, above = _pooled(p, people, of, lines, inside)
    own = inside - pooled
    other = _other_payers(rng, p, people, visits, lines, own - below - above)
    columns = {
        "pooled": pooled,
        "other_paid": other,
        "in_scope": own - other,
        "in_scope_below": below,
        "in_scope_above": above,
        "class_b": class_b,
        "out_of_scope": outside,
    }
    return columns | {"account_paid": _account(rng, p, people, visits, lines, own - other + class_b)}


def percent_of(amount: Array, percent: Array | int) -> Array:
    """Whole percent of whole fen, rounded half up."""
    return np.asarray((2 * amount * percent + 100) // 200)


def _catalogue(rng: np.random.Generator, p: Parameters, visits: Frame, lines: Frame) -> tuple[Array, Array]:
    """自费 and 乙类先行自付 of each line."""
    n, visit = len(lines["total"]), lines["visit"]
    by_kind = {name: _of_kind(p, lines, name) for name in ("outside", "class_b", "first_pay")}
    ward = np.array([p["wards"]["outside"][word] for word in visits["ward"].tolist()])[visit]
    self_paid = rng.random(len(visits["days"])) < illnesses()["self_paid"][visits["illness"]] * (visits["illness"] >= 0)
    self_paid &= visits["days"] == 0
    wholly = (self_paid[visit] & (lines["kind"] != "consultation")) | np.isin(lines["category"], WHOLLY_OUTSIDE)
    partly = rng.random(n) < by_kind["outside"] + ward
    percent = np.where(wholly, 100, np.where(partly, rng.integers(20, 101, n), 0))
    outside = percent_of(lines["total"], percent)
    listed = rng.random(n) < by_kind["class_b"]
    return outside, percent_of(lines["total"] - outside, np.where(listed, by_kind["first_pay"], 0))


def _of_kind(p: Parameters, lines: Frame, name: str) -> Array:
    value = {kind: row[name] for kind, row in p["line_kinds"].items()}
    return np.array([value[kind] for kind in lines["kind"].tolist()])


def _pooled(p: Parameters, people: Frame, of: Frame, lines: Frame, inside: Array) -> tuple[Array, Array, Array]:
    """What the fund pays of the catalogue part, and what of the rest lies under the deductible and over the ceiling."""
    terms = _terms(p, people, of)
    fund = np.select([of["category"] == "maternity", of["days"] > 0], [2, 1], 0)
    settled = of["settled"] & ~np.isin(lines["category"], NOT_POOLED)
    counted = np.where(settled, inside, 0)
    order = np.lexsort((lines["line"], lines["receipt"], lines["visit"], of["date"], fund, of["person"]))
    year = (of["person"] * 3 + fund)[order]
    # Visits share a deductible over the year, every stay has its own; visits and stays have a ceiling a year each.
    group = np.where(fund == 1, lines["visit"] + 3 * len(people["age"]), of["person"] * 3 + fund)[order]
    x = counted[order]
    below = np.clip(terms["deductible"][order] - sum_before(x, group), 0, x)
    full = percent_of(x - below, terms["percent"][order])
    paid = np.clip(terms["ceiling"][order] - sum_before(full, year), 0, full)
    above = ((x - below) * (full - paid) * 2 + full) // np.maximum(2 * full, 1)
    back = np.argsort(order, kind="stable")
    return paid[back], below[back], above[back]


def _terms(p: Parameters, people: Frame, of: Frame) -> Frame:
    """Deductible and ceiling in fen and percent of the scheme for each line; childbirth has a fund of its own."""
    names = [row["city"] for row in p["cities"]]
    home = np.array([names.index(city) for city in people["city"].tolist()])[of["person"]]
    stay, level = (of["days"] > 0).astype(int), np.maximum(of["level"], 1) - 1
    both = [[row["visits"], row["stays"]] for row in p["cities"]]
    deductible = np.array([[parse_yuan(terms["deductible"]) for terms in pair] for pair in both])
    ceiling = np.array([[_ceiling(terms["ceiling"]) for terms in pair] for pair in both])
    percent = np.array([[terms["percent"] for terms in pair] for pair in both])
    child = (people["relation"] == "child")[of["person"]]
    birth = of["category"] == "maternity"
    by_level = percent[home, stay, level] - np.where(child, p["residents"]["percent_points_less"], 0)
    return {
        "deductible": np.where(birth, 0, deductible[home, stay]),
        "ceiling": np.where(birth, NO_CEILING, ceiling[home, stay]),
        "percent": np.where(birth, p["childbirth_fund"]["percent"], by_level),
    }


def _ceiling(yuan: int | str) -> int:
    return NO_CEILING if yuan == "none" else parse_yuan(yuan)


def _other_payers(
    rng: np.random.Generator, p: Parameters, people: Frame, visits: Frame, lines: Frame, own: Array
) -> Array:
    """其他支付: the work-injury fund, the scheme for large amounts, a second insurer of spouse or child."""
    terms, visit = p["other_payers"], lines["visit"]
    stay = visits["days"] > 0
    start = parse_yuan(terms["large_amount_from"])
    before = sum_before(own, visit)
    beyond = np.clip(before + own - start, 0, own)
    large = percent_of(beyond, terms["large_amount_percent"])
    dependant = (people["relation"] != "employee")[visits["person"]]
    second = stay & dependant & (rng.random(len(stay)) < terms["second_insurer"])
    second_paid = percent_of(own, terms["second_insurer_percent"])
    pays_large = (stay & visits["settled"])[visit]
    return np.select([visits["work"][visit], second[visit], pays_large], [own, second_paid, large], 0)


def _account(rng: np.random.Generator, p: Parameters, people: Frame, visits: Frame, lines: Frame, own: Array) -> Array:
    """个人账户: pays for some settled bills of adults what is not outside the catalogue."""
    bill = lines["visit"] * 4 + lines["receipt"]
    used = (rng.random(int(bill.max(initial=0)) + 1) < p["other_payers"]["account_used"])[bill]
    adult = (people["relation"] != "child")[visits["person"]] & visits["settled"]
    return np.where(used & adult[lines["visit"]], own, 0)
