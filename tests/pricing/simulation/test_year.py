"""One simulated year: what holds for every bill, and whom it happens to."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.pricing.simulation.made_hazards import NAMES, SCHEMES, YEAR, hazards, only
from tuanbao.money import half_up, portion
from tuanbao.pricing.model.hazards import CHILDBIRTH, STAYS, VISITS, Hazards
from tuanbao.pricing.simulation import SimulationError, Year, simulate_year
from tuanbao.pricing.simulation.columns import NEVER, Bills
from tuanbao.vocabulary import EVENTS


def rows(made: Hazards, columns: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What everybody has, by member_id."""
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in made.member_id}
    for row in zip(*(column.tolist() for column in columns), strict=True):
        found[made.member_id[row[0]]].append(row[1:])
    return found


@pytest.fixture(scope="module")
def people() -> Hazards:
    return hazards(2000)


@pytest.fixture(scope="module")
def year(people: Hazards) -> Year:
    return simulate_year(people, 5, 0)


def test_every_bill_is_the_sum_of_its_parts(year: Year) -> None:
    b = year.bills
    assert len(b.total) > 20_000
    assert (b.total == b.pooled + b.other_paid + b.in_scope + b.class_b + b.out_of_scope).all()
    assert (b.in_scope_below + b.in_scope_above <= b.in_scope).all()
    assert all((getattr(b, name) >= 0).all() for name in Bills._fields[11:])
    assert (b.total > 0).all()


def test_bills_stand_by_family_and_day(people: Hazards, year: Year) -> None:
    for member, day in ((year.bills.member, year.bills.service), (year.events.member, year.events.day)):
        key = people.family[member].astype(np.int64) * 100_000 + day
        assert (np.diff(key) >= 0).all()


def test_the_same_seed_and_year_give_the_same_bills(people: Hazards, year: Year) -> None:
    again, next_year, other = (simulate_year(people, *pair) for pair in ((5, 0), (5, 1), (6, 0)))
    assert rows(people, again.bills) == rows(people, year.bills)
    assert rows(people, next_year.bills) != rows(people, year.bills) != rows(people, other.bills)


def test_people_fall_ill_in_the_same_way_whoever_else_is_there(people: Hazards, year: Year) -> None:
    families = np.random.default_rng(0).permutation(2000)[:700]
    members = (families[:, None] * 3 + [2, 0, 1]).ravel()  # other families, in another order, the child first
    members = members[np.random.default_rng(1).random(len(members)) < 0.8]
    few = only(people, members)
    then = simulate_year(few, 5, 0)
    for columns, before in ((then.bills, year.bills), (then.events, year.events)):
        everybody = rows(people, before)
        assert all(bills == everybody[name] for name, bills in rows(few, columns).items())


def test_a_stream_more_leaves_the_others_as_they_are(people: Hazards, year: Year) -> None:
    rate = people.rate.copy()
    rate[:, NAMES.index("dental")] = 0.0
    without = simulate_year(replace(people, rate=rate), 5, 0)
    dental = NAMES.index("dental")

    def totals(made: Year) -> list[tuple[int, ...]]:
        b = made.bills
        keep = b.stream != dental
        return sorted(zip(*(c[keep].tolist() for c in (b.member, b.stream, b.service, b.total)), strict=True))

    assert totals(without) == totals(year)


def test_cover_only_leaves_bills_out(people: Hazards, year: Year) -> None:
    """And the scheme's deductible is used up by the bills that are left out."""
    alive = np.isin(np.arange(len(people.key)), year.events.member[year.events.death != NEVER], invert=True)
    first, last = people.cover_from + 90, people.cover_to - 60
    part = simulate_year(replace(people, cover_from=first, cover_to=last), 5, 0)
    whole, found = rows(people, year.bills), rows(people, part.bills)
    for place, name in enumerate(people.member_id):
        if alive[place]:
            assert found[name] == [bill for bill in whole[name] if first[place] <= bill[1] <= last[place]]


def test_more_illness_adds_bills_and_takes_none_away(people: Hazards) -> None:
    """The counts are by inversion, so a factor on the rate moves nothing else."""
    made = only(people, np.arange(600))
    once, more = (simulate_year(replace(made, rate=made.rate * factor), 5, 0) for factor in (1.0, 1.2))

    def amounts(year: Year) -> set[tuple[int, ...]]:
        kinds = np.isin(year.bills.stream, [NAMES.index(n) for n in ("outpatient", "chronic", "dental", "pharmacy")])
        b = year.bills
        keep = kinds & ~np.isin(b.member, dead)
        return set(zip(*(c[keep].tolist() for c in (b.member, b.stream, b.service, b.total)), strict=True))

    dead = [m for y in (once, more) for m in y.events.member[y.events.death != NEVER]]
    assert amounts(once) < amounts(more)


def test_nobody_dies_twice_or_has_bills_after_death() -> None:
    made = hazards(1000)
    rate = made.rate.copy()
    rate[:, [NAMES.index("death"), NAMES.index("fatal accident")]] = 0.4
    made = replace(made, rate=rate)
    year = simulate_year(made, 1, 0)
    deaths = [list(EVENTS).index(kind) for kind in ("death", "accidental_death")]
    died = np.isin(made.streams.event[year.events.stream], deaths)
    who, day = year.events.member[died], year.events.day[died]
    assert len(who) > 1000
    assert len(set(who.tolist())) == len(who)
    assert (year.events.death[died] == day).all()
    last = np.full(len(made.key), NEVER)
    last[who] = day
    assert (year.bills.service <= last[year.bills.member]).all()
    assert (year.bills.until <= last[year.bills.member]).all()
    assert (year.events.day <= last[year.events.member]).all()
    expected = 1 - 0.6 * 0.6
    assert abs(len(who) / len(made.key) - expected) < 4 * np.sqrt(expected * (1 - expected) / len(made.key))


