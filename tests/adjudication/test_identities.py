"""What must hold of every answer: the identities of the plan language, over random plans, people, bills and events."""

from copy import deepcopy
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import support
from tests.adjudication.identities import check, limits_hold, tell
from tests.adjudication.random_cases import adjudicate_case, enterable, plans_of_case
from tests.oracle.strategies import Case, case_of_seed, cases
from tuanbao.adjudication import adjudicate
from tuanbao.adjudication.engine import adjudicate_bills
from tuanbao.adjudication.intake import plan_needs, read_bills, take_in
from tuanbao.adjudication.results import eob_table
from tuanbao.plan import parse_plans
from tuanbao.roster import check_bills

many = settings(max_examples=120, deadline=None)
seeds = st.integers(0, 2**32)


def told(case: Case):
    return list(tell(plans_of_case(case), case["members"], case["bills"], adjudicate_case(case)))


def by_line(table: pa.Table) -> list[dict]:
    return table.to_pylist()


def sorted_payments(table: pa.Table) -> list[dict]:
    return sorted(
        table.to_pylist(), key=lambda row: (row["event_id"], row["member_id"], row["plan"], row["benefit_id"])
    )


def without_company_limits(case: Case) -> Case:
    """What one family is paid must not depend on another's bills but through a company-wide amount."""
    case = deepcopy(case)
    for plan in case["plans"]:
        for benefit in plan["benefits"]:
            limits = [limit for limit in benefit.pop("limits", ()) if limit.get("shared") != "company"]
            benefit.update({"limits": limits} if limits else {})
    return case


def of_family(case: Case, family: str) -> Case:
    own = {member["member_id"] for member in case["members"] if member["family_id"] == family}
    return {name: [row for row in rows if row.get("member_id", next(iter(own))) in own] for name, rows in case.items()}


def families(case: Case) -> list[str]:
    return list(dict.fromkeys(member["family_id"] for member in case["members"]))


# ------------------------------------------------------------------------------------------ every answer


@many
@given(cases())
def test_rows_add_up_and_no_limit_is_exceeded(case):
    case = enterable(case)
    check(plans_of_case(case), case["members"], case["bills"], adjudicate_case(case))


def test_random_cases_use_limits_up():
    """Else the test above would say little."""
    used_up = sum(limits_hold(told(enterable(case_of_seed(seed)))) for seed in range(60))
    assert used_up >= 20


@many
@given(cases())
def test_the_same_case_gets_the_same_answer_twice(case):
    case = enterable(case)
    first, second = adjudicate_case(case), adjudicate_case(case)
    for name in ("eob", "lines", "payments", "summary"):
        assert getattr(first, name).equals(getattr(second, name)), name


@many
@given(cases(), seeds)
def test_the_order_of_submission_is_irrelevant(case, seed):
    case, random = enterable(case), Random(seed)
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in case.items() if name != "plans"}
    first, second = adjudicate_case(case), adjudicate_case({**case, **shuffled})
    assert by_line(first.eob) == by_line(second.eob)
    assert by_line(first.lines) == by_line(second.lines)
    assert sorted_payments(first.payments) == sorted_payments(second.payments)


@many
@given(cases())
def test_rows_of_benefits_that_applied_are_those_without_a_reason(case):
    case = enterable(case)
    plans = plans_of_case(case)
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    tables = {"openings": support.openings(case["openings"])}
    tables["hospital_lists"] = support.hospital_lists(case["hospital_lists"])
    members, bills = support.people(case["members"], amounts), support.bills(case["bills"])
    everything = adjudicate(plans, members, bills, **tables)
    applied = adjudicate(plans, members, bills, rows="applied", **tables)
    assert by_line(applied.eob) == [row for row in by_line(everything.eob) if row["reason"] == ""]
    assert by_line(applied.lines) == by_line(everything.lines)
    assert applied.summary.equals(everything.summary)


# ------------------------------------------------------------------------------------------ families and time


@many
@given(cases())
def test_a_family_alone_gets_what_it_gets_among_others(case):
    case = without_company_limits(enterable(case))
    together = adjudicate_case(case)
    for family in families(case):
        own = of_family(case, family)
        alone, bills = adjudicate_case(own), {bill["bill_id"] for bill in own["bills"]}
        assert by_line(alone.eob) == [row for row in by_line(together.eob) if row["bill_id"] in bills]
        assert by_line(alone.lines) == [row for row in by_line(together.lines) if row["bill_id"] in bills]
        events = {event["event_id"] for event in own["events"]}
        paid = [row for row in sorted_payments(together.payments) if row["event_id"] in events]
        assert sorted_payments(alone.payments) == paid


