"""Lump sums (定额给付) and lost time (误工): when an event pays, how much, and why not."""

from datetime import date

import pytest

from tests import support
from tuanbao.adjudication import adjudicate
from tuanbao.adjudication.events import completed_years, counted_grade
from tuanbao.adjudication.intake import plan_needs
from tuanbao.plan import parse_plans

YUAN = 100
ANNA = {
    "member_id": "anna",
    "family_id": "anna",
    "relation": "employee",
    "birth_date": "1990-06-01",
    "cover_from": "2026-01-01",
    "continuous_from": "2020-01-01",
    "salary": "10000",
}


def benefit(event, **terms):
    """A lump sum of 100,000 yuan, as a line of a plan file."""
    written = {"id": event, "kind": "lump_sum", "event": event, "sum_insured": 100000} | terms
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in written.items()) + "}\n"


def lost_time(**terms):
    written = {"id": "lost-time", "kind": "daily_allowance", "of": "lost_time", "amount": 150} | terms
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in written.items()) + "}\n"


def happens(event, day="2026-05-10", **cells):
    return {"event_id": f"{event}-{day}", "member_id": "anna", "event": event, "date": day} | cells


def paid(benefits, *events, member=ANNA):
    """(yuan, reason) for every event and benefit, in order."""
    period = "period: {from: 2026-01-01, to: 2026-12-31}"
    plan = parse_plans(f"plan: staff\n{period}\nbenefits:\n" + "".join(benefits))[0]
    people = support.people([member], plan_needs(plan).amounts)
    result = adjudicate(plan, people, support.bills([]), support.events(events))
    return [(row["paid"] / YUAN, row["reason"]) for row in result.payments.to_pylist()]


# ------------------------------------------------------------------------------------------ when


def test_a_critical_illness_pays_the_sum_insured_once():
    events = happens("critical_illness"), happens("critical_illness", "2026-09-01")
    assert paid([benefit("critical_illness")], *events) == [(100000, ""), (0, "sum_used")]


def test_an_event_that_no_benefit_names_pays_nothing_and_has_no_row():
    assert paid([benefit("critical_illness")], happens("childbirth")) == []


@pytest.mark.parametrize(("day", "answer"), [("2026-01-01", (100000, "")), ("2025-12-31", (0, "not_covered"))])
def test_the_person_must_be_covered_on_the_day(day, answer):
    assert paid([benefit("critical_illness")], happens("critical_illness", day)) == [answer]


def test_cover_that_has_ended_pays_nothing():
    left = ANNA | {"cover_to": "2026-05-09"}
    assert paid([benefit("critical_illness")], happens("critical_illness"), member=left) == [(0, "not_covered")]


@pytest.mark.parametrize(("onset", "answer"), [("2026-01-30", (0, "waiting")), ("2026-01-31", (100000, ""))])
def test_waiting_is_measured_from_the_begin_of_unbroken_cover_to_the_onset(onset, answer):
    new = ANNA | {"continuous_from": "2026-01-01"}
    event = happens("critical_illness", onset_date=onset)
    assert paid([benefit("critical_illness", waiting=30)], event, member=new) == [answer]


def test_an_accident_has_no_waiting_period():
    new = ANNA | {"continuous_from": "2026-01-01"}
    event = happens("disability", "2026-01-02", cause="accident", grade=1)
    assert paid([benefit("disability", waiting=90, schedule="disability-2013")], event, member=new) == [(100000, "")]


def test_an_accidental_death_is_an_accident_also_where_nobody_wrote_so():
    assert paid([benefit("accidental_death", causes="[accident]")], happens("accidental_death")) == [(100000, "")]


@pytest.mark.parametrize(("day", "answer"), [("2026-06-29", (100000, "")), ("2026-06-30", (0, "too_late"))])
def test_death_must_follow_the_accident_within_so_many_days(day, answer):
    event = happens("accidental_death", day, onset_date="2025-12-31")
    assert paid([benefit("accidental_death", within=180)], event) == [answer]


@pytest.mark.parametrize(
    ("died", "answer"), [("2026-05-23", (0, "survival")), ("2026-05-24", (100000, "")), ("", (100000, ""))]
)
def test_the_person_must_survive_the_diagnosis_by_so_many_days(died, answer):
    event = happens("critical_illness", death_date=died)
    assert paid([benefit("critical_illness", survival_days=14)], event) == [answer]


