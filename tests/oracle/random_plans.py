"""Random plans that say everything the language can say, and are never refused (§3, §6)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from .choices import Choices

Terms = dict[str, Any]
Pools = dict[tuple[str, str], Terms]
"""The first entry of each pool, by kind and name."""

CATEGORIES = ["outpatient", "inpatient", "emergency", "dental", "physiotherapy", "tcm", "pharmacy", "maternity"]
CAUSES = ["illness", "accident"]
RELATIONS = ["employee", "spouse", "child", "parent"]
LEVELS = [3, 2, 1, 0]
OWNERSHIPS = ["public", "private"]
WARDS = ["general", "special", "international"]
LISTS = ["designated", "excluded", "network"]
PREFIXES = ["J", "J06", "M54", "S", "F32", "I6", "C", "D0"]
AGES = ["0..17", "18..59", "60..120", "0..64", "30..30", "18..120"]
PERCENTAGES = [
    "100%",
    "80%",
    "90%",
    "70%",
    "50%",
    "0%",
    "12.5%",
    "33%",
    "66.6%",
    "77.7%",
    "85%",
    "0.001%",
    "99.999999%",
    "0.35",
]
MODES = ["air", "rail", "ship", "road", "car", "natural", "cesarean"]
DEATHS = ["death", "accidental_death", "sudden_death", "transport_death"]
EVENTS = [*DEATHS, "disability", "critical_illness", "moderate_illness", "minor_illness", "childbirth"]
AMOUNT_FIELDS = ["own_amount", "other_amount", "small_amount"]
"""Columns of the people's table that plans name; every person has them all."""

PERIODS = [
    ("2026-01-01", "2026-12-31"),
    ("2026-03-01", "2027-02-28"),
    ("2025-07-01", "2026-06-30"),
    ("2026-02-01", "2026-04-15"),
]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def amount(choose: Choices, least: int = 1) -> str:
    """Yuan as a text, skewed so that several lines are needed to use an amount up."""
    size = choose.integer(0, 9)
    if size < 5:
        return str(choose.one([100, 50, 200, 20, 300, 500, 10, 1000]))
    if size < 8:
        return yuan(choose.integer(least, 30_000))
    return yuan(choose.integer(least, 300)) if size == 8 else yuan(choose.integer(100_000, 5_000_000))


def amount_or_field(choose: Choices, least: int = 1) -> Any:
    return {"field": choose.one(AMOUNT_FIELDS)} if choose.chance(12) else amount(choose, least)


def when(choose: Choices) -> Terms:
    """One to three tests, mostly such that many lines pass."""
    makers: dict[str, Callable[[], Any]] = {
        "categories": lambda: choose.some(CATEGORIES[:5], 4),
        "causes": lambda: [choose.one(CAUSES)],
        "levels": lambda: choose.some(LEVELS),
        "ownership": lambda: [choose.one(OWNERSHIPS)],
        "wards": lambda: choose.some(WARDS, 2),
        "lists": lambda: choose.some(LISTS, 2),
        "settled": lambda: choose.one([True, False]),
        "diagnoses": lambda: choose.some(PREFIXES, 4),
        "relations": lambda: choose.some(RELATIONS),
        "ages": lambda: choose.one(AGES),
        "insured": lambda: choose.one([True, False]),
        "pre_existing": lambda: choose.one([False, True]),
        "work": lambda: choose.one([False, True]),
    }
    return {test: makers[test]() for test in choose.some(list(makers), choose.one([1, 1, 2, 3]))}


def plan(choose: Choices, name: str, most_benefits: int) -> Terms:
    """A plan of one to ``most_benefits`` benefits, in any order of kinds."""
    first, last = choose.one(PERIODS) if choose.chance(20) else PERIODS[0]
    # Ids begin with the kind's letter. Another plan may use the same id; the answers stay apart by their order.
    suffix = "" if choose.chance(20) else name[-1]
    mixture = choose.one(["rrrrddlll", "rrrrrrrrrd", "llllllld"])
    first_kind = "l" if mixture[0] == "l" and choose.chance(30) else "r"
    kinds = [first_kind, *choose.several(0, most_benefits - 1, lambda _: choose.one(mixture))]
    ids = [f"{kind}{position}{suffix}" for position, kind in enumerate(choose.shuffled(kinds))]
    pools: Pools = {}
    benefits: list[Terms] = []
    for benefit_id in ids:
        make = {"r": reimbursement, "d": daily_allowance, "l": lump_sum}[benefit_id[0]]
        benefits.append(make(choose, benefit_id, pools))
    if choose.chance(20):
        benefits = choose.shuffled(benefits)
    _share_of_another(choose, benefits)
    _company_limit(choose, benefits)
    return {"plan": name, "period": {"from": first, "to": last}, "benefits": benefits}


