"""The families of the RAND Health Insurance Experiment: what the plans they really had left them to bear.

Their data stand outside this repository and are looked for beside it; a small made-up family has the same shape.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests import support
from tuanbao.adjudication import adjudicate
from tuanbao.adjudication.intake import plan_needs
from tuanbao.plan import load_plans, parse_plans
from tuanbao.roster import BILLS, MEMBERS, read_table

RAND = Path(__file__).resolve().parents[3] / "shared" / "data" / "rand"
DOLLAR = 100


@pytest.fixture(scope="module")
def shares():
    """Per arm, the share of family-years whose burden is the recorded one to within a dollar."""
    plans = load_plans(RAND / "plans.yaml")
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    members = read_table(RAND / "members.csv", MEMBERS, amounts=amounts)
    result = adjudicate(plans, members, read_table(RAND / "bills.csv", BILLS))
    borne = borne_by_family(result, members.table.to_pylist())
    found, right = Counter(), Counter()
    with (RAND / "family_out_of_pocket.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            recorded = round(float(row["out_of_pocket"]) * 100)
            found[row["arm"]] += 1
            right[row["arm"]] += abs(borne[row["family_id"]] - recorded) <= DOLLAR
    return {arm: (right[arm], found[arm]) for arm in found}


def borne_by_family(result, members):
    family = {row["member_id"]: row["family_id"] for row in members}
    borne = defaultdict(int)
    for line in result.lines.to_pylist():
        borne[family[line["member_id"]]] += line["patient"]
    return borne


@pytest.mark.skipif(not RAND.exists(), reason="the RAND families are not beside this checkout")
@pytest.mark.parametrize("arm", ["Catastrophic", "Cost Sharing", "Free"])
def test_every_family_year_bears_what_was_recorded(shares, arm):
    right, found = shares[arm]
    print(f"{arm}: {right} of {found}")
    assert right == found > 500


@pytest.mark.skipif(not RAND.exists(), reason="the RAND families are not beside this checkout")
def test_the_deductible_arm_bears_what_was_recorded_but_for_one_in_forty(shares):
    """The rest is unexplained in the data, and nothing is tuned to it: 750 of 769."""
    right, found = shares["Deductible"]
    print(f"Deductible: {right} of {found}")
    assert right / found >= 0.975


# ------------------------------------------------------------------------------------------ a family of that shape

PLANS = """
plan: catastrophic
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: medical
    kind: reimbursement
    covers: [inpatient, outpatient]
    coinsurance: 5%
    patient_cap: [{per: year, amount: {field: mde}, shared: family, pool: family}]
  - id: dental-mental
    kind: reimbursement
    covers: [dental, psychiatric]
    coinsurance: 5%
    patient_cap: [{per: year, amount: {field: mde}, shared: family, pool: family}]
---
plan: deductible
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: inpatient, kind: reimbursement, covers: [inpatient], coinsurance: 100%}
  - id: outpatient
    kind: reimbursement
    covers: [outpatient]
    coinsurance: 5%
    patient_cap:
      - {per: year, amount: 150, pool: person}
      - {per: year, amount: {field: mde}, shared: family, pool: family}
  - id: dental-mental
    kind: reimbursement
    covers: [dental, psychiatric]
    coinsurance: 5%
    patient_cap:
      - {per: year, amount: 150, pool: person}
      - {per: year, amount: {field: mde}, shared: family, pool: family}
"""
SPENDING = [
    ("father", "outpatient", "2026-01-10", "100"),  # 95 stay with him
    ("mother", "dental", "2026-02-10", "40"),  # 38
    ("father", "psychiatric", "2026-03-10", "200"),  # catastrophic: 190; deductible: 55 until his 150 are full
    (
        "child",
        "inpatient",
        "2026-04-10",
        "1000",
    ),  # catastrophic: what is left of the family's most; deductible: nothing
    ("mother", "outpatient", "2026-05-10", "60"),  # catastrophic: nothing more; deductible: 57
    ("child", "outpatient", "2026-06-10", "500"),  # deductible: what is left of the family's most
]


@pytest.mark.parametrize(
    ("plan", "mde", "borne"),
    [
        ("catastrophic", "450.00", [95, 38, 190, 127, 0, 0]),
        ("deductible", "300.00", [95, 38, 55, 0, 57, 55]),
        ("deductible", "450.00", [95, 38, 55, 0, 57, 150]),
    ],
)
def test_a_made_up_family_bears_no_more_than_its_most_in_a_year(plan, mde, borne):
    people = [
        {"member_id": name, "family_id": "family", "relation": relation, "plan": plan, "cover_from": "2026-01-01"}
        for name, relation in (("father", "employee"), ("mother", "spouse"), ("child", "child"))
    ]
    bills = [
        {"bill_id": f"b{day}", "member_id": person, "service_date": day, "category": category, "in_scope": dollars}
        for person, category, day, dollars in SPENDING
    ]
    members = support.people([{**person, "mde": mde} for person in people], frozenset({"mde"}))
    result = adjudicate(parse_plans(PLANS), members, support.bills(bills))
    left = [line["patient"] for line in result.lines.to_pylist()]
    assert left == [DOLLAR * dollars for dollars in borne]