@many
@given(cases(), st.integers(1, 3))
def test_batches_of_families_together_are_the_whole(case, size):
    """Bills are worked off in batches of complete families; the people and plans are taken in once."""
    case = without_company_limits(enterable(case))
    plans = plans_of_case(case)
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    intake = take_in(
        plans,
        support.people(case["members"], amounts),
        support.openings(case["openings"]),
        support.hospital_lists(case["hospital_lists"]),
    )
    ids, rows = sorted(families(case)), []
    for first in range(0, len(ids), size):
        bills = [bill for family in ids[first : first + size] for bill in of_family(case, family)["bills"]]
        checked = check_bills(read_bills(support.bills(bills)), intake.population.table)
        batch, explained = adjudicate_bills(intake, checked.table, all_rows=True)
        rows += by_line(eob_table(explained, batch, intake.compiled))
    assert rows == by_line(adjudicate_case(case).eob)


def one_more_bill(case: Case, seed: int) -> dict:
    """A bill like one of the case's own, that comes in after all others."""
    bill = dict(Random(seed).choice(case["bills"]))
    return {**bill, "bill_id": "late", "line": 1, "received_date": "2027-06-30"}


def received_in_order(case: Case) -> Case:
    """Every bill came in within days of its service date."""
    bills = [{key: value for key, value in bill.items() if key != "received_date"} for bill in case["bills"]]
    return {**case, "bills": bills}


@many
@given(cases().filter(lambda case: case["bills"]), seeds)
def test_a_late_bill_changes_nothing_that_lies_before_it_nor_another_family(case, seed):
    case = without_company_limits(enterable(case))
    late = one_more_bill(case, seed)
    family = {member["member_id"]: member["family_id"] for member in case["members"]}

    def untouched(item):
        is_other_family = item.member["family_id"] != family[late["member_id"]]
        return is_other_family or item.bill["service_date"] < late["service_date"]

    before = [item.row for item in told(case) if untouched(item)]
    after = [item.row for item in told({**case, "bills": [*case["bills"], late]}) if untouched(item)]
    assert before == after


@many
@given(cases().filter(lambda case: case["bills"]), seeds)
def test_a_late_bill_takes_nothing_of_the_company_wide_amount_from_anybody(case, seed):
    """As long as it is also its family's last: an earlier service date moves its family's own counters."""
    case = received_in_order(enterable(case))
    late = {**one_more_bill(case, seed), "bill_id": "zz-late"}
    family = {member["member_id"]: member["family_id"] for member in case["members"]}
    dates = [bill["service_date"] for bill in case["bills"] if family[bill["member_id"]] == family[late["member_id"]]]
    late["service_date"] = max(dates)
    late.pop("discharge_date", None)
    before = [item.row for item in told(case)]
    after = [item.row for item in told({**case, "bills": [*case["bills"], late]}) if item.bill["bill_id"] != "zz-late"]
    assert before == after


PUBLIC_AMOUNT = """
plan: public-amount
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: outpatient
    kind: reimbursement
    covers: [outpatient]
    deductible: [{per: year, amount: 500}]
    limits: [{per: year, amount: 1000, shared: company}]
"""


def test_a_late_bill_of_an_early_service_date_moves_its_own_family_and_through_it_the_company_wide_amount():
    """The late bill bears the deductible that A's first bill had borne; so that bill now claims 500, ahead of B's."""
    people = [{**MEMBERS[0], "member_id": name, "family_id": name} for name in "AB"]

    def bill(bill_id, member, service, received, yuan):
        row = {"bill_id": bill_id, "member_id": member, "service_date": service, "received_date": received}
        return row | {"category": "outpatient", "in_scope": yuan}

    bills = [
        bill("a", "A", "2026-03-01", "2026-03-02", "500"),
        bill("b", "B", "2026-03-01", "2026-03-05", "1500"),
        bill("late", "A", "2026-02-01", "2026-12-01", "500"),
    ]
    results = [
        adjudicate(parse_plans(PUBLIC_AMOUNT), support.people(people), support.bills(b)) for b in (bills[:2], bills)
    ]
    paid = [{row["bill_id"]: row["paid"] for row in result.eob.to_pylist()} for result in results]
    assert paid == [{"a": 0, "b": 100_000}, {"a": 50_000, "b": 50_000, "late": 0}]