def _company_limit(choose: Choices, benefits: list[Terms]) -> None:
    paying = [benefit for benefit in benefits if benefit["kind"] == "reimbursement"]
    if paying and choose.chance(25):
        limit = {"per": "year", "amount": amount(choose), "shared": "company"}
        written = paying[-1].setdefault("limits", [])
        written.insert(choose.integer(0, len(written)), limit)


def _share_of_another(choose: Choices, benefits: list[Terms]) -> None:
    sums = [benefit for benefit in benefits if benefit["kind"] == "lump_sum"]
    if len(sums) > 1 and choose.chance(30):
        sums[-1]["sum_insured"] = {"of": sums[0]["id"], "share": choose.one(PERCENTAGES)}


def _tests(choose: Choices, percent: int = 8) -> Terms:
    """The tests that every kind of benefit may have; each seldom, since one is enough to refuse a line."""
    makers: dict[str, Callable[[], Any]] = {
        "relations": lambda: choose.some(RELATIONS, 4),
        "causes": lambda: [choose.one(CAUSES)],
        "work": lambda: choose.one(["except", "except", "only"]),
        "only": lambda: {"diagnoses": choose.some(PREFIXES, 5)},
        "exclude": lambda: _exclude(choose),
        "waiting": lambda: choose.one([30, 90, 180, 1, 0]),
        "within": lambda: choose.one([180, 30, 0, 7]),
    }
    return {key: make() for key, make in makers.items() if choose.chance(percent)}


def _exclude(choose: Choices) -> Terms:
    makers: dict[str, Callable[[], Any]] = {
        "diagnoses": lambda: choose.some(PREFIXES, 2),
        "categories": lambda: choose.some(CATEGORIES, 2),
        "pre_existing": lambda: choose.one([True, True, False]),
    }
    return {key: makers[key]() for key in choose.some(list(makers), 2)}


def _hospitals(choose: Choices) -> Terms:
    makers: dict[str, Callable[[], Any]] = {
        "levels": lambda: choose.one([[2, 3], [3], [1, 2, 3], [0, 1, 2]]),
        "ownership": lambda: choose.one([["public"], ["private"], ["public", "private"]]),
        "wards": lambda: choose.one([["general"], ["general", "special"], ["international"]]),
        "lists": lambda: choose.some(LISTS, 2),
        "except": lambda: choose.some(LISTS, 2),
        "emergency": lambda: "any",
    }
    return {key: makers[key]() for key in choose.some(list(makers), 3)}


def reimbursement(choose: Choices, name: str, pools: Pools) -> Terms:
    covers = choose.some(CATEGORIES[:5], 4) if choose.chance(25) else CATEGORIES[: choose.integer(4, len(CATEGORIES))]
    terms: Terms = {"id": name, "kind": "reimbursement", "covers": covers, **_tests(choose)}
    if choose.chance(15):
        terms["hospitals"] = _hospitals(choose)
    if choose.chance(60):
        terms["expenses"] = _expenses(choose)
    if choose.chance(30):
        terms["unsettled"] = choose.one(["60%", "85%", "refuse", "33.3%", "0%"])
    if choose.chance(65):
        terms["coinsurance"] = _coinsurance(choose)
    if choose.chance(55):
        terms["deductible"] = choose.several(1, 4, lambda _: _deductible(choose, pools))
    if choose.chance(35):
        terms["patient_cap"] = choose.several(1, 3, lambda _: _cap(choose, pools))
    if choose.chance(65):
        terms["limits"] = choose.several(1, 4, lambda _: _limit(choose, pools))
    return terms


def _expenses(choose: Choices) -> Terms:
    components = ["in_scope", "class_b", "out_of_scope", "in_scope_below", "in_scope_above"]
    return {key: choose.one(PERCENTAGES) for key in choose.some(components, 5)}


def _bands(choose: Choices) -> list[Terms]:
    edge, bands = 0, []
    for _ in range(choose.integer(0, 3)):
        edge += choose.one([10_000, 1, 1_001, choose.integer(1, 50_000)])
        bands.append({"up_to": yuan(edge), "pay": choose.one(PERCENTAGES)})
    return [*bands, {"pay": choose.one(PERCENTAGES)}]


def _coinsurance(choose: Choices) -> Any:
    form = choose.integer(0, 3)
    if form == 0:
        return choose.one(PERCENTAGES)
    bands = _bands(choose)
    if form == 1:
        return bands
    cases = choose.several(1, 3, lambda _: _case(choose))
    return cases if form == 2 and choose.chance(40) else [*cases, *bands]


def _case(choose: Choices) -> Terms:
    test = {"settled": choose.one([False, True])} if choose.chance(15) else when(choose)
    return {"when": test, "pay": _bands(choose) if choose.chance(40) else choose.one(PERCENTAGES)}


