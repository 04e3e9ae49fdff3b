"""One person or family given as dicts: the same answer as from tables, by the quick way and by the tables' way."""

from datetime import date

import numpy as np
import pytest

from tests.adjudication.random_cases import EOB, adjudicate_case, enterable, plans_of_case
from tests.oracle.strategies import case_of_seed
from tuanbao.adjudication import RefusedRowsError, arrays
from tuanbao.adjudication import one as one_module
from tuanbao.adjudication.direct import UnusualRowError
from tuanbao.adjudication.one import adjudicate_one
from tuanbao.money import parse_yuan
from tuanbao.plan import parse_plans
from tuanbao.roster import BILLS, MEMBERS, OPENINGS, TableError

FIRST_SEED, CASES = 77_000, 150
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


def in_fen(row, layout, amounts=frozenset()):
    """A row as a program has it: money in fen."""
    money = {column.name for column in layout.columns if column.kind == "money"} | amounts
    return {name: parse_yuan(value) if name in money and value != "" else value for name, value in row.items()}


def plain_case(seed):
    """Plans, people, bills, events, openings and lists of a random case, with money in fen."""
    case = enterable(case_of_seed(seed))
    plans = plans_of_case(case)
    amounts = one_module._Known(tuple(plans)).amounts
    people = [in_fen(row, MEMBERS, amounts) for row in case["members"]]
    bills = [in_fen(row, BILLS) for row in case["bills"]]
    openings = [in_fen(row, OPENINGS) for row in case["openings"]]
    return case, plans, people, bills, openings


def asked(seed):
    case, plans, people, bills, openings = plain_case(seed)
    lists = one_module.table_of(case["hospital_lists"], one_module.HOSPITAL_LISTS)
    return one_module._Asked(tuple(plans), people, bills, case["events"], openings, lists)


@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + CASES, 50))
def test_dicts_become_the_same_arrays_as_tables(first):
    for seed in range(first, first + 50):
        quick, slow = one_module._directly(asked(seed)), one_module._by_tables(asked(seed))
        assert_same_arrays(quick.arrays, slow.arrays, seed)
        assert_same_lines(quick, slow, seed)
        known = set(slow.people[0]) & set(quick.people[0])
        assert [{k: row[k] for k in known} for row in quick.people] == [
            {k: row[k] for k in known} for row in slow.people
        ], seed
        assert quick.bills == slow.bills, seed
        assert quick.events == slow.events, seed


def assert_same_lines(quick, slow, seed):
    unused = [
        key - arrays.VISIT for key in range(arrays.VISIT, arrays.KEYS) if not quick.book.compiled.program.widths[key]
    ]
    ours, theirs = (m.lines._replace(ordinals=np.delete(m.lines.ordinals, unused, axis=0)) for m in (quick, slow))
    assert_same_arrays(ours, theirs, seed)


def assert_same_arrays(ours, theirs, seed):
    for name in ours._fields:
        mine, other = getattr(ours, name), getattr(theirs, name)
        assert mine.dtype == other.dtype, (seed, name)
        assert mine.shape == other.shape, (seed, name)
        assert (mine == other).all(), (seed, name)


@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + CASES, 50))
def test_a_family_alone_gets_the_answer_that_everybody_together_gets(first):
    for seed in range(first, first + 50):
        case, plans, people, bills, openings = plain_case(seed)
        if any(limit.shared == "company" for p in plans for b in p.benefits for limit in getattr(b, "limits", ())):
            continue
        whole = adjudicate_case(case)
        expected = [tuple(row[name] for name in EOB) for row in whole.eob.to_pylist()]
        payments = {(p["event_id"], p["benefit_id"], p["plan"]): p["paid"] for p in whole.payments.to_pylist()}
        lists = one_module.table_of(case["hospital_lists"], one_module.HOSPITAL_LISTS)
        found, paid = [], {}
        for family in sorted({row["family_id"] for row in people}):
            own = [row for row in people if row["family_id"] == family]
            names = {row["member_id"] for row in own}
            result = adjudicate_one(
                plans,
                own[0],
                [row for row in bills if row["member_id"] in names],
                [row for row in case["events"] if row["member_id"] in names],
                family=own[1:],
                openings=[row for row in openings if row["member_id"] in names],
                hospital_lists=lists,
            )
            found += [tuple(row) for row in result.rows]
            paid |= {(p.event_id, p.benefit.id, p.plan.id): p.paid for p in result.payments}
            assert all(line.total == line.pooled + line.other_paid + line.paid + line.patient for line in result.lines)
        assert found == expected, seed
        assert paid == payments, seed


STAFF = """
plan: staff
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: outpatient
    name: {zh: 门急诊, en: Outpatient}
    kind: reimbursement
    covers: [outpatient]
    deductible: [{per: year, amount: 200}]
    coinsurance: 80%
    limits:
      - {per: day, amount: 300}
      - {per: year, amount: 1000}
      - {per: year, count: 5}
      - {per: year, amount: 1500, shared: family}
  - id: hospital-cash
    kind: daily_allowance
    amount: 100
    max_days: {year: 30}
"""
ANNA = {"member_id": "A", "relation": "employee", "cover_from": date(2026, 1, 1)}
CHILD = {"member_id": "Ac", "family_id": "A", "relation": "child", "cover_from": "2026-01-01"}