@pytest.mark.parametrize(
    ("terms", "cells", "reason"),
    [
        ({"relations": "[spouse]"}, {}, "relation"),
        ({"causes": "[accident]"}, {"cause": "illness"}, "cause"),
        ({"work": "except"}, {"work": "true"}, "work"),
        ({"work": "only"}, {}, "work"),
        ({"only": "{diagnoses: [C]}"}, {"diagnosis": "I21"}, "not_listed"),
        ({"only": "{diagnoses: [C]}"}, {}, "not_listed"),
        ({"exclude": "{diagnoses: [C73]}"}, {"diagnosis": "c73.9"}, "excluded"),
        ({"exclude": "{pre_existing: true}"}, {"pre_existing": "true"}, "excluded"),
    ],
)
def test_what_narrows_a_benefit_gives_the_reason(terms, cells, reason):
    assert paid([benefit("critical_illness", **terms)], happens("critical_illness", **cells)) == [(0, reason)]


def test_the_way_in_which_it_happened():
    by_air, by_road = (happens("transport_death", mode=mode) for mode in ("air", "road"))
    only_air = benefit("transport_death", modes="[air]")
    assert paid([only_air], by_air) == [(100000, "")]
    assert paid([only_air], by_road) == [(0, "mode")]


# ------------------------------------------------------------------------------------------ how much


@pytest.mark.parametrize(
    ("event", "kinds"),
    [
        ("transport_death", ["transport_death", "accidental_death", "death"]),
        ("accidental_death", ["accidental_death", "death"]),
        ("sudden_death", ["sudden_death", "death"]),
        ("death", ["death"]),
    ],
)
def test_a_death_is_also_what_it_is_a_kind_of_and_benefits_add_up(event, kinds):
    plan = [benefit(kind) for kind in ("transport_death", "accidental_death", "sudden_death", "death")]
    assert paid(plan, happens(event)) == [(100000, "")] * len(kinds)


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("{salary_months: 24}", 240000),
        ("{salary_months: 24, cap: 200000}", 200000),
        ("{field: own_sum}", 123456.78),
        ("99999.99", 99999.99),
    ],
)
def test_the_sum_insured_as_the_plan_writes_it(written, yuan):
    member = ANNA | {"own_sum": "123456.78"}
    assert paid([benefit("death", sum_insured=written)], happens("death"), member=member) == [(yuan, "")]


def test_a_share_of_another_benefits_sum_is_rounded_to_the_fen():
    plan = [
        benefit("critical_illness", sum_insured="0.05"),
        benefit("minor_illness", sum_insured="{of: critical_illness, share: 30%}"),
    ]
    assert paid(plan, happens("minor_illness")) == [(0.02, "")]  # 1.5 fen


def test_several_payments_and_the_days_between_them():
    plan = [benefit("minor_illness", max_payments=2, interval_days=90)]
    days = ["2026-01-10", "2026-04-09", "2026-04-10", "2026-12-01"]
    events = [happens("minor_illness", day) for day in days]
    assert paid(plan, *events) == [(100000, ""), (0, "interval"), (100000, ""), (0, "sum_used")]


def test_events_are_taken_by_date_and_not_by_name():
    later, earlier = (
        happens("critical_illness", day) | {"event_id": name}
        for day, name in (("2026-06-01", "a"), ("2026-02-01", "b"))
    )
    assert paid([benefit("critical_illness")], later, earlier) == [(100000, ""), (0, "sum_used")]


def test_benefits_of_one_aggregate_share_the_largest_sum():
    plan = [
        benefit("accidental_death", sum_insured=100000, aggregate="accident"),
        benefit("disability", sum_insured=80000, schedule="disability-2013", aggregate="accident"),
    ]
    events = happens("disability", "2026-03-01", grade=1), happens("accidental_death", "2026-07-01")
    assert paid(plan, *events) == [(80000, ""), (20000, "")]


# ------------------------------------------------------------------------------------------ disability


@pytest.mark.parametrize(
    ("grades", "counted"),
    [([7], 7), ([7, 9], 7), ([9, 7, 7], 6), ([7, 7, 7], 6), ([1, 1], 1), ([10, 10], 9), ([5, 8, 8], 5)],
)
def test_the_worst_grade_counts_and_twice_the_worst_is_one_grade_higher(grades, counted):
    assert counted_grade(grades) == counted