def test_only_who_can_gives_birth_and_once_a_year(people: Hazards, year: Year) -> None:
    birth = NAMES.index("birth")
    born = year.events.member[year.events.stream == birth]
    assert len(born) > 50
    assert (people.rate[born, birth] > 0).all()
    assert len(set(born.tolist())) == len(born)
    bills = year.bills.member[year.bills.stream == birth]
    assert set(bills.tolist()) == set(born.tolist())


def test_uninsured_people_and_unsettled_bills_get_nothing_from_the_scheme(people: Hazards, year: Year) -> None:
    b = year.bills
    outside = ~people.insured[b.member] | ~b.settled
    assert outside.any()
    assert not b.settled[~people.insured[b.member]].any()
    unworked = outside & ~b.work
    assert not b.pooled[outside].any()
    assert not b.in_scope_below[outside].any()
    assert not b.in_scope_above[outside].any()
    assert (b.in_scope == b.total - b.class_b - b.out_of_scope)[unworked].all()


def test_the_work_injury_fund_pays_the_catalogue_part(people: Hazards, year: Year) -> None:
    b = year.bills
    assert b.work.any()
    assert set(people.relation[b.member[b.work]].tolist()) == {0}
    assert not b.pooled[b.work].any()
    assert not b.in_scope[b.work].any()
    assert set(b.stream[b.work].tolist()) == {NAMES.index("accident")}


def test_the_scheme_pays_by_its_terms() -> None:
    """Said again in exact fractions, bill by bill, where every bill is handed in."""
    made = hazards(300, handed_in=np.ones(len(NAMES)))
    year = simulate_year(made, 2, 0)
    used: dict[tuple[int, str], int] = {}
    checked = dict.fromkeys((VISITS, STAYS, CHILDBIRTH), 0)
    for at in range(len(year.bills.total)):
        b = {name: int(getattr(year.bills, name)[at]) for name in Bills._fields}
        member, stream = b["member"], b["stream"]
        fund, inside = int(made.streams.fund[stream]), b["total"] - b["class_b"] - b["out_of_scope"]
        if not b["settled"] or not made.streams.pooled[stream] or b["work"]:
            continue
        city = made.city[member]
        deductible = int(SCHEMES.deductible[city, fund])
        before = used.get((member, "visits"), 0) if fund == VISITS else 0
        below = min(max(deductible - before, 0), inside)
        percent = Fraction(str(SCHEMES.percent[city, fund, b["level"]]))
        if made.relation[member] == 2 and fund != CHILDBIRTH:
            percent -= Fraction(str(SCHEMES.resident_less))
        full = portion(inside - below, percent)
        left = int(SCHEMES.ceiling[city, fund]) - used.get((member, str(fund)), 0)
        paid = min(max(left, 0), full)
        above = half_up((inside - below) * (full - paid), full) if full else 0
        assert (b["pooled"], b["in_scope_below"]) == (paid, below)
        assert b["in_scope_above"] == min(above, inside - below - paid)
        used[member, "visits"] = used.get((member, "visits"), 0) + (inside if fund == VISITS else 0)
        used[member, str(fund)] = used.get((member, str(fund)), 0) + paid
        checked[fund] += 1
    assert min(checked.values()) > 10


def test_a_ceiling_is_reached_and_never_passed() -> None:
    ceiling = SCHEMES.ceiling.copy()
    ceiling[:, VISITS] = 100_000
    made = replace(hazards(200), schemes=replace(SCHEMES, ceiling=ceiling))
    b = simulate_year(made, 3, 0).bills
    visits = made.streams.fund[b.stream] == VISITS
    paid = np.bincount(b.member[visits], b.pooled[visits])
    assert paid.max() == 100_000
    assert b.in_scope_above.any()


def test_a_plan_year_may_begin_in_any_month() -> None:
    made = replace(hazards(400), year=(date(2026, 7, 15), date(2027, 7, 14)))
    first = (date(2026, 7, 15) - date(1970, 1, 1)).days
    made = replace(made, cover_from=made.cover_from * 0 + first, cover_to=made.cover_to * 0 + first + 364)
    b = simulate_year(made, 1, 0).bills
    assert (b.service.min(), b.service.max()) == (first, first + 364)


def test_part_of_a_year_has_the_bills_of_its_months() -> None:
    made = replace(hazards(1500), year=(YEAR[0], date(2026, 2, 28)))
    counts = np.bincount(simulate_year(made, 1, 0).bills.stream, minlength=len(NAMES))
    expected = 0.22 * 0.8 * made.rate[:, 0].sum()  # 22 % of visits are in January and February, 80 % are handed in
    assert abs(counts[0] / expected - 1) < 0.08


def test_bad_years_and_empty_rosters_are_refused() -> None:
    with pytest.raises(SimulationError, match="nobody"):
        simulate_year(only(hazards(1), []), 1, 0)
    with pytest.raises(SimulationError, match="at most a year"):
        simulate_year(replace(hazards(1), year=(date(2026, 1, 1), date(2027, 6, 30))), 1, 0)
