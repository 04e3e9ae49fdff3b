"""A block's events: every year as claims are paid, means by chance times payment, groups that hang together."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from tests.design.making import LINES, ROOT, YEAR, acme, group, having, illnesses, model, plan_of
from tuanbao.adjudication import adjudicate
from tuanbao.design.evaluating.events import BlockEvents, linked_benefits
from tuanbao.design.evaluating.illnesses import Illnesses, draw
from tuanbao.plan import Plan, load_file
from tuanbao.pricing.simulation.columns import Bills, Events
from tuanbao.pricing.simulation.packing import pack
from tuanbao.pricing.simulation.tables import Shared, bill_ids, bill_table, event_ids, event_table
from tuanbao.pricing.simulation.year import simulate_years
from tuanbao.vocabulary import EVENTS

WHOLE = """
- {id: critical, kind: lump_sum, event: critical_illness, sum_insured: 50000, aggregate: ill}
- {id: minor, kind: lump_sum, event: minor_illness, sum_insured: {of: critical, share: 20%}, aggregate: ill}
- {id: life, kind: lump_sum, event: death, sum_insured: 300000}
- {id: accident, kind: lump_sum, event: accidental_death, sum_insured: 400000, aggregate: accident}
- {id: disability, kind: lump_sum, event: disability, causes: [accident], sum_insured: 400000,
   schedule: disability-2013, aggregate: accident}
- {id: idle, kind: daily_allowance, of: lost_time, amount: 150, max_days: {case: 10, year: 12}}
- {id: birth, kind: lump_sum, event: childbirth, sum_insured: 1000}
- {id: visits, kind: reimbursement, covers: [outpatient]}
"""
DAYS = 365


@cache
def eventful(times: float = 60.0) -> Illnesses:
    """Years in which what befalls few befalls many."""
    drawn = illnesses()
    rare = drawn.hazards.streams.event >= 0
    rate = np.where(rare, np.minimum(drawn.hazards.rate * times, 0.6), drawn.hazards.rate)
    hazards = replace(drawn.hazards, rate=rate)
    packed = pack(hazards)
    return replace(drawn, hazards=hazards, packed=packed, made=simulate_years(packed, drawn.seed, range(drawn.years)))


def public(drawn: Illnesses, plans: Sequence[Plan], members: pa.Table) -> tuple[np.ndarray, dict[tuple[str, str], int]]:
    """(years * people,) fen and fen by benefit, each year by itself through the public door, all benefits at once."""
    names, whole = list(drawn.hazards.member_id), drawn.made.events
    shared = Shared(pa.array(names, pa.string()), drawn.hazards.streams)
    ids = event_ids(0, 0, len(whole.member))
    nothing = bill_table(Bills(*(column[:1] for column in drawn.made.bills)), shared, bill_ids(0, 0, 1)).slice(0, 0)
    own = np.isin(np.array(names)[whole.member % len(names)], members["member_id"].to_pylist())
    by_person_year, by_benefit = np.zeros(drawn.years * len(names), np.int64), {}
    for year in range(drawn.years):
        at = np.flatnonzero((whole.member // len(names) == year) & own)
        events = Events(*(column[at] for column in whole))._replace(
            member=(whole.member[at] % len(names)).astype(np.int32)
        )
        result = adjudicate(plans, members, nothing, event_table(events, shared, ids.take(pa.array(at))))
        for row in result.payments.to_pylist():
            by_person_year[year * len(names) + names.index(row["member_id"])] += row["paid"]
            key = row["plan"], row["benefit_id"]
            by_benefit[key] = by_benefit.get(key, 0) + row["paid"]
    return by_person_year, by_benefit


@pytest.mark.parametrize("dependants", [None, "small"])
def test_every_year_is_paid_as_claims_are(dependants: str | None) -> None:
    """With an aggregate, a share of another's sum, lost time, and children under the cap of minors."""
    plan, members = plan_of(WHOLE), having("small", dependants)
    paid = BlockEvents(eventful(), members, [plan]).pay([plan])
    wanted, _ = public(eventful(), [plan], members)
    assert (paid.by_person_year == wanted).all()
    assert (wanted > 0).sum() > 100


def test_children_meet_the_cap_of_minors_over_several_benefits() -> None:
    plan = plan_of(WHOLE)
    members = having("small", "small").filter(
        pa.array([r == "child" for r in having("small", "small")["relation"].to_pylist()])
    )
    wanted, by_benefit = public(eventful(400.0), [plan], members)
    paid = BlockEvents(eventful(400.0), members, [plan]).pay([plan])
    assert (paid.by_person_year == wanted).all()
    deaths = by_benefit.get(("small", "life"), 0) + by_benefit.get(("small", "accident"), 0)
    assert 0 < deaths < 300_000_00 * (wanted > 0).sum()


def test_the_demos_plans_and_an_example() -> None:
    plans, members = acme()[1], group().members
    assert (
        BlockEvents(eventful(), members, plans).pay(plans).by_person_year == public(eventful(), plans, members)[0]
    ).all()
    [plan] = load_file(ROOT / "examples" / "plans" / "illustrative-mfg-manager.yaml")[0]
    own = having(plan.id)
    assert (BlockEvents(eventful(), own, [plan]).pay([plan]).by_person_year == public(eventful(), [plan], own)[0]).all()