@pytest.mark.parametrize(("grade", "yuan"), [(1, 100000), (2, 90000), (7, 40000), (10, 10000)])
def test_the_named_scale_pays_ten_percent_less_for_every_grade(grade, yuan):
    assert paid([benefit("disability", schedule="disability-2013")], happens("disability", grade=grade)) == [(yuan, "")]


def test_a_grade_that_the_plans_own_scale_leaves_out_pays_nothing():
    plan = [benefit("disability", schedule="{1: 100%, 2: 66.6%}")]
    assert paid(plan, happens("disability", grade=2)) == [(66600, "")]
    assert paid(plan, happens("disability", grade=3)) == [(0, "")]


def test_several_disabilities_of_one_accident_are_paid_once_and_of_two_accidents_twice():
    plan = [benefit("disability", schedule="disability-2013")]
    one = [happens("disability", grade=9, case_id="fall") | {"event_id": name} for name in "ab"]
    two = [happens("disability", grade=9, case_id=name) | {"event_id": name} for name in "ab"]
    apart = [happens("disability", grade=9) | {"event_id": name} for name in "ab"]
    assert paid(plan, *one) == [(30000, ""), (0, "same_accident")]
    assert paid(plan, *two) == paid(plan, *apart) == [(20000, ""), (20000, "")]


def test_a_disability_that_the_benefit_does_not_cover_neither_pays_nor_counts():
    plan = [benefit("disability", schedule="disability-2013", exclude="{diagnoses: [F]}")]
    mind, leg = (
        happens("disability", grade=grade, case_id="fall", diagnosis=diagnosis) | {"event_id": diagnosis}
        for grade, diagnosis in ((2, "F43"), (8, "S82"))
    )
    assert paid(plan, mind, leg) == [(0, "excluded"), (30000, "")]


# ------------------------------------------------------------------------------------------ minors

CHILD = ANNA | {"relation": "child"}


@pytest.mark.parametrize(
    ("born", "yuan"),
    [("2016-05-11", 200000), ("2016-05-10", 500000), ("2008-05-11", 500000), ("2008-05-10", 800000)],
)
def test_a_minors_death_pays_no_more_than_the_law_allows_at_that_age(born, yuan):
    plan = [benefit("death", sum_insured=800000)]
    assert paid(plan, happens("death"), member=CHILD | {"birth_date": born}) == [(yuan, "")]


def test_the_minors_cap_runs_over_all_benefits_but_not_over_aviation():
    plan = [
        benefit("death", sum_insured=150000),
        benefit("accidental_death", sum_insured=150000),
        benefit("transport_death", sum_insured=150000, modes="[air]"),
        benefit("accidental_death", id="again", sum_insured=150000),
    ]
    child = CHILD | {"birth_date": "2020-01-01"}
    answers = [(150000, ""), (50000, ""), (150000, ""), (0, "minor_cap")]
    assert paid(plan, happens("transport_death", mode="air"), member=child) == answers


# ------------------------------------------------------------------------------------------ lost time


def test_lost_time_pays_its_days_but_for_the_first_ones():
    assert paid([lost_time(elimination_days=3)], happens("lost_time", days=10)) == [(1050, "")]
    assert paid([lost_time(elimination_days=3)], happens("lost_time", days=2)) == [(0, "")]


def test_days_of_one_accident_and_of_the_year_are_counted():
    plan = [lost_time(max_days="{case: 20, year: 35}")]
    spells = [("2026-02-01", "fall", 15), ("2026-03-01", "fall", 15), ("2026-04-01", "", 12), ("2026-06-01", "", 12)]
    events = [happens("lost_time", day, case_id=case, days=days) for day, case, days in spells]
    assert [yuan / 150 for yuan, _ in paid(plan, *events)] == [15, 5, 12, 3]


def test_days_of_a_disability_are_lost_time_too():
    plan = [benefit("disability", schedule="disability-2013"), lost_time(causes="[accident]")]
    event = happens("disability", grade=10, days=30, cause="accident")
    assert paid(plan, event) == [(10000, ""), (4500, "")]


# ------------------------------------------------------------------------------------------ ages


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-05-10", "2026-05-09", 17),
        ("2008-05-10", "2026-05-10", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
    ],
)
def test_who_was_born_on_29_february_completes_a_year_on_1_march(born, on, years):
    assert completed_years(date.fromisoformat(born), date.fromisoformat(on)) == years
