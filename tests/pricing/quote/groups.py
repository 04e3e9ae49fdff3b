"""A small company, and costs made by hand or drawn at random, as the simulation would give them."""

from datetime import date

import numpy as np

from tuanbao.plan import Programme
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.quote.people import people_of
from tuanbao.pricing.quote.rates import rating_groups
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.roster.assignment import assign

from ...support import people as read_people

ON = date(2026, 1, 1)
BENEFITS = (("staff", "outpatient"), ("staff", "accident"), ("family", "outpatient"))
PROGRAMME = Programme.model_validate(
    {
        "programme": "acme",
        "plans": ["plans.yaml"],
        "tiers": [
            {"tier": "manager", "when": {"grade": "M"}, "plan": "staff"},
            {"tier": "staff", "plan": "staff"},
        ],
        "dependants": [
            {"relation": "spouse", "plan": "family", "paid_by": {"employer": "50%", "employee": "50%"}},
            {"relation": "child", "plan": "family", "paid_by": {"employer": "50%", "employee": "50%"}},
        ],
    }
)
PLAIN = {"expenses": "0", "commission": "0", "profit": "0", "premium_tax": {}, "risk": {"method": "none"}}
"""Terms without any loading."""


def terms(**more):
    return QuoteTerms.model_validate({**PLAIN, **more})


def person(member_id, relation="employee", family_id=None, age=30, grade="P", sex="female"):
    return {
        "member_id": member_id,
        "family_id": family_id or member_id,
        "relation": relation,
        "birth_date": f"{2025 - age}-06-15" if age is not None else None,
        "sex": sex,
        "grade": grade,
        "cover_from": "2026-01-01",
    }


def assignment(*rows, programme=PROGRAMME):
    return assign(programme, read_people(rows), ON)


COMPANY = (
    person("A", age=30),
    person("A1", "spouse", "A", age=31),
    person("A2", "child", "A", age=3),
    person("A3", "child", "A", age=5),
    person("A4", "child", "A", age=7),
    person("B", age=45),
    person("C", age=46, grade="M"),
    person("C1", "child", "C", age=15),
    person("D", age=24),
)


def costs_of(assigned, yearly, benefits=BENEFITS, quote_terms=None):
    """Costs from fen paid by year, person and benefit (years, people, benefits), grouped as a quote groups."""
    members = people_of(assigned)
    groups, group = rating_groups(members, (quote_terms or terms()).rates)
    by_year = np.zeros((len(yearly), len(groups), len(benefits)), np.int64)
    for place in range(len(groups)):
        by_year[:, place, :] = yearly[:, group == place, :].sum(axis=1)
    return Costs(
        years=len(yearly),
        benefits=benefits,
        groups=groups,
        group=group,
        member_id=members.member_id,
        by_year=by_year,
        by_person=yearly.sum(axis=0),
        paid_counts=(yearly > 0).sum(axis=(0, 1)),
        person_years=yearly.sum(axis=2).ravel(),
    )


def random_years(assigned, seed=1, years=40, benefits=BENEFITS, mean=50_000):
    """(years, people, benefits): claims under the person's own plan, mostly none, heavy when there are any."""
    rng = np.random.default_rng(seed)
    members = people_of(assigned)
    amounts = rng.gamma(0.3, mean / 0.3, (years, len(members), len(benefits))).astype(np.int64)
    own = np.array([[plan == name for name, _ in benefits] for plan in members.plan])
    return amounts * own


def random_costs(assigned, **options):
    return costs_of(assigned, random_years(assigned, **options), options.get("benefits", BENEFITS))