def test_the_mean_is_chance_times_payment() -> None:
    """Of what everybody is alike in: the sum of the chances in the model times the sum insured."""
    plan = plan_of("""
- {id: critical, kind: lump_sum, event: critical_illness, sum_insured: 50000}
- {id: life, kind: lump_sum, event: death, sum_insured: 300000}
- {id: birth, kind: lump_sum, event: childbirth, sum_insured: 1000}
""")
    drawn, members = illnesses(), having("small")
    found = BlockEvents(drawn, members, [plan]).pay([plan])
    hazards, kinds = drawn.hazards, list(EVENTS)
    own = np.isin(np.array(hazards.member_id), members["member_id"].to_pylist())
    deaths = ("death", "sudden_death", "accidental_death", "transport_death")
    for benefit, fen, events in (
        ("critical", 50_000_00, ("critical_illness",)),
        ("life", 300_000_00, deaths),
        ("birth", 1_000_00, ("childbirth",)),
    ):
        streams = np.isin(hazards.streams.event, [kinds.index(name) for name in events])
        rate = hazards.rate[own][:, streams]
        chance = (np.minimum(rate, 1.0) if benefit != "critical" else 1 - np.exp(-rate)).sum()
        assert found.by_benefit["small", benefit] == pytest.approx(chance * drawn.years * fen, rel=1e-9)
        assert found.payments["small", benefit] == pytest.approx(chance * drawn.years, rel=1e-9)


def test_the_mean_is_that_of_many_years() -> None:
    """Simulated payments of many years of a few people come to it; disability by its grades, within three errors."""
    plan, members = plan_of(WHOLE), having("small")
    drawn = draw(group().members, model(), YEAR, 60_000, 3)
    found = BlockEvents(drawn, members, [plan]).pay([plan])
    computed, simulated = sum(found.by_benefit.values()), found.by_person_year
    error = simulated.std() * np.sqrt(len(simulated))
    assert abs(computed - simulated.sum()) < 3 * error
    assert drawn.years > 50 > LINES / 1000


def test_what_people_differ_in_beyond_their_rate_stays_as_simulated() -> None:
    """A gamma of the person, which the demo's model does not have for events, makes a mean unfit to be computed."""
    drawn = eventful()
    streams = drawn.hazards.streams
    index = int(streams.frailty[streams.event == list(EVENTS).index("critical_illness")][0])
    shape = streams.frailty_shape.copy()
    shape[index] = 0.5
    hazards = replace(drawn.hazards, streams=replace(streams, frailty_shape=shape))
    packed = pack(hazards)
    other = replace(drawn, hazards=hazards, packed=packed, made=simulate_years(packed, 5, range(drawn.years)))
    plan, members = plan_of(WHOLE), having("small")
    paid = BlockEvents(other, members, [plan]).pay([plan])
    by_year, by_benefit = public(other, [plan], members)
    assert paid.by_benefit["small", "critical"] == by_benefit["small", "critical"]
    assert sum(paid.by_benefit.values()) == by_year.sum()


def test_benefits_hang_together_by_aggregates_shares_and_deaths() -> None:
    groups = [[b.id for plan in linked for b in plan.benefits] for linked in linked_benefits([plan_of(WHOLE)])]
    assert sorted(map(sorted, groups)) == [
        ["accident", "disability", "life"],
        ["birth"],
        ["critical", "minor"],
        ["idle"],
    ]


def test_deaths_hang_together_over_plans_and_nothing_else_does() -> None:
    one, other = plan_of(WHOLE, "one"), plan_of(WHOLE, "other")
    groups = [
        sorted((plan.id, b.id) for plan in linked for b in plan.benefits) for linked in linked_benefits([one, other])
    ]
    assert len(groups) == 7
    assert [
        ("one", "accident"),
        ("one", "disability"),
        ("one", "life"),
        ("other", "accident"),
        ("other", "disability"),
        ("other", "life"),
    ] in groups
    assert [("one", "critical"), ("one", "minor")] in groups


def test_groups_one_by_one_are_all_benefits_at_once() -> None:
    plan, members = plan_of(WHOLE), having("small", "small")
    events = BlockEvents(eventful(), members, [plan])
    apart, whole = events.pay([plan]), events._adjudicated((plan,))
    assert (apart.by_person_year == whole.by_person_year).all()
    for key, fen in apart.by_benefit.items():
        assert whole.by_benefit[key] == pytest.approx(fen, rel=1e-12)
        assert whole.payments[key] == pytest.approx(apart.payments[key], rel=1e-12)


def test_a_copy_of_a_plan_under_another_name_pays_its_own_people() -> None:
    """Copies for new tiers hold the very same benefits; both may be in one block."""
    plan = plan_of(WHOLE)
    copy = plan.model_copy(update={"plan": "copy"})
    members = having("small")
    texts = ["small" if i % 2 else "copy" for i in range(len(members))]
    mixed = members.set_column(members.column_names.index("plan"), "plan", pa.array(texts))
    both = BlockEvents(eventful(), mixed, [plan, copy]).pay([plan, copy])
    alone = BlockEvents(eventful(), members, [plan]).pay([plan])
    assert (both.by_person_year == alone.by_person_year).all()
    for name in ("critical", "life", "idle", "disability"):
        assert both.by_benefit["small", name] > 0
        assert both.by_benefit["copy", name] > 0
        assert both.by_benefit["small", name] + both.by_benefit["copy", name] == pytest.approx(
            alone.by_benefit["small", name]
        )


def test_a_block_that_nothing_befalls_is_paid_nothing() -> None:
    plan = plan_of("- {id: visits, kind: reimbursement, covers: [outpatient]}\n")
    paid = BlockEvents(eventful(), having("small"), [plan]).pay([plan])
    assert paid.by_benefit == {}
    assert paid.by_person_year.sum() == 0
    assert len(paid.by_person_year) == eventful().years * eventful().people