def _pooled(choose: Choices, pools: Pools, kind: str, entry: Terms) -> Terms:
    """Into a pool now and then; the pool's first entry says what all its entries say."""
    if choose.chance(50 if "credit" in entry else 35):
        entry["pool"] = f"pool{choose.integer(1, 2)}"
        agreed = pools.setdefault((kind, entry["pool"]), dict(entry))
        entry = dict(agreed)
    if choose.chance(25):
        entry["when"] = when(choose)
    return entry


def _shared(choose: Choices) -> Terms:
    return choose.one([{}, {}, {}, {"shared": "member"}, {"shared": "family"}, {"shared": "family"}])


def _deductible(choose: Choices, pools: Pools) -> Terms:
    entry: Terms = {"per": choose.one(["year", "visit", "day", "case", "year"])}
    # An amount of 0 may stand on a deductible.
    entry["amount"] = "0" if choose.chance(3) else amount_or_field(choose)
    entry |= _shared(choose)
    if entry["per"] == "year" and choose.chance(50):
        entry["credit"] = choose.some(["earlier_benefits", "other_paid"], 2)
    return _pooled(choose, pools, "deductible", entry)


def _cap(choose: Choices, pools: Pools) -> Terms:
    entry = {"per": choose.one(["year", "year", "visit", "day", "case"]), "amount": amount_or_field(choose)}
    return _pooled(choose, pools, "patient_cap", entry | _shared(choose))


def _limit(choose: Choices, pools: Pools) -> Terms:
    entry: Terms = {"per": choose.one(["year", "visit", "day", "case", "lifetime", "year"])}
    if entry["per"] != "lifetime" and choose.chance(25):
        entry["count"] = choose.integer(1, 4)
    else:
        entry["amount"] = amount_or_field(choose)
    return _pooled(choose, pools, "limits", entry | _shared(choose))


def daily_allowance(choose: Choices, name: str, pools: Pools) -> Terms:
    terms: Terms = {"id": name, "kind": "daily_allowance", **_tests(choose, 6)}
    if choose.chance(30):
        terms["of"] = choose.one(["stay", "lost_time", "lost_time"])
    if choose.chance(10) and terms.get("of") != "lost_time":
        terms["hospitals"] = _hospitals(choose)
    terms["amount"] = amount_or_field(choose)
    if choose.chance(40):
        terms["elimination_days"] = choose.integer(0, 4)
    if choose.chance(60):
        terms["max_days"] = {scope: choose.integer(1, 12) for scope in choose.some(["stay", "case", "year"])}
    return terms


def lump_sum(choose: Choices, name: str, pools: Pools) -> Terms:
    event = choose.one([*EVENTS, "death", "accidental_death", "disability", "disability"])
    terms: Terms = {"id": name, "kind": "lump_sum", "event": event, **_tests(choose)}
    if choose.chance(15):
        terms["waiting"] = choose.one([90, 180])
    terms["sum_insured"] = _sum_insured(choose)
    if event == "disability":
        terms["schedule"] = _schedule(choose)
    if choose.chance(18):
        terms["modes"] = choose.one([["air"], ["natural"], ["air", "natural"], [*choose.some(MODES[:4], 3), "car"]])
    if choose.chance(25):
        terms["survival_days"] = choose.one([14, 28, 1, 0])
    if choose.chance(35):
        terms["max_payments"] = choose.integer(1, 3)
    if choose.chance(35):
        terms["interval_days"] = choose.one([90, 30, 1, 0])
    if choose.chance(40):
        terms["aggregate"] = choose.one(["accident", "life"])
    return terms


def _sum_insured(choose: Choices) -> Any:
    form = choose.integer(0, 5)
    if form == 4:
        return {"field": "sum_insured"}
    if form == 5:
        cap = {"cap": choose.one(["100000", "250000.55"])} if choose.chance(60) else {}
        return {"salary_months": choose.one([12, 24, 36]), **cap}
    return choose.one(["100000", "300000", "500000", "1000000", "5000.01", "0.07"])


def _schedule(choose: Choices) -> Any:
    if choose.chance(60):
        return "disability-2013"
    return {str(grade): choose.one(PERCENTAGES) for grade in choose.some(list(range(1, 11)), 8)}


def dates_in(choose: Choices, count: int) -> list[date]:
    """Few days, so that much falls on one day, and some outside every period."""
    around = [
        date(2026, 3, 1),
        date(2026, 3, 30),
        date(2026, 3, 31),
        date(2026, 2, 28),
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]
    outside = [date(2025, 12, 31), date(2027, 1, 1)]
    days = choose.some(around, count)
    days += choose.several(0, count, lambda _: date(2026, 1, 1) + timedelta(days=choose.integer(0, 364)))
    return days + outside if choose.chance(12) else days
