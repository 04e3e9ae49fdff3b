"""A block's bills: what plans pay of them is what `tuanbao.adjudicate` pays, year by year."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from tests.design.making import YEAR, acme, group, having, illnesses, model, plan_of, with_column
from tuanbao.adjudication import adjudicate
from tuanbao.design.evaluating.bills import BlockBills
from tuanbao.design.evaluating.illnesses import draw
from tuanbao.plan import Plan
from tuanbao.pricing.simulation.columns import Bills
from tuanbao.pricing.simulation.tables import Shared, bill_ids, bill_table
from tuanbao.roster import TableError

WHOLE = """
- {id: visits, kind: reimbursement, covers: [outpatient, emergency, chronic], coinsurance: 80%,
   expenses: {in_scope: 100%, class_b: 100%, out_of_scope: 50%},
   deductible: [{per: year, amount: 300, shared: family}], limits: [{per: day, amount: 400}, {per: year, amount: 3000}]}
- {id: stays, kind: reimbursement, covers: [inpatient, maternity], deductible: [{per: visit, amount: 500}],
   limits: [{per: lifetime, amount: 20000}]}
- {id: cash, kind: daily_allowance, of: stay, amount: 100, max_days: {year: 30}}
- {id: common, kind: reimbursement, covers: [dental, pharmacy, outpatient],
   limits: [{per: year, amount: 8000, shared: company}]}
"""
AGES = """
- id: visits
  kind: reimbursement
  covers: [outpatient, emergency]
  coinsurance: [{when: {ages: 0..29}, pay: 50%}, {pay: 90%}]
  limits: [{per: year, amount: 5000, pool: medical}, {id: old, per: year, amount: 1000, when: {ages: 40..99}}]
- {id: stays, kind: reimbursement, covers: [inpatient], limits: [{per: year, amount: 5000, pool: medical}]}
"""
FIELD = """
- {id: visits, kind: reimbursement, covers: [outpatient, dental], limits: [{per: year, amount: {field: own_limit}}]}
- {id: stays, kind: reimbursement, covers: [inpatient], deductible: [{per: year, amount: {field: own_deductible}}]}
"""
LISTS = """
- {id: visits, kind: reimbursement, covers: [outpatient], hospitals: {except: [dear]},
   coinsurance: [{when: {lists: [near]}, pay: 90%}, {pay: 60%}]}
