"""Simulated populations are what the hazards say, within four standard errors of the simulation."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pricing.simulation.made_hazards import NAMES, YEAR, hazards
from tuanbao.pricing.model import ClaimModel, load_model
from tuanbao.pricing.model.calibration import standard_population
from tuanbao.pricing.model.claim_model import Exposed
from tuanbao.pricing.model.hazards import Hazards, Schemes
from tuanbao.pricing.model.packing import pack_schemes, pack_streams, relative_price
from tuanbao.pricing.simulation import simulate_year
from tuanbao.pricing.simulation.columns import Bills
from tuanbao.reference.schemes import medical_schemes


def near(sample: np.ndarray, expected: float) -> bool:
    return bool(abs(sample.mean() - expected) < 4 * sample.std() / np.sqrt(len(sample)))


def of_stream(made: Hazards, bills: Bills, name: str) -> Bills:
    keep = bills.stream == made.streams.names.index(name)
    return Bills(*(column[keep] for column in bills))


def each(made: Hazards, members: np.ndarray, amounts: np.ndarray | None = None) -> np.ndarray:
    """(people,): how many, or how much, everybody had."""
    return np.bincount(members, amounts, minlength=len(made.key)).astype(float)


@pytest.fixture(scope="module")
def made() -> Hazards:
    whole = hazards(15_000, handed_in=np.ones(len(NAMES)))
    rate = whole.rate.copy()
    rate[:, [NAMES.index("death"), NAMES.index("fatal accident")]] = 0.0  # who dies has no more bills
    return replace(whole, rate=rate)


@pytest.fixture(scope="module")
def bills(made: Hazards) -> Bills:
    return simulate_year(made, 11, 0).bills


@pytest.mark.parametrize("name", ["outpatient", "chronic", "pharmacy", "dental", "accident", "stay", "birth"])
def test_rates_and_amounts(made: Hazards, bills: Bills, name: str) -> None:
    stream, mine = NAMES.index(name), of_stream(made, bills, name)
    assert near(each(made, mine.member), made.rate[:, stream].mean())
    s = made.streams
    level, ward = np.diff(s.level[stream], prepend=0), np.diff(s.ward[stream], prepend=0)
    wards = ward @ s.ward_price @ np.array([1 - s.private[stream], s.private[stream]])
    assert near(mine.total / made.scale[0, stream], level @ s.level_price * wards)
    assert near((mine.total > 0) * (mine.level == 3), level[3])
    assert near(mine.private, s.private[stream])


def test_people_differ_by_their_gamma(made: Hazards, bills: Bills) -> None:
    """Variance of a gamma mixture of Poissons: mean + mean squared / shape."""
    visits = each(made, of_stream(made, bills, "outpatient").member)
    assert abs(visits.var() / (5 + 25 / 0.9) - 1) < 0.06
    stays = each(made, of_stream(made, bills, "accident").member)
    assert abs(stays.var() / 0.2 - 1) < 0.06


def test_one_gamma_is_shared_by_the_streams_of_its_group(made: Hazards, bills: Bills) -> None:
    adults = made.relation != 2
    visits, chronic = (each(made, of_stream(made, bills, name).member)[adults] for name in ("outpatient", "chronic"))
    covariance = np.cov(visits, chronic)[0, 1]
    assert abs(covariance / (5 * 1.5 / 0.9) - 1) < 0.1  # product of the means times the variance of the gamma


def test_months_follow_the_pattern(made: Hazards, bills: Bills) -> None:
    month = bills.service.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    shares = np.diff(made.streams.months[0], prepend=0)
    for number, share in enumerate(shares):
        error = np.sqrt(share * (1 - share) * 8 / len(month))  # visits of one person are not independent in number
        assert abs((month == number).mean() - share) < 4 * error


def test_dearer_stays_are_longer(made: Hazards, bills: Bills) -> None:
    stays = of_stream(made, bills, "stay")
    days = stays.until - stays.service
    assert near(days, 8.0)
    assert days.min() == 1
    price = made.streams.level_price[stays.level] * made.streams.ward_price[stays.ward]
    long = days > 3  # whole days blur the shortest stays
    found = np.corrcoef(np.log(stays.total / price)[long], np.log(days[long]))[0, 1]
    assert 0.55 < found < 0.75


def test_parts_of_the_bill(made: Hazards, bills: Bills) -> None:
    s, visits = made.streams, of_stream(made, bills, "outpatient")
    outside = visits.out_of_scope / visits.total
    assert near(outside, 0.02 + 0.98 * 0.4 * 0.25)
    assert near(outside == 1, 0.02)
    inside = visits.total - visits.out_of_scope
    assert near((visits.class_b / np.maximum(inside, 1))[inside > 0], 0.5 * 0.08)
    general = visits.ward == 0
    insured = made.insured[visits.member]
    assert near(visits.settled[general & insured], s.settled[0, 0])
    assert not visits.settled[visits.ward == 2].any()
    assert near(visits.pre_existing, 0.1)
    assert near(visits.diagnosis == 1, 0.3)


def test_what_is_not_handed_in_is_not_there(made: Hazards) -> None:
    some = simulate_year(hazards(15_000), 11, 0)
    kept = each(made, of_stream(made, some.bills, "outpatient").member)
    assert abs(kept.mean() - 0.8 * 5) < 0.05


def test_events_come_at_their_rates_with_their_facts(made: Hazards) -> None:
    events = simulate_year(made, 11, 0).events
    for name in ("critical", "disability", "off work", "birth"):
        stream = NAMES.index(name)
        assert near(each(made, events.member[events.stream == stream]), made.rate[:, stream].mean())
    grade, lost = events.grade, events.days
    disabled, idle = events.stream == NAMES.index("disability"), events.stream == NAMES.index("off work")
    assert near(grade[disabled] == 10, 0.5)
    assert set(grade[~disabled].tolist()) == {0}
    assert near(lost[idle], 20.0)
    assert set(lost[~idle].tolist()) == {0}
    assert near(events.mode[events.stream == NAMES.index("birth")] >= 0, 0.4)


def employees(model: ClaimModel, people: int) -> Hazards:
    """Working insured employees in the ages and sexes of the standard population, all bills handed in, nobody dying."""
    standard = standard_population("active")
    place = np.searchsorted(np.cumsum(standard.weight), (np.arange(people) + 0.5) / people)
    zero = np.zeros(people, np.int64)
    exposed = Exposed(standard.people.age[place], standard.people.sex[place], zero, zero, zero == 0)
    streams = replace(pack_streams(model), handed_in=np.ones(len(model.streams)))
    rate = model.rates(exposed) * ~np.isin([s.event for s in model.streams], ["death", "sudden_death"])
    rate[:, [s.event in ("accidental_death", "transport_death") for s in model.streams]] = 0.0
    schemes: Schemes = pack_schemes(medical_schemes())
    start = int(np.datetime64(YEAR[0], "D").astype(int))
    whole = hazards(1)
    return replace(
        whole,
        **dict.fromkeys(("member_id", "family_id"), tuple(map(str, range(people)))),
        key=np.arange(people, dtype=np.uint64),
        family=np.arange(people, dtype=np.int32),
        **dict.fromkeys(("relation", "sex", "age"), zero),
        insured=zero == 0,
        city=zero + len(schemes.cities) - 1,
        occupation=zero + 1,
        cover_from=zero + start,
        cover_to=zero + start + 364,
        rate=rate,
        scale=model.means(exposed) * 100 / relative_price(streams),
        streams=streams,
        schemes=schemes,
    )


def test_simulated_employees_meet_the_official_statistics() -> None:
    """2023: 11.93 % of working employees are admitted; 12,175 yuan a stay, 361.6 yuan a visit."""
    model = load_model()
    made = employees(model, 200_000)
    bills = simulate_year(made, 2023, 0).bills
    counts = np.array([stream.counts for stream in model.streams])[bills.stream]

    def found(kind: str) -> tuple[float, float, float, float]:
        mine = counts == kind
        number = each(made, bills.member[mine])
        yuan = each(made, bills.member[mine], bills.total[mine] / 100)
        mean = yuan.sum() / number.sum()
        error = (yuan - mean * number).std() / number.mean() / np.sqrt(len(number))  # of a ratio of two means
        return number.mean(), number.std() / np.sqrt(len(number)), mean, error

    rate, rate_error, stay, stay_error = found("stays")
    _, _, visit, visit_error = found("visits")
    print(f"admissions {rate:.4%} ± {rate_error:.4%}, a stay {stay:.0f} ± {stay_error:.0f} yuan", end="")
    print(f", a visit {visit:.2f} ± {visit_error:.2f} yuan")
    assert rate_error < 0.0015
    assert abs(rate - 0.1193) < 4 * rate_error
    assert stay_error < 150
    assert abs(stay - 12_175) < 4 * stay_error
    assert visit_error < 1
    assert abs(visit - 361.6) < 4 * visit_error