# ------------------------------------------------------------------------------------------ bills in lines

ONE_BENEFIT = """
plan: split
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: outpatient
    kind: reimbursement
    covers: [outpatient]
    expenses: {in_scope: 100%, class_b: 100%, out_of_scope: 100%}
"""
MEMBERS = [{"member_id": "A", "family_id": "A", "relation": "employee", "cover_from": "2026-01-01"}]


def adjudicate_texts(terms: str, bills: list[dict]):
    return adjudicate(parse_plans(ONE_BENEFIT + terms), support.people(MEMBERS), support.bills(bills))


def bill_of(bill_id: str, day: int, fen: list[int]) -> list[dict]:
    """A bill with these lines, all of one visit."""
    whole = {"bill_id": bill_id, "member_id": "A", "family_id": "A", "service_date": f"2026-03-{day:02d}"}
    whole |= {"category": "outpatient", "visit_id": f"visit-{bill_id}", "case_id": "C", "settled": True}
    money = [{"line": number, "in_scope": f"{line // 100}.{line % 100:02d}"} for number, line in enumerate(fen, 1)]
    return [whole | line for line in money]


def total_of(result, name: str) -> int:
    return sum(row[name] for row in result.eob.to_pylist())


percentages = st.sampled_from(["100%", "90%", "70%", "66.6%", "33%", "12.5%", "0%"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 30_000), min_size=1, max_size=8),
    st.integers(0, 20_000),
    st.integers(1, 20_000),
    percentages,
)
def test_splitting_a_bill_into_lines_never_raises_what_per_visit_terms_allow(lines, deductible, limit, pay):
    """The deductible is borne once and the limit holds over all lines; each line rounds by half a fen at most."""
    yuan = f"{{per: visit, amount: {deductible / 100:.2f}}}", f"{{per: visit, amount: {limit / 100:.2f}}}"
    terms = f"    deductible: [{yuan[0]}]\n    coinsurance: {pay}\n    limits: [{yuan[1]}]\n"
    whole, split = (adjudicate_texts(terms, bill_of("b", 2, fen)) for fen in ([sum(lines)], lines))
    assert total_of(split, "deductible") == total_of(whole, "deductible") == min(deductible, sum(lines))
    assert total_of(split, "paid") <= limit
    assert abs(total_of(split, "paid") - total_of(whole, "paid")) <= len(lines) // 2


TERMS = """
    deductible: [{per: visit, amount: 20}, {per: case, amount: 30}, {per: day, amount: 10}, {per: year, amount: 50}]
    coinsurance: [{up_to: 100, pay: 60%}, {up_to: 300, pay: 85%}, {pay: 37%}]
    patient_cap: [{per: visit, amount: 60}, {per: year, amount: 150}]
    limits: [{per: visit, amount: 90}, {per: day, amount: 120}, {per: case, amount: 200}, {per: year, amount: 260},
             {per: year, count: 3}]
"""
whole_yuan = st.lists(st.integers(0, 200).map(lambda yuan: 100 * yuan), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(whole_yuan, min_size=1, max_size=5), st.lists(st.integers(2, 4), min_size=5, max_size=5))
def test_where_nothing_is_rounded_splitting_changes_nothing_at_all(bills, days):
    """One benefit, every term without ``when``, whole yuan and whole percentages."""

    def paid_by_bill(*, split: bool):
        rows = [bill_of(f"b{n}", days[n], fen if split else [sum(fen)]) for n, fen in enumerate(bills)]
        sums: dict[tuple[str, str], int] = {}
        for row in adjudicate_texts(TERMS, [line for bill in rows for line in bill]).eob.to_pylist():
            for name in ("eligible", "deductible", "coinsurance", "over_limit", "paid"):
                sums[row["bill_id"], name] = sums.get((row["bill_id"], name), 0) + row[name]
        return sums

    assert paid_by_bill(split=True) == paid_by_bill(split=False)