- {id: stays, kind: reimbursement, covers: [inpatient], hospitals: {levels: [3], lists: [near]}}
"""
HOSPITALS = pa.table({"list": ["near", "dear"], "hospital": ["H1", "H2"]})


def public(plans: Sequence[Plan], members: pa.Table, lists: pa.Table | None = None) -> dict[tuple[int, str, str], int]:
    """(year, person, benefit) -> fen, each year by itself through the public door."""
    drawn = illnesses()
    whole, names = drawn.made.bills, list(drawn.hazards.member_id)
    shared = Shared(pa.array(names, pa.string()), drawn.hazards.streams)
    ids = bill_ids(0, 0, len(whole.member))
    own = np.isin(np.array(names)[whole.member % len(names)], members["member_id"].to_pylist())
    chain = {
        row["member_id"]: [plan for plan in plans if plan.id in row["plan"].split(";")] for row in members.to_pylist()
    }
    found: dict[tuple[int, str, str], int] = {}
    for year in range(drawn.years):
        at = np.flatnonzero((whole.member // len(names) == year) & own)
        bills = Bills(*(column[at] for column in whole))._replace(
            member=(whole.member[at] % len(names)).astype(np.int32)
        )
        result = adjudicate(plans, members, bill_table(bills, shared, ids.take(pa.array(at))), hospital_lists=lists)
        person = dict(zip(result.lines["bill_id"].to_pylist(), result.lines["member_id"].to_pylist(), strict=True))
        for row in result.eob.to_pylist():
            member = person[row["bill_id"]]
            [plan] = [plan.id for plan in chain[member] if row["benefit_id"] in {b.id for b in plan.benefits}]
            key = year, member, f"{plan}/{row['benefit_id']}"
            found[key] = found.get(key, 0) + row["paid"]
    return {key: paid for key, paid in found.items() if paid}


def is_as_public(
    plans: Sequence[Plan], members: pa.Table, wanted: dict[tuple[int, str, str], int], bills: BlockBills
) -> None:
    paid, names = bills.pay(plans), illnesses().hazards.member_id
    by_benefit = {key: fen for key, fen in paid.of_benefit().items() if fen}
    expected: dict[tuple[str, str], int] = {}
    person_years = np.zeros(illnesses().years * len(names), np.int64)
    users: dict[tuple[str, str], int] = {}
    for (year, member, benefit), fen in wanted.items():
        key = tuple(benefit.split("/"))
        expected[key] = expected.get(key, 0) + fen
        users[key] = users.get(key, 0) + 1
        person_years[year * len(names) + names.index(member)] += fen
    assert by_benefit == expected
    mine = np.zeros_like(person_years)
    mine[bills.person_year] = paid.by_person_year
    assert (mine == person_years).all()
    assert {key: count for key, count in bills.users(plans).items() if count} == users
    assert sum(by_benefit.values()) > 0


def test_it_pays_as_claims_are_paid_with_a_family_deductible_and_a_company_limit() -> None:
    plan, members = plan_of(WHOLE), having("small", "small")
    wanted = public([plan], members)
    is_as_public([plan], members, wanted, BlockBills(illnesses(), members, [plan]))
    common = [
        sum(fen for (year, _, b), fen in wanted.items() if year == y and b == "small/common")
        for y in range(illnesses().years)
    ]
    assert max(common) == 8000_00  # the company's limit is used up


def test_it_pays_by_age() -> None:
    plan, members = plan_of(AGES), having("small")
    is_as_public([plan], members, public([plan], members), BlockBills(illnesses(), members, [plan]))


def test_it_pays_by_the_persons_own_amounts() -> None:
    plan, members = plan_of(FIELD), having("small")
    rng = np.random.default_rng(1)
    for name, most in (("own_limit", 500_000), ("own_deductible", 200_000)):
        members = with_column(members, name, pa.array(rng.integers(0, most, len(members))))
    is_as_public([plan], members, public([plan], members), BlockBills(illnesses(), members, [plan]))


def test_care_counts_as_if_it_were_in_a_hospital_that_must_be_listed_and_else_on_no_list() -> None:
    plan, members = plan_of(LISTS), having("small")
    free = plan_of(LISTS.replace("levels: [3], lists: [near]", "levels: [3]"))
    is_as_public([plan], members, public([free], members, HOSPITALS), BlockBills(illnesses(), members, [plan]))


def test_the_demos_plans_for_employees_and_families() -> None:
    plans, members = acme()[1], group().members
    is_as_public(plans, members, public(plans, members), BlockBills(illnesses(), members, plans))


def test_people_with_several_plans_one_after_the_other() -> None:
    last = AGES.replace("id: visits", "id: rest").replace("id: stays", "id: wards")
    plans, members = [plan_of(WHOLE, "first"), plan_of(last, "last")], having("first;last", "last")
    is_as_public(plans, members, public(plans, members), BlockBills(illnesses(), members, plans))


VERSIONS = {
    "as it is": WHOLE,
    "another percentage": WHOLE.replace("80%", "50%"),
    "no company limit": WHOLE.replace(", shared: company", ""),
    "without the last benefit": WHOLE.rpartition("- {id: common")[0],
    "by age": WHOLE.replace("coinsurance: 80%", "coinsurance: [{when: {ages: 0..30}, pay: 10%}, {pay: 80%}]"),
    "without what cares for visits": "- {id: stays" + WHOLE.partition("- {id: stays")[2],
    "diagnoses left out": WHOLE.replace(
        "covers: [inpatient, maternity]", "covers: [inpatient], exclude: {diagnoses: [C, I]}"
    ),
    "only an allowance": "- {id: cash, kind: daily_allowance, of: stay, amount: 100, max_days: {year: 30}}\n",
    "nothing that bills pay": "- {id: life, kind: lump_sum, event: death, sum_insured: 1000}\n",
    "care that no other version covers": WHOLE.replace("dental, pharmacy", "vision, checkup, physiotherapy"),
}


def test_the_bills_are_arranged_once_and_serve_every_version_of_a_plan() -> None:
    members = having("small", "small")
    plans = {name: plan_of(text) for name, text in VERSIONS.items()}
    bills = BlockBills(illnesses(), members, list(plans.values()))
    for name in ("nothing that bills pay",):
        assert bills.pay([plans.pop(name)]).by_person_year.sum() == 0
    for plan in plans.values():
        is_as_public([plan], members, public([plan], members), bills)
    for plan in reversed(plans.values()):
        again = BlockBills(illnesses(), members, [plan]).pay([plan])
        assert bills.pay([plan]).of_benefit() == again.of_benefit()


def test_a_version_may_name_columns_and_lists_that_the_present_terms_do_not() -> None:
    members = with_column(having("small"), "own_limit", pa.array(np.full(len(having("small")), 90_00)))
    now = plan_of("- {id: visits, kind: reimbursement, covers: [outpatient], limits: [{per: year, amount: 500}]}\n")
    later = plan_of(
        "- {id: visits, kind: reimbursement, covers: [outpatient], limits: [{per: year, amount: {field: own_limit}}]}\n"
    )
    listed = plan_of("- {id: visits, kind: reimbursement, covers: [outpatient], hospitals: {except: [dear]}}\n")
    bills = BlockBills(illnesses(), members, [now, later, listed])
    for plan in (now, later, listed):
        is_as_public([plan], members, public([plan], members, HOSPITALS if plan is listed else None), bills)


def test_an_amount_that_people_do_not_have_is_refused_at_their_rows() -> None:
    now = plan_of("- {id: visits, kind: reimbursement, covers: [outpatient]}\n")
    later = plan_of(
        "- {id: visits, kind: reimbursement, covers: [outpatient], limits: [{per: year, amount: {field: own_limit}}]}\n"
    )
    with pytest.raises(TableError, match="own_limit"):
        BlockBills(illnesses(), having("small"), [now, later])


def test_people_without_any_bill_are_paid_nothing() -> None:
    """One employee whose plan pays for care that nobody had in three years."""
    plan = plan_of("- {id: abroad, kind: reimbursement, covers: [overseas]}\n")
    members = having("small").slice(0, 1)
    bills = BlockBills(draw(group().members, model(), YEAR, 10, 5), members, [plan])
    assert bills.lines == 0
    assert bills.pay([plan]).of_benefit() == {("small", "abroad"): 0}


def test_threads_may_share_a_block() -> None:
    from concurrent.futures import ThreadPoolExecutor

    members = having("small", "small")
    plans = [plan_of(text) for text in VERSIONS.values()] * 2
    bills = BlockBills(illnesses(), members, plans)
    with ThreadPoolExecutor(4) as pool:
        together = [paid.of_benefit() for paid in pool.map(lambda plan: bills.pay([plan]), plans)]
    assert together == [bills.pay([plan]).of_benefit() for plan in plans]


def test_two_levers_together_do_not_do_what_each_does_alone() -> None:
    """A deductible changes what a limit cuts: the saving of both is not the sum of the savings."""
    terms = "deductible: [{{per: year, amount: {}}}], limits: [{{per: year, amount: {}}}]"
    text = "- {{id: visits, kind: reimbursement, covers: [outpatient, emergency], " + terms + "}}\n"
    members = having("small")
    paid = {
        (deductible, limit): plan_of(text.format(deductible, limit))
        for deductible in (0, 400)
        for limit in (500, 10_000)
    }
    bills = BlockBills(illnesses(), members, list(paid.values()))
    cost = {key: int(bills.pay([plan]).by_benefit.sum()) for key, plan in paid.items()}
    base = cost[0, 10_000]
    alone = (base - cost[400, 10_000]) + (base - cost[0, 500])
    together = base - cost[400, 500]
    assert together < alone
    assert alone - together > base / 50