@pytest.fixture(scope="module")
def staff():
    return parse_plans(STAFF, "plans/staff.yaml")[0]


def bill(number, fen, **others):
    return {
        "bill_id": f"b{number}",
        "service_date": f"2026-02-{number:02d}",
        "category": "outpatient",
        "in_scope": fen,
    } | others


def test_what_is_left_of_the_year(staff):
    bills = [bill(1, 50_000), bill(2, 50_000), bill(3, 1_000, category="inpatient", discharge_date="2026-02-10")]
    result = adjudicate_one(staff, ANNA, bills)
    left = {balance.clause: (balance.scope, balance.amount, balance.used, balance.left) for balance in result.balances}
    assert left == {
        "outpatient.deductible.year": ("person", 20_000, 20_000, 0),
        "outpatient.limits.year[1]": ("person", 100_000, 54_000, 46_000),
        "outpatient.limits.year[2]": ("person", 5, 2, 3),
        "outpatient.limits.year[3]": ("family", 150_000, 54_000, 96_000),
        "hospital-cash.max_days.year": ("person", 30, 7, 23),
    }


def test_the_family_shares_its_limit_and_nobody_shares_the_others(staff):
    bills = [bill(1, 150_000, member_id="A"), bill(2, 60_000, member_id="Ac")]
    result = adjudicate_one(staff, ANNA, bills, family=[CHILD])
    shared = [balance for balance in result.balances if balance.scope == "family"]
    assert [(balance.member_id, balance.used) for balance in shared] == [(None, 30_000 + 30_000)]
    own = {b.member_id: b.used for b in result.balances if b.clause == "outpatient.deductible.year"}
    assert own == {"A": 20_000, "Ac": 20_000}


def test_a_wrong_row_is_refused_with_its_row_and_reason(staff):
    with pytest.raises(RefusedRowsError) as refused:
        adjudicate_one(
            staff, ANNA, [bill(1, 100), bill(2, 100, service_date="2026-02-31"), bill(3, 5, in_scope_above=7)]
        )
    assert [(error.row, error.column, error.code) for error in refused.value.errors] == [
        (2, "service_date", "not_a_date"),
        (3, "in_scope", "more_than_in_scope"),
    ]


def test_words_as_people_write_them_are_understood_by_the_tables_way(staff):
    plain = adjudicate_one(staff, ANNA, [bill(1, 50_000)])
    written = {"票据号": "b1", "就诊日期": "2026年2月1日", "就诊类型": "门诊", "自付一": 50_000, "member_id": "A"}
    assert adjudicate_one(staff, ANNA, [written]).rows == plain.rows


def test_money_that_is_not_whole_fen_is_refused(staff):
    with pytest.raises(TableError, match="whole"):
        adjudicate_one(staff, ANNA, [bill(1, 12.5)])


def test_plain_rows_take_the_quick_way(staff, monkeypatch):
    def not_asked(asked):
        raise AssertionError("the tables' way was taken")

    monkeypatch.setattr(one_module, "_by_tables", not_asked)
    assert adjudicate_one(staff, ANNA, [bill(1, 50_000)]).lines[0].paid == 24_000


@pytest.mark.parametrize(
    "change",
    [
        {"category": "门诊"},
        {"in_scope": -1},
        {"in_scope": "12.50"},
        {"in_scope": True},
        {"service_date": "2026/02/01"},
        {"service_date": "2026-W06-1"},
        {"service_date": date(2226, 1, 1)},
        {"settled": "是"},
        {"hospital_level": 4},
        {"bill_id": " b1"},
        {"bill_id": "无"},
        {"line": 0},
        {"diagnosis": "j06"},
        {"member_id": "B"},
        {"family_id": "B"},
        {"onset_date": "2026-02-02"},
        {"discharge_date": "2026-01-31"},
        {"in_scope_above": 60_000},
        {"发票号": "b1"},
    ],
    ids=str,
)
def test_whatever_is_unusual_is_left_to_the_tables_way(staff, change):
    rows = [bill(1, 50_000, member_id="A") | change]
    with pytest.raises(UnusualRowError):
        one_module._directly(one_module._Asked((staff,), [ANNA], rows, (), (), ()))


def test_no_bills_leave_everything(staff):
    result = adjudicate_one(staff, ANNA, [])
    assert result.rows == ()
    assert all(balance.left == balance.amount for balance in result.balances)


def test_another_plan_of_the_same_name_is_another_plan(staff):
    other = parse_plans(STAFF.replace("80%", "50%"))[0]
    assert [adjudicate_one(plan, ANNA, [bill(1, 50_000)]).rows[0].paid for plan in (staff, other)] == [24_000, 15_000]