def test_with_a_second_benefit_splitting_may_change_who_pays_but_not_what_a_visit_may_cost():
    """Lines are taken one after the other, and so their order says what the first benefit's limit is used for."""
    terms = """
    limits: [{per: visit, amount: 100}]
  - id: catalogue
    kind: reimbursement
    covers: [outpatient]
    limits: [{per: visit, amount: 100}]
"""
    own, outside = {"in_scope": "100", "out_of_scope": "0"}, {"in_scope": "0", "out_of_scope": "100"}
    whole = bill_of("b", 2, [0])[0] | {"in_scope": "100", "out_of_scope": "100"}
    lines = [bill_of("b", 2, [0])[0] | {"line": number} | money for number, money in enumerate((outside, own), 1)]
    paid = [total_of(adjudicate_texts(terms, rows), "paid") for rows in ([whole], lines)]
    assert paid == [10_000, 20_000]


# ------------------------------------------------------------------------------------------ variants

VARIED = """
plan: staff
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: outpatient, kind: reimbursement, covers: [outpatient], coinsurance: 80%, limits: [{per: year, amount: 500}]}
  - {id: hospital-cash, kind: daily_allowance, amount: 100}
variants:
  lite: {set: {outpatient.coinsurance: 50%}, remove: [hospital-cash]}
  plus: {set: {outpatient.limits.year.amount: 900}, add: [{id: top-up, kind: reimbursement, covers: [outpatient]}]}
"""
BY_HAND = {
    "lite": """
plan: by-hand
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: outpatient, kind: reimbursement, covers: [outpatient], coinsurance: 50%, limits: [{per: year, amount: 500}]}
""",
    "plus": """
plan: by-hand
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: outpatient, kind: reimbursement, covers: [outpatient], coinsurance: 80%, limits: [{per: year, amount: 900}]}
  - {id: hospital-cash, kind: daily_allowance, amount: 100}
  - {id: top-up, kind: reimbursement, covers: [outpatient]}
""",
}
STAY = {"bill_id": "s", "member_id": "A", "family_id": "A", "service_date": "2026-05-01", "category": "inpatient"}
YEAR = [line for day, fen in ((2, 40_000), (9, 50_000), (20, 33_333)) for line in bill_of(f"b{day}", day, [fen])]
YEAR += [STAY | {"discharge_date": "2026-05-06", "in_scope": "3000"}]


@pytest.mark.parametrize("name", ["lite", "plus"])
def test_a_variant_pays_what_the_plan_written_by_hand_pays(name):
    (plan,), by_hand = parse_plans(VARIED), parse_plans(BY_HAND[name])
    as_variant = adjudicate(plan, support.people([MEMBERS[0] | {"plan": f"staff:{name}"}]), support.bills(YEAR))
    direct = adjudicate(plan.variant(name), support.people(MEMBERS), support.bills(YEAR))
    written = adjudicate(by_hand, support.people(MEMBERS), support.bills(YEAR))
    assert by_line(as_variant.eob) == by_line(direct.eob) == by_line(written.eob)
    assert set(as_variant.summary["plan"].to_pylist()) == {f"staff:{name}"}


def test_the_price_of_a_variant_is_the_difference_over_the_same_bills():
    """Staff pays 320 + 180 of 500 and 500 for five days; lite 200 + 250 + 50; plus 320 + 400 + 180, 333.33 on top."""
    plan = parse_plans(VARIED)[0]
    costs = {}
    for name in ("staff", "staff:lite", "staff:plus"):
        result = adjudicate(plan, support.people([MEMBERS[0] | {"plan": name}]), support.bills(YEAR))
        costs[name] = sum(result.summary["paid"].to_pylist())
    assert costs["staff"] == 50_000 + 50_000
    assert costs["staff"] - costs["staff:lite"] == 50_000
    assert costs["staff:plus"] - costs["staff"] == 40_000 + 33_333


def test_people_with_variants_of_one_plan_stand_side_by_side():
    plan = parse_plans(VARIED)[0]
    people = [MEMBERS[0] | {"member_id": name, "family_id": name, "plan": f"staff{name}"} for name in ("", ":lite")]
    people = [row | {"member_id": row["plan"], "family_id": row["plan"]} for row in people]
    bills = [line | {"bill_id": row["plan"], "member_id": row["plan"]} for row in people for line in YEAR[:1]]
    bills = [{key: value for key, value in bill.items() if key != "family_id"} for bill in bills]
    result = adjudicate(plan, support.people(people), support.bills(bills))
    paid = {row["bill_id"]: row["paid"] for row in result.eob.to_pylist() if row["benefit_id"] == "outpatient"}
    assert paid == {"staff": 32_000, "staff:lite": 20_000}
