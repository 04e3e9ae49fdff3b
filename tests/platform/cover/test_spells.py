"""Who is covered by what, from when to when."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tuanbao.plan import Programme
from tuanbao.platform.cover.known import Chosen, Family, InForce, Interim, Line, Member, Post, Terms
from tuanbao.platform.cover.spells import derive

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TERMS = Terms(frozenset({"basic", "liability", "top", "kids", "family"}), FIRST, LAST)
PROGRAMME = Programme.model_validate(
    {
        "programme": "demo",
        "plans": ["demo.yaml"],
        "tiers": [
            {"tier": "managers", "when": {"grade": "M"}, "plan": ["top", "liability"]},
            {"tier": "staff", "plan": ["basic", "liability"]},
        ],
        "dependants": [
            {"relation": "child", "age": "0..17", "plan": "kids", "max": 2, "paid_by": {"employer": "100%"}},
            {"relation": "spouse", "plan": "family", "paid_by": {"employer": "50%", "employee": "50%"}},
            {"relation": "parent", "tiers": ["managers"], "plan": "family", "paid_by": {"employee": "100%"}},
        ],
    }
)
YEAR = (InForce(PROGRAMME, FIRST, LAST),)


def staff(first: date = date(2020, 3, 1), last: date | None = None) -> Member:
    return Member(1, "employee", date(1990, 1, 1), "female", ((first, last),))


def shown(family: Family, terms: Terms = TERMS, programmes: Any = YEAR) -> list[tuple[Any, ...]]:
    return [(s.person, s.plan_id, s.variant, s.first, s.last) for s in derive(terms, programmes, family)]


def election(first: date, *lines: Line, source: str = "annual", order: int = 0) -> Chosen:
    return Chosen(first, LAST, source, order, lines)


def test_without_choosing_an_employee_has_every_plan_of_the_tier() -> None:
    assert shown(Family(staff())) == [(1, "basic", "", FIRST, LAST), (1, "liability", "", FIRST, LAST)]


@pytest.mark.parametrize(
    ("rule", "begins"),
    [("as_noticed", date(2026, 3, 5)), ("next_day", date(2026, 3, 6)), ("first_of_month", date(2026, 4, 1))],
)
def test_a_joiner_begins_as_the_policy_says(rule: str, begins: date) -> None:
    family = Family(staff(date(2026, 3, 5)))
    assert {row[3] for row in shown(family, replace(TERMS, effective_rule=rule))} == {begins}


@pytest.mark.parametrize("rule", ["as_noticed", "next_day", "first_of_month"])
def test_the_rule_for_joiners_does_not_keep_a_newborn_waiting(rule: str) -> None:
    born = date(2026, 7, 7)
    family = Family(staff(), (), (Member(4, "child", born, "", ((born, None),)),))
    assert (4, "kids", "", born, LAST) in shown(family, replace(TERMS, effective_rule=rule))


def test_first_of_month_in_december_is_beyond_the_year() -> None:
    assert shown(Family(staff(date(2026, 12, 5))), replace(TERMS, effective_rule="first_of_month")) == []


def test_cover_ends_with_the_last_day_of_employment_of_the_whole_family() -> None:
    family = Family(staff(last=date(2026, 6, 30)), (), (Member(2, "child", date(2020, 1, 1)),))
    assert {row[4] for row in shown(family)} == {date(2026, 6, 30)}
    assert len(shown(family)) == 3


def test_somebody_hired_and_gone_before_cover_began_has_none() -> None:
    gone = Family(staff(date(2026, 3, 5), date(2026, 3, 20)))
    assert shown(gone, replace(TERMS, effective_rule="first_of_month")) == []


def test_a_transfer_changes_the_tier_from_its_day_and_the_common_plan_runs_on() -> None:
    posts = (Post(date(2020, 3, 1), {"grade": "S"}), Post(date(2026, 5, 1), {"grade": "M"}))
    assert shown(Family(staff(), posts)) == [
        (1, "basic", "", FIRST, date(2026, 4, 30)),
        (1, "liability", "", FIRST, LAST),
        (1, "top", "", date(2026, 5, 1), LAST),
    ]
    assert [s.reason for s in derive(TERMS, YEAR, Family(staff(), posts))] == ["start", "start", "transfer"]


def test_children_paid_by_the_company_are_covered_by_themselves_a_spouse_only_if_chosen() -> None:
    family = Family(staff(), (), (Member(2, "spouse", date(1991, 1, 1)), Member(3, "child", date(2020, 1, 1))))
    assert [row[0] for row in shown(family)] == [1, 1, 3]
    chosen = election(FIRST, Line(2, "family", employer_share=Fraction(1, 2), points=100))
    spells = derive(TERMS, YEAR, replace(family, elections=(chosen,)))
    assert [(s.person, s.employer_share, s.points) for s in spells if s.person == 2] == [(2, Fraction(1, 2), 100)]


def test_a_newborn_is_covered_from_birth_and_a_third_child_waits_for_a_place() -> None:
    children = tuple(Member(n, "child", date(2020 + n, 1, 1)) for n in (2, 3))
    newborn = Member(4, "child", date(2026, 7, 7), "", ((date(2026, 7, 7), None),))
    two = Family(staff(), (), (children[0], newborn))
    assert (4, "kids", "", date(2026, 7, 7), LAST) in shown(two)
    assert 4 not in {row[0] for row in shown(Family(staff(), (), (*children, newborn)))}
    waived = election(FIRST, Line(2, "kids", waived=True))
    assert 4 in {row[0] for row in shown(Family(staff(), (), (*children, newborn), (waived,)))}


def test_age_counts_on_the_policys_first_day() -> None:
    turns_18 = Member(2, "child", date(2008, 1, 2))
    adult = Member(2, "child", date(2008, 1, 1))
    unknown = Member(2, "child", None)
    assert [len(shown(Family(staff(), (), (child,)))) for child in (turns_18, adult, unknown)] == [3, 2, 2]


def test_only_managers_may_cover_parents_and_lose_it_with_the_tier() -> None:
    chosen = election(FIRST, Line(2, "family", employer_share=Fraction(0)))
    posts = (Post(date(2020, 3, 1), {"grade": "M"}), Post(date(2026, 5, 1), {"grade": "S"}))
    family = Family(staff(), posts, (Member(2, "parent", date(1960, 1, 1)),), (chosen,))
    assert [row[3:] for row in shown(family) if row[0] == 2] == [(FIRST, date(2026, 4, 30))]


def test_a_divorce_ends_a_spouses_cover() -> None:
    spouse = Member(2, "spouse", date(1991, 1, 1), "male", ((date(2015, 5, 5), date(2026, 8, 8)),))
    family = Family(staff(), (), (spouse,), (election(FIRST, Line(2, "family")),))
    assert [row[4] for row in shown(family) if row[0] == 2] == [date(2026, 8, 8)]


def test_the_latest_election_whose_day_has_come_holds() -> None:
    first = election(FIRST, Line(1, "basic", "lite"))
    later = election(date(2026, 6, 1), Line(1, "basic", "plus"), source="life_event", order=1)
    family = Family(staff(), elections=(first, later))
    assert [row[2:] for row in shown(family) if row[1] == "basic"] == [
        ("lite", FIRST, date(2026, 5, 31)),
        ("plus", date(2026, 6, 1), LAST),
    ]
    corrected = election(FIRST, Line(1, "basic"), source="correction", order=2)
    family = replace(family, elections=(first, later, corrected))
    assert [row[2] for row in shown(family) if row[1] == "basic"] == ["", "plus"]


def test_what_was_chosen_for_last_year_does_not_hold_this_year() -> None:
    old = Chosen(date(2025, 1, 1), date(2025, 12, 31), "annual", 0, (Line(1, "basic", "plus"),))
    assert {row[2] for row in shown(Family(staff(), elections=(old,)))} == {""}


def test_a_waiver_leaves_the_plan_out() -> None:
    assert [row[1] for row in shown(Family(staff(), elections=(election(FIRST, Line(1, "basic", waived=True)),)))] == [
        "liability"
    ]


def test_interim_cover_holds_until_the_evidence_is_accepted_and_stays_if_it_is_not() -> None:
    def plans(interim: Interim) -> list[tuple[Any, ...]]:
        chosen = election(FIRST, Line(1, "basic", "plus", interim=interim))
        return [row[2:] for row in shown(Family(staff(), elections=(chosen,))) if row[1] == "basic"]

    assert plans(Interim("basic", "")) == [("", FIRST, LAST)]
    assert plans(Interim("basic", "", date(2026, 2, 1))) == [
        ("", FIRST, date(2026, 1, 31)),
        ("plus", date(2026, 2, 1), LAST),
    ]
    assert plans(Interim()) == []


def test_a_new_version_in_the_year_holds_from_its_day() -> None:
    stricter = PROGRAMME.model_copy(update={"dependants": ()})
    versions = (*YEAR, InForce(stricter, date(2026, 7, 1), LAST, 2))
    family = Family(staff(), (), (Member(2, "child", date(2020, 1, 1)),))
    assert [row[4] for row in shown(family, programmes=versions)] == [LAST, LAST, date(2026, 6, 30)]


def test_a_policy_only_knows_its_own_plans() -> None:
    assert [row[1] for row in shown(Family(staff()), replace(TERMS, plans=frozenset({"liability"})))] == ["liability"]
