"""Every example plan and programme: it loads, its schedule is made, and it is adjudicated over people of its own."""

from collections import Counter
from itertools import zip_longest
from pathlib import Path

import pytest

from tests import support
from tests.adjudication.example_cases import example_case
from tests.adjudication.identities import check
from tests.adjudication.random_cases import EOB, LINES, PAYMENTS
from tests.oracle.adjudicator import adjudicate as oracle
from tuanbao.adjudication import Result, adjudicate
from tuanbao.adjudication.intake import plan_needs
from tuanbao.plan import Plan, load_plans, load_programme
from tuanbao.plan.wording import programme_schedule, schedule
from tuanbao.vocabulary import RELATIONS

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANS = sorted((EXAMPLES / "plans").glob("*.yaml"))
PROGRAMMES = sorted((EXAMPLES / "programmes").glob("*.yaml"))
SEEDS = range(8)
by_name = {"ids": lambda path: path.stem}


def with_variants(plans: list[Plan]) -> list[Plan]:
    return [each for plan in plans for each in (plan, *(plan.variant(name) for name in plan.variants))]


def adjudicated(plans: list[Plan], chains: dict[str, list[str]], seed: int) -> Result:
    """The engine's answer, which is the oracle's to the fen and keeps every identity."""
    case = example_case(plans, chains, seed)
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    result = adjudicate(
        plans,
        support.people(case["members"], amounts),
        support.bills(case["bills"]),
        support.events(case["events"]),
        hospital_lists=support.hospital_lists(case["hospital_lists"]) if case["hospital_lists"] else None,
    )
    check(plans, case["members"], case["bills"], result)
    expected = oracle(**case)
    for name, columns in (("eob", EOB), ("lines", LINES), ("payments", PAYMENTS)):
        mine = [tuple(row[column] for column in columns) for row in getattr(result, name).to_pylist()]
        wanted = [tuple(row[column] for column in columns) for row in getattr(expected, name)]
        for row, other in zip_longest(*map(sorted, (mine, wanted))):
            assert row == other, (name, seed)
    return result


def test_the_examples_are_there():
    assert len(PLANS) >= 34
    assert len(PROGRAMMES) >= 5


@pytest.mark.parametrize("path", PLANS, **by_name)
def test_the_schedule_says_something_of_every_benefit(path):
    for plan in load_plans(path):
        made = schedule(plan)
        titles = [section.title for section in made.sections]
        assert all(benefit.title in titles for benefit in plan.benefits), titles
        assert {option.title.zh for option in made.options} == {
            variant.name.text.zh if variant.name else name for name, variant in plan.variants.items()
        }


@pytest.mark.parametrize("path", PLANS, **by_name)
def test_every_benefit_pays_somebody_as_the_oracle_says(path):
    for plan in with_variants(load_plans(path)):
        paid: Counter[str] = Counter()
        for seed in SEEDS:
            result = adjudicated([plan], {relation: [plan.id] for relation in RELATIONS}, seed)
            paid.update({row["benefit_id"]: row["paid"] for row in result.summary.to_pylist()})
        assert {benefit.id for benefit in plan.benefits if not paid[benefit.id]} == set(), plan.id


@pytest.mark.parametrize("path", PROGRAMMES, **by_name)
def test_a_programme_is_adjudicated_with_people_of_all_its_tiers(path):
    """Where a tier has several plans, they pay one after the other."""
    programme, plans = load_programme(path)
    assert programme_schedule(programme, plans).sections
    chains = {"employee": [";".join(tier.plan) for tier in programme.tiers]}
    for rule in programme.dependants:
        chains.setdefault(rule.relation, []).append(";".join(rule.plan))
    paid: Counter[str] = Counter()
    for seed in SEEDS:
        paid.update({row["plan"]: row["paid"] for row in adjudicated(plans, chains, seed).summary.to_pylist()})
    assert {plan.id for plan in plans if not paid[plan.id]} == set()
