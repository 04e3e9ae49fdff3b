"""Hazards written by hand: a dozen streams and families of three, to test the simulation without the model."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.pricing.model.hazards import CHILDBIRTH, NO_EVENT, STAYS, VISITS, Hazards, Schemes, Streams
from tuanbao.pricing.simulation.randomness import key_of
from tuanbao.vocabulary import CATEGORIES, CAUSES, EVENTS, MODES, RELATIONS

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
EPOCH = date(1970, 1, 1)

# name: category, cause, event, rate of adults, yuan of a bill, sigma, days, fund
STREAMS: dict[str, tuple[str, str, str, float, int, float, float, int]] = {
    "outpatient": ("outpatient", "illness", "", 5.0, 362, 0.8, 0, VISITS),
    "chronic": ("chronic", "illness", "", 1.5, 400, 0.5, 0, VISITS),
    "pharmacy": ("pharmacy", "illness", "", 1.0, 100, 0.5, 0, VISITS),
    "dental": ("dental", "illness", "", 0.4, 900, 0.9, 0, VISITS),
    "accident": ("emergency", "accident", "", 0.2, 600, 1.0, 0, VISITS),
    "stay": ("inpatient", "illness", "", 0.12, 12_175, 0.9, 8.0, STAYS),
    "birth": ("maternity", "illness", "childbirth", 0.0, 9_000, 0.3, 4.0, CHILDBIRTH),
    "critical": ("inpatient", "illness", "critical_illness", 0.01, 60_000, 0.8, 15.0, STAYS),
    "death": ("inpatient", "illness", "death", 0.004, 50_000, 1.0, 12.0, STAYS),
    "fatal accident": ("emergency", "accident", "accidental_death", 0.002, 1, 0.1, 0, VISITS),
    "disability": ("emergency", "accident", "disability", 0.004, 1, 0.1, 0, VISITS),
    "off work": ("emergency", "accident", "lost_time", 0.03, 1, 0.1, 0, VISITS),
}
NAMES = list(STREAMS)
UNBILLED = ("fatal accident", "disability", "off work")


def streams(**changes: Any) -> Streams:
    count = len(STREAMS)
    columns = list(zip(*STREAMS.values(), strict=True))
    category, cause, event, _, _, sigma, days, fund = columns
    codes = list(EVENTS)

    def level(*chances: float) -> np.ndarray:
        return np.tile(np.cumsum(chances), (count, 1))

    ward = np.tile(np.array([[0.96, 0.99, 1.0], [0.8, 0.9, 1.0]]), (count, 1, 1))
    found = Streams(
        names=tuple(STREAMS),
        category=np.array([list(CATEGORIES).index(word) for word in category], np.uint8),
        cause=np.array([list(CAUSES).index(word) for word in cause], np.uint8),
        event=np.array([codes.index(word) if word else NO_EVENT for word in event], np.int8),
        billed=np.array([name not in UNBILLED for name in NAMES]),
        frailty=np.array([0 if f == VISITS and c == "illness" else 1 for f, c in zip(fund, cause, strict=True)]),
        frailty_shape=np.array([0.9, np.inf]),
        months=np.tile(np.cumsum([0.12, 0.10, *[0.08] * 8, 0.07, 0.07]), (count, 1)),
        sigma=np.array(sigma),
        days=np.array(days, float),
        days_sigma=np.full(count, 0.6),
        outside_chance=np.full(count, 0.4),
        outside_share=np.full(count, 0.25),
        outside_whole=np.full(count, 0.02),
        class_b_chance=np.full(count, 0.5),
        class_b_share=np.full(count, 0.08),
        level=level(0.05, 0.15, 0.3, 0.5),
        level_price=np.array([0.7, 0.6, 0.9, 1.2]),
        private=np.full(count, 0.1),
        ward=ward,
        ward_price=np.array([1.0, 2.5, 4.0]),
        settled=np.tile(np.array([0.9, 0.3, 0.0]), (count, 1)),
        fund=np.array(fund, np.int8),
        pooled=np.array([name != "pharmacy" for name in NAMES]),
        pre_existing=np.full(count, 0.1),
        work=np.full(count, 0.15),
        handed_in=np.where(np.array(fund) == VISITS, 0.8, 1.0),
        diagnosis=np.tile(np.array([0, 1, 2], np.int16), (count, 1)),
        diagnosis_chance=np.tile(np.array([0.5, 0.8, 1.0]), (count, 1)),
        diagnoses=("J06.9", "K29.5", "C50.9"),
        grade=np.cumsum([0.01, 0.01, 0.02, 0.02, 0.03, 0.04, 0.07, 0.1, 0.2, 0.5]),
        lost_days=np.where(np.array(event) == "lost_time", 20.0, 0.0),
        mode=np.array([[-1, list(MODES).index("cesarean" if e == "childbirth" else "road")] for e in event], np.int8),
        mode_chance=np.tile(np.array([0.6, 1.0]), (count, 1)),
    )
    return replace(found, **changes)


SCHEMES = Schemes(
    cities=("北京", "其他"),
    deductible=np.array([[180_000, 130_000, 0], [100_000, 80_000, 0]], np.int64),
    percent=np.array([[[0.9, 0.9, 0.87, 0.85]] * 3, [[0.8, 0.8, 0.75, 0.666]] * 3]),
    ceiling=np.array([[2_000_000, 50_000_000, 10**13], [600_000, 2_500_000, 10**13]], np.int64),
    resident_less=0.15,
    price=np.array([1.2, 1.0]),
)


def hazards(families: int = 40, **changes: Any) -> Hazards:
    """Families of employee, spouse and child; every seventh person is uninsured. ``changes`` to the streams."""
    count = 3 * families
    relation = np.arange(count) % 3
    kinds = streams(**changes)
    rate = np.tile(np.array([row[3] for row in STREAMS.values()]), (count, 1))
    rate[relation == 2, NAMES.index("chronic")] = 0.0
    rate[relation == 1, NAMES.index("birth")] = 0.08
    price = kinds.level_price @ np.diff(kinds.level[0], prepend=0.0)
    wards = np.diff(kinds.ward[0], prepend=0.0) @ kinds.ward_price
    price *= wards @ np.array([1 - kinds.private[0], kinds.private[0]])
    scale = np.tile(np.array([row[4] for row in STREAMS.values()], float) * 100 / price, (count, 1))
    ids = tuple(f"E{n // 3:05d}-{n % 3}" for n in range(count))
    return Hazards(
        year=YEAR,
        member_id=ids,
        family_id=tuple(f"E{n // 3:05d}-0" for n in range(count)),
        key=np.array([key_of(name) for name in ids], np.uint64),
        family=np.arange(count, dtype=np.int32) // 3,
        relation=np.array([list(RELATIONS).index(("employee", "spouse", "child")[r]) for r in relation], np.uint8),
        sex=(relation % 2).astype(np.uint8),
        age=np.array([(35, 34, 6)[r] for r in relation], np.int16),
        insured=np.arange(count) % 7 != 3,
        city=(np.arange(count) // 3 % 2).astype(np.int16),
        occupation=np.ones(count, np.int8),
        cover_from=np.full(count, (YEAR[0] - EPOCH).days),
        cover_to=np.full(count, (YEAR[1] - EPOCH).days),
        rate=rate,
        scale=scale,
        streams=kinds,
        schemes=SCHEMES,
    )


PER_PERSON = ("key", "family", "relation", "sex", "age", "insured", "city", "occupation", "cover_from", "cover_to")


def only(made: Hazards, places: Any) -> Hazards:
    """The people at these places, in this order; families stand together as they come."""
    places = np.asarray(places, np.int64)
    chosen = {name: getattr(made, name)[places] for name in (*PER_PERSON, "rate", "scale")}
    names = {name: tuple(getattr(made, name)[p] for p in places) for name in ("member_id", "family_id")}
    family = np.cumsum(np.diff(chosen["family"], prepend=-1) != 0, dtype=np.int32) - 1
    return replace(made, **{**chosen, **names, "family": family})


def members(made: Hazards, plan: str) -> pa.Table:
    """The people as a roster."""
    return pa.table(
        {
            "member_id": list(made.member_id),
            "family_id": list(made.family_id),
            "relation": [list(RELATIONS)[code] for code in made.relation],
            "birth_date": [date(2025 - int(age), 6, 1) for age in made.age],
            "plan": [plan] * len(made.member_id),
            "cover_from": pa.array(made.cover_from.astype(np.int32)).view(pa.date32()),
            "cover_to": pa.array(made.cover_to.astype(np.int32)).view(pa.date32()),
            "continuous_from": [date(2024, 1, 1)] * len(made.member_id),
            "insured": made.insured.tolist(),
        }
    )
