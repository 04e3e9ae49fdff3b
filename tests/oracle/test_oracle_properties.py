"""What must hold of every answer, whatever the plan, the people and the bills."""

from collections import Counter, defaultdict
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .adjudicator import Result, adjudicate
from .smaller import smaller
from .strategies import Case, case_of_seed, cases, small_cases, write_plan_yaml
from .values import fen

AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")
many = settings(max_examples=300, deadline=None)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def kind(row: dict[str, Any]) -> str:
    """The random plans' ids begin with the kind's letter."""
    return {"r": "reimbursement", "d": "daily_allowance", "l": "lump_sum"}[row["benefit_id"][0]]


def check_rows_add_up(result: Result) -> None:
    for row in result.eob:
        assert min(row[amount] for amount in AMOUNTS) >= 0, row
        if kind(row) == "reimbursement":
            assert row["eligible"] == row["deductible"] + row["coinsurance"] + row["over_limit"] + row["paid"], row
        else:
            assert not any(row[amount] for amount in AMOUNTS[:-1]), row
        if row["reason"]:
            assert not any(row[amount] for amount in AMOUNTS), row


def check_lines_add_up(result: Result) -> None:
    paid: dict[tuple[str, int], int] = defaultdict(int)
    for row in result.eob:
        paid[row["bill_id"], row["line"]] += row["paid"] if kind(row) == "reimbursement" else 0
    for line in result.lines:
        assert line["paid"] == paid[line["bill_id"], line["line"]], line
        assert line["total"] == line["pooled"] + line["other_paid"] + line["paid"] + line["patient"], line
        assert line["patient"] >= 0, line


@many
@given(cases())
def test_rows_and_lines_add_up_and_nothing_is_negative(case: Case) -> None:
    result = adjudicate(**case)
    check_rows_add_up(result)
    check_lines_add_up(result)
    assert all(payment["paid"] >= 0 for payment in result.payments)
    assert all(not payment["paid"] for payment in result.payments if payment["reason"])


@few
@given(small_cases())
def test_small_cases_add_up_too(case: Case) -> None:
    result = adjudicate(**case)
    check_rows_add_up(result)
    check_lines_add_up(result)


@many
@given(cases(), st.randoms(use_true_random=True))
def test_the_order_of_submission_is_irrelevant(case: Case, random: Any) -> None:
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in case.items()}
    assert adjudicate(**shuffled) == adjudicate(**case)


@many
@given(cases())
def test_families_are_worlds_of_their_own_but_for_the_companys_pool(case: Case) -> None:
    for plan in case["plans"]:
        for benefit in plan["benefits"]:
            limits = benefit.get("limits", [])
            benefit.update(
                {"limits": [limit for limit in limits if limit.get("shared") != "company"]} if limits else {}
            )
    together = adjudicate(**case)
    for family in {member["family_id"] for member in case["members"]}:
        people = {member["member_id"] for member in case["members"] if member["family_id"] == family}
        own = {
            name: [row for row in rows if "member_id" not in row or row["member_id"] in people]
            for name, rows in case.items()
        }
        alone = adjudicate(**own)
        bills = {bill["bill_id"] for bill in own["bills"]}
        assert alone.eob == [row for row in together.eob if row["bill_id"] in bills]
        assert alone.payments == [row for row in together.payments if row["member_id"] in people]


@many
@given(cases())
def test_no_yearly_limit_of_a_person_or_the_company_is_exceeded(case: Case) -> None:
    result = adjudicate(**case)
    plans_of = {member["member_id"]: member["plan"] for member in case["members"]}
    member_of = {bill["bill_id"]: bill["member_id"] for bill in case["bills"]}
    paid: Counter[tuple[str, str, str]] = Counter()
    for row in result.eob:
        member = member_of[row["bill_id"]]
        paid[plans_of[member], row["benefit_id"], member] += row["paid"]
    for plan in case["plans"]:
        for benefit in plan["benefits"]:
            for limit in benefit.get("limits", []):
                if limit["per"] == "year" and "when" not in limit and isinstance(limit.get("amount"), str):
                    own = [sum_ for key, sum_ in paid.items() if key[:2] == (plan["plan"], benefit["id"])]
                    most = sum(own) if limit.get("shared") == "company" else max(own, default=0)
                    assert most <= fen(limit["amount"]), (plan["plan"], benefit["id"], limit)


@many
@given(cases())
def test_lump_sums_stay_within_the_sum_insured(case: Case) -> None:
    result = adjudicate(**case)
    paid: Counter[tuple[str, str]] = Counter()
    for payment in result.payments:
        paid[payment["benefit_id"], payment["member_id"]] += payment["paid"]
    for member in case["members"]:
        for plan in case["plans"]:
            for benefit in plan["benefits"]:
                amount = benefit.get("sum_insured")
                if member["plan"] == plan["plan"] and isinstance(amount, str):
                    most = fen(amount) * benefit.get("max_payments", 1)
                    assert paid[benefit["id"], member["member_id"]] <= most


def test_random_cases_reach_every_reason_and_every_step() -> None:
    """Else the comparison with them would prove little."""
    seen: Counter[str] = Counter()
    for seed in range(1500):
        case = case_of_seed(seed)
        result = adjudicate(**case)
        seen.update(f"line: {row['reason']}" for row in result.eob)
        seen.update(f"event: {row['reason']}" for row in result.payments)
        seen.update(f"{kind(row)}: {amount}" for row in result.eob for amount in AMOUNTS if row[amount])
        seen.update(f"{kind(row)}: paid on an event" for row in result.payments if row["paid"])
    missing = {name for name in EXPECTED if seen[name] < 3}
    assert not missing, missing


EXPECTED = {
    *(f"reimbursement: {amount}" for amount in AMOUNTS),
    "daily_allowance: paid",
    "daily_allowance: paid on an event",
    "lump_sum: paid on an event",
    *("line: " + reason for reason in ("", "not_covered", "relation", "category", "cause", "work", "hospital")),
    *("line: " + reason for reason in ("not_listed", "excluded", "unsettled", "waiting", "too_late")),
    "line: no_eligible_expense",
    *("event: " + reason for reason in ("", "not_covered", "relation", "cause", "work", "mode", "not_listed")),
    *("event: " + reason for reason in ("excluded", "waiting", "too_late", "survival", "same_accident")),
    *("event: " + reason for reason in ("interval", "sum_used", "minor_cap")),
}


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_written_as_a_file_is_the_same_plan(seed: int) -> None:
    case = case_of_seed(seed)
    written = [yaml.safe_load(write_plan_yaml(plan)) for plan in case["plans"]]
    assert adjudicate(**{**case, "plans": written}) == adjudicate(**case)


def test_a_case_is_made_small_and_still_shows_what_it_showed() -> None:
    def shows_a_cut(case: Case) -> bool:
        return any(row["over_limit"] and row["deductible"] for row in adjudicate(**case).eob)

    case = next(case for case in map(case_of_seed, range(100)) if shows_a_cut(case) and len(case["bills"]) > 5)
    small = smaller(case, shows_a_cut)
    assert shows_a_cut(small)
    assert (len(small["plans"]), len(small["members"]), small["events"], small["openings"]) == (1, 1, [], [])
    assert len(small["bills"]) <= 2
