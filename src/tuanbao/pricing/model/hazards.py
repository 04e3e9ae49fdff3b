"""The claim-cost model applied to people (人员的风险): the arrays that the simulation reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[Any]
"""Small integers: uint8, int8, int16 or int32 as said."""

VISITS, STAYS, CHILDBIRTH = 0, 1, 2
"""Funds of the basic medical scheme: each has its deductible, percentage and ceiling of the year."""
NO_EVENT = -1


@dataclass(frozen=True, slots=True)
class Streams:
    """Streams of care (就诊流): what a bill or an event of each is made of. Shape (streams,) unless said."""

    names: tuple[str, ...]
    category: Codes
    """uint8, position in vocabulary.CATEGORIES."""
    cause: Codes
    """uint8, position in vocabulary.CAUSES."""
    event: Codes
    """int8, position in vocabulary.EVENTS, or NO_EVENT."""
    billed: NDArray[np.bool_]
    """False: an event without a bill."""
    frailty: Codes
    """int8, which of ``frailty_shape`` a person's rate is multiplied by."""
    frailty_shape: Floats
    """(frailties,): shape of the gamma with mean 1 that makes people differ; inf: everybody is alike."""
    months: Floats
    """(streams, 12): cumulative share of the year's occurrences by month, last column 1."""
    sigma: Floats
    """Standard deviation of the logarithm of a bill's amount."""
    days: Floats
    """Mean length of stay in days; 0: no stay."""
    days_sigma: Floats
    """Standard deviation of the logarithm of the length of stay, which moves with the amount."""
    outside_chance: Floats
    """Chance that some of the bill is out of scope (自费)."""
    outside_share: Floats
    """Mean share of the bill that then is (beta distributed, so never above 1)."""
    outside_whole: Floats
    """Chance that the whole bill is out of scope."""
    class_b_chance: Floats
    class_b_share: Floats
    """Chance that the bill has class B items, and the mean first-pay share of its in-catalogue part (乙类先行自付)."""
    level: Floats
    """(streams, 4): cumulative chance of hospital level 0, 1, 2, 3."""
    level_price: Floats
    """(4,): price by level, relative; ``Hazards.scale`` is already net of its mean."""
    private: Floats
    """Chance of a private hospital."""
    ward: Floats
    """(streams, 2, 3): cumulative chance of general, special, international ward, in public and private hospitals."""
    ward_price: Floats
    """(3,): relative price; ``Hazards.scale`` is net of its mean."""
    settled: Floats
    """(streams, 3): chance by ward that an insured person's bill is settled through the scheme."""
    fund: Codes
    """int8: VISITS, STAYS or CHILDBIRTH."""
    pooled: NDArray[np.bool_]
    """Does the pooled fund pay for this kind of care at all? (Pharmacies are paid from the personal account.)"""
    pre_existing: Floats
    """Chance that the illness was there before cover began."""
    work: Floats
    """Chance that an employee's accident was at work."""
    handed_in: Floats
    """Share of bills that people hand in."""
    diagnosis: Codes
    """(streams, most): int16 positions in ``diagnoses``."""
    diagnosis_chance: Floats
    """(streams, most): cumulative chance, padded with 1."""
    diagnoses: tuple[str, ...]
    """ICD-10 codes."""
    grade: Floats
    """(10,): cumulative chance of disability grade 1 to 10 for streams with the event disability."""
    lost_days: Floats
    """Mean days of lost time for streams with the event lost_time; else 0."""
    mode: Codes
    """(streams, most modes): int8 positions in vocabulary.MODES, -1 for none."""
    mode_chance: Floats
    """(streams, most modes): cumulative chance."""
    days_with_amount: float = 0.7
    """Correlation of the logarithms of a stay's length and its amount (an assumption; confidence low)."""


@dataclass(frozen=True, slots=True)
class Schemes:
    """Basic medical insurance by city (基本医疗保险), fen and shares; funds are VISITS, STAYS, CHILDBIRTH."""

    cities: tuple[str, ...]
    """Names as the roster writes them; the last one is what stands for a city that is not listed."""
    deductible: Ints
    """(cities, 3): of the year for visits, of each stay for stays, 0 for childbirth."""
    percent: Floats
    """(cities, 3, 4): share that the fund pays above it, by hospital level 0 to 3."""
    ceiling: Ints
    """(cities, 3): the most that the fund pays in a year; a very large number where there is none."""
    resident_less: float
    """By how much less the fund pays children and parents, who are insured as residents."""
    price: Floats
    """(cities,): price of care relative to the country."""


@dataclass(frozen=True, slots=True)
class Hazards:
    """Who is exposed to what in one plan year. People are sorted by family; arrays of shape (people,) unless said."""

    year: tuple[date, date]
    """First and last day of the plan year."""
    member_id: tuple[str, ...]
    family_id: tuple[str, ...]
    key: NDArray[np.uint64]
    """From the member_id alone: what the person's random numbers hang on."""
    family: Codes
    """int32 ordinals, rising."""
    relation: Codes
    """uint8, position in vocabulary.RELATIONS."""
    sex: Codes
    """uint8, position in vocabulary.SEXES."""
    age: Codes
    """int16, completed years on the first day of the plan year (newborn: 0)."""
    insured: NDArray[np.bool_]
    city: Codes
    """int16, position in ``schemes.cities``."""
    occupation: Codes
    """int8, class 1 to 6."""
    cover_from: Ints
    cover_to: Ints
    """Days since 1970, within the plan year; bills outside are not made."""
    rate: Floats
    """(people, streams): expected occurrences in a whole year, before the person's gamma."""
    scale: Floats
    """(people, streams): fen of a bill at a relative price of 1: its expectation divided by the mean of
    ``level_price`` times ``ward_price``. The bill is scale * level_price * ward_price * noise of mean 1."""
    streams: Streams
    schemes: Schemes
    notes: tuple[Any, ...] = ()
    """Text for the user: fallbacks that were used, parameters of low confidence."""
