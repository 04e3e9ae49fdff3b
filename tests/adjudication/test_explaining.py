"""The explanation in words: every row adds up step by step, names its clauses, and says something in both languages."""

from pathlib import Path

import numpy as np
import pytest

from tests import support
from tests.adjudication.random_cases import adjudicate_case, enterable, plans_of_case
from tests.conformance.conftest import read_case
from tests.oracle.strategies import case_of_seed
from tuanbao.adjudication import RefusedRowsError, explain_bill, explain_payments, explain_rows
from tuanbao.adjudication.applicability import settle
from tuanbao.adjudication.cost_sharing import share_costs
from tuanbao.adjudication.engine import adjudicate_events
from tuanbao.adjudication.explaining import Book, balances, trace_bills, trace_room, uses
from tuanbao.adjudication.intake import plan_needs, read_bills, read_events, take_in
from tuanbao.money import parse_yuan
from tuanbao.plan import parse_plans
from tuanbao.roster import TableError, check_bills

FIRST_SEED, CASES, BATCH = 91_000, 300, 50
CONFORMANCE = Path(__file__).parents[1] / "conformance"
SEEDS = range(FIRST_SEED, FIRST_SEED + CASES, BATCH)


class Told:
    """A case adjudicated with a trace, and its explanations."""

    def __init__(self, plans, members, bills, events=(), openings=(), hospital_lists=()):
        amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
        opened = support.openings(openings) if openings else None
        lists = support.hospital_lists(hospital_lists) if hospital_lists else None
        self.intake = take_in(plans, support.people(members, amounts), opened, lists)
        self.bills = check_bills(read_bills(support.bills(bills)), self.intake.population.table).table
        self.batch, self.traced = trace_bills(self.intake, self.bills)
        self.rows = explain_rows(self.intake, self.batch, self.traced.rows, self.traced.trace)
        happened = read_events(support.events(events), self.intake).table if events else None
        self.events = [] if happened is None else happened.to_pylist()
        self.payments = list(adjudicate_events(self.intake, happened)) if events else []
        self.payments_told = explain_payments(self.intake, happened, self.payments) if events else []

    def sentence(self, bill, line=1, benefit=None, language="zh"):
        found = [e for e in self.rows if (e.bill_id, e.line) == (bill, line) and benefit in (None, e.benefit)]
        return found[0].sentence.to(language)


def random_told(seed):
    case = enterable(case_of_seed(seed))
    parts = (case[name] for name in ("members", "bills", "events", "openings", "hospital_lists"))
    return case, Told(plans_of_case(case), *parts)


def conformance(number):
    case = read_case(next(CONFORMANCE.glob(f"{number}-*.yaml")))
    tree, defaults = case.tree, case.tree.get("defaults", {})
    bills = [{**defaults, **bill} for bill in tree["bills"]]
    rest = (tree.get(name, ()) for name in ("events", "openings", "hospital_lists"))
    return Told(case.plans, tree["members"], bills, *rest)


def total(explanation, *kinds):
    return sum(step.amount for step in explanation.steps if step.kind in kinds)


def check_reimbursement(told, row, capped_to):
    """The steps lead from the bill's total to what is paid."""
    before = total(told, "pooled", "other_paid", "earlier", "not_counted")
    assert row["total"] - before == told.eligible
    if told.reason:
        assert told.eligible == told.paid == 0
        return
    assert total(told, "eligible") == told.eligible
    borne, pay = total(told, "deductible"), total(told, "percentage")
    assert told.eligible - borne == total(told, "band")
    cap = total(told, "cap")
    assert pay + cap - total(told, "limit", "company") == told.paid == total(told, "paid")
    assert total(told, "limit", "company") == told.over_limit
    assert borne + (total(told, "band") - pay) - cap == told.deductible + told.coinsurance
    assert capped_to or borne == told.deductible


def check_allowance(told, benefit, member):
    days = total(told, "days") - total(told, "elimination", "max_days")
    daily = benefit.amount if isinstance(benefit.amount, int) else parse_yuan(member[benefit.amount.field])
    assert days == total(told, "paid_days")
    assert days * daily == told.paid == total(told, "paid")


def check_words(told, clauses):
    """Nothing is empty, and every step names a term that there is."""
    assert told.steps
    for text in (told.sentence, told.title, *(step.text for step in told.steps)):
        assert text.zh
        assert text.en
        assert "{" not in text.zh + text.en
        assert "None" not in text.zh + text.en
    for step in told.steps:
        assert step.clause.split(".")[0].split("[")[0] in clauses, step


@pytest.mark.parametrize("first", SEEDS)
def test_the_steps_of_every_row_add_up_to_its_amounts(first):
    for seed in range(first, first + BATCH):
        case, told = random_told(seed)
        lines = {(row["bill_id"], row["line"]): row for row in told.bills.to_pylist()}
        clauses = {benefit["id"] for plan in case["plans"] for benefit in plan["benefits"]}
        clauses |= {"bills", "members", "period"}
        kinds = {b.id: b for plan in plans_of_case(case) for b in plan.benefits}
        people = {member["member_id"]: member for member in case["members"]}
        for each in told.rows:
            check_words(each, clauses)
            if kinds[each.benefit].kind == "daily_allowance":
                check_allowance(each, kinds[each.benefit], people[each.member_id]) if not each.reason else None
            elif each.reason in ("", "no_eligible_expense"):
                check_reimbursement(each, lines[each.bill_id, each.line], total(each, "cap"))
            else:
                assert [step.kind for step in each.steps] == ["reason"]


@pytest.mark.parametrize("first", SEEDS)
def test_the_rows_told_are_the_rows_adjudicated(first):
    names = ("bill_id", "line", "benefit_id", "eligible", "deductible", "coinsurance", "over_limit", "paid", "reason")
    for seed in range(first, first + BATCH):
        case, told = random_told(seed)
        rows = [tuple(row[name] for name in names) for row in adjudicate_case(case).eob.to_pylist()]
        assert [(e.bill_id, e.line, e.benefit, *e[6:12]) for e in told.rows] == rows, seed


@pytest.mark.parametrize("first", SEEDS)
def test_the_steps_of_every_payment_add_up(first):
    for seed in range(first, first + BATCH):
        case, told = random_told(seed)
        clauses = {benefit["id"] for plan in case["plans"] for benefit in plan["benefits"]} | {"members", "period"}
        people = {member["member_id"]: member for member in case["members"]}
        assert [(e.event_id, e.benefit, e.paid, e.reason) for e in told.payments_told] == [
            (p.event_id, p.benefit.id, p.paid, p.reason) for p in told.payments
        ]
        for each, payment in zip(told.payments_told, told.payments, strict=True):
            check_words(each, clauses)
            if payment.benefit.kind == "daily_allowance" and not payment.reason:
                check_allowance(each, payment.benefit, people[each.member_id])
                assert total(each, "paid_days") == payment.days
            elif any(step.kind == "share" for step in each.steps):
                assert total(each, "share") - total(each, "limit", "reason") == each.paid
                assert total(each, "sum_insured") == payment.basis


@pytest.mark.parametrize("first", SEEDS)
def test_the_trace_has_room_for_every_step(first):
    for seed in range(first, first + BATCH):
        _, told = random_told(seed)
        program, people = told.intake.compiled.program, told.intake.population.people
        assert len(told.traced.trace) <= trace_room(program, people, told.batch.lines), seed


def test_a_trace_that_is_too_short_says_how_long_it_should_be():
    told = conformance("08")
    lines, program, people = told.batch.lines, told.intake.compiled.program, told.intake.population.people
    short = np.empty((3, 4), np.int64)
    _, steps = share_costs(program, people, lines, *settle(program, people, lines), all_rows=True, trace=short)
    assert steps == len(told.traced.trace)


@pytest.mark.parametrize("first", SEEDS)
def test_what_is_used_of_a_counter_never_passes_its_amount_but_by_credits(first):
    for seed in range(first, first + BATCH):
        _, told = random_told(seed)
        book, people = Book(told.intake.compiled), told.intake.population.table.to_pylist()
        credited = {c.clause for c in _credited(book)}
        openings = bool(len(told.traced.people.openings))
        for balance in balances(book, people, told.traced):
            assert balance.used >= 0
            assert balance.left == max(0, balance.amount - balance.used)
            own_amounts = balance.scope == "family" and balance.member_id is not None
            may_pass = openings or own_amounts or {balance.clause, *balance.pooled_with} & credited
            assert balance.used <= balance.amount or may_pass, (seed, balance)


def _credited(book):
    return [book.entry(n) for n, entry in enumerate(book.compiled.entries) if getattr(entry, "credit", ())]


def test_uses_of_limits_are_what_was_paid():
    told = conformance("40")
    book = Book(told.intake.compiled)
    paid = sum(use.amount for use in uses(book, told.traced) if book.entry(use.entry).clause.endswith("limits.day[0]"))
    assert paid == int(told.traced.rows.line_paid.sum())


SAMPLE = """
plan: staff
name: {zh: 员工标准方案, en: Staff}
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: outpatient
    name: {zh: 补充医疗门急诊, en: Outpatient}
    kind: reimbursement
    covers: [outpatient]
    deductible: [{per: visit, amount: 50}]
    coinsurance: 70%
    limits:
      - {per: day, amount: 300}
"""
ANNA = {"member_id": "A", "family_id": "A", "relation": "employee", "cover_from": "2026-01-01"}


def sample(*bills):
    plan = parse_plans(SAMPLE, "plans/staff.yaml")[0]
    lines = [
        {"bill_id": f"b{n}", "service_date": "2026-02-01", "category": "outpatient"} | b for n, b in enumerate(bills)
    ]
    return Told([plan], [ANNA], [{"member_id": "A"} | line for line in lines])


def test_the_sentence_of_a_bill_that_a_limit_cuts():
    told = sample({"in_scope": "600"})
    assert told.sentence("b0") == (
        "门诊 600.00 元：免赔额 50.00 元，70% 赔付 385.00 元，当日限额 300.00 元已用完，超出 85.00 元，赔付 300.00 元"
    )
    assert told.sentence("b0", language="en") == (
        "Outpatient 600.00 yuan: deductible 50.00, 70% pays 385.00, day limit of 300.00 used up, 85.00 over it, "
        "paid 300.00"
    )


def test_every_step_names_its_clause_and_its_line_in_the_file():
    told = sample({"in_scope": "600"})
    places = {step.clause: step.place for step in told.rows[0].steps}
    assert places == {
        "outpatient.expenses": "staff.yaml:6",
        "outpatient.deductible.visit": "staff.yaml:10",
        "outpatient.coinsurance": "staff.yaml:11",
        "outpatient.limits.day": "staff.yaml:13",
        "outpatient": "staff.yaml:6",
    }


@pytest.mark.parametrize(
    ("number", "bill", "line", "benefit", "sentence"),
    [
        (
            "23",
            "b2",
            1,
            "inpatient",
            "住院 7,300.01 元：其中 500.00 元按 60%、4,000.00 元按 80%、2,800.01 元按 95%，共赔付 6,160.01 元",
        ),
        (
            "29",
            "b3",
            1,
            "medical",
            "门诊 600.00 元：60% 赔付 360.00 元，每年自付封顶 1,000.00 元已到，另赔 140.00 元，赔付 500.00 元",
        ),
        ("04", "a2", 1, "outpatient", "门诊 250.00 元：等待期 30 天到 2026-03-30 为止，疾病开始于 2026-03-30，不赔付"),
        (
            "04",
            "a1",
            1,
            "outpatient",
            "门诊 250.00 元：2026-02-28 不在保障期 2026-03-01 至 2026-12-31 之内，不赔付",
        ),
        (
            "04",
            "a3",
            1,
            "outpatient",
            "门诊 290.00 元：医保外自费 40.00 元不在赔付范围，免赔额 100.00 元，90% 赔付 135.00 元",
        ),
        ("04", "a3", 1, "accident-medical", "门诊 290.00 元：“outpatient”已赔 135.00 元，100% 赔付 155.00 元"),
        (
            "04",
            "h1",
            1,
            "hospital-cash",
            "住院 20 天：前 3 天不给付，每次住院最多 10 天，超出 7 天，给付 10 天 × 100.00 元 = 1,000.00 元",
        ),
        (
            "10",
            "a2",
            1,
            "pool",
            "住院 1,500.00 元：“accident-medical”已赔 1,000.00 元，100% 赔付 500.00 元，公共保额 600.00 元已用完，"
            "超出 130.00 元，赔付 370.00 元",
        ),
        (
            "08",
            "b1",
            1,
            "outpatient",
            "门诊 90.00 元：其他途径支付 60.00 元，其他途径支付的 60.00 元计入每年免赔额，每次就诊免赔额 30.00 元，"
            "赔付 0.00 元",
        ),
        (
            "36",
            "b4",
            1,
            "outpatient",
            "门诊 80.00 元：免赔额 30.00 元，100% 赔付 50.00 元，年度次数限额 2 次已用完，超出 50.00 元，赔付 0.00 元",
        ),
        (
            "11",
            "a4",
            1,
            "outpatient",
            "门诊 250.00 元：每次就诊免赔额 50.00 元，90%，未经医保结算再乘 60%，赔付 108.00 元，"
            "本次就诊限额（诊断为颈背腰痛（M54）时）100.00 元已用完，超出 8.00 元，赔付 100.00 元",
        ),
        ("51", "b2", 1, "outpatient", "门诊 100.00 元：医院 H1 当日不在医院名单“designated”内，不赔付"),
    ],
)
def test_the_sentences_of_the_cases(number, bill, line, benefit, sentence):
    assert conformance(number).sentence(bill, line, benefit) == sentence


def test_days_used_by_several_stays_add_up():
    told = {explanation.bill_id: explanation for explanation in conformance("57").rows}
    assert told["s5"].sentence.zh == (
        "住院 10 天：前 3 天不给付，每年最多 15 天、已用 12 天，超出 4 天，给付 3 天 × 80.00 元 = 240.00 元"
    )
    assert (
        told["s3"].sentence.zh == "住院 10 天：前 3 天不给付，每次事故最多 12 天、已用 12 天，超出 7 天，给付 0.00 元"
    )


TWO_PLANS = """
plan: pooled
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: pool
    kind: reimbursement
    covers: [outpatient]
    coinsurance: 50%
    limits: [{per: year, amount: 100, shared: company}]
---
plan: top-up
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: rest
    kind: reimbursement
    covers: [outpatient]
"""


def test_what_a_company_wide_limit_takes_back_is_not_offered_to_a_later_plan():
    member = ANNA | {"plan": "pooled;top-up"}
    bill = {"bill_id": "b", "member_id": "A", "service_date": "2026-02-01", "category": "outpatient", "in_scope": "400"}
    told = Told(parse_plans(TWO_PLANS), [member], [bill])
    assert told.sentence("b", benefit="pool") == (
        "门诊 400.00 元：50% 赔付 200.00 元，公共保额 100.00 元已用完，超出 100.00 元，赔付 100.00 元"
    )
    assert [total(told.rows[1], kind) for kind in ("earlier", "eligible", "paid")] == [20_000, 20_000, 20_000]


TWO_DEDUCTIBLES = """
plan: family
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: medical
    kind: reimbursement
    covers: [outpatient]
    deductible: [{per: year, amount: 300}, {per: year, amount: 500, shared: family}]
"""


def test_yearly_deductibles_that_stand_together_are_used_together():
    bill = {"bill_id": "b", "member_id": "A", "service_date": "2026-02-01", "category": "outpatient", "in_scope": "400"}
    told = Told(parse_plans(TWO_DEDUCTIBLES), [ANNA], [bill])
    people = told.intake.population.table.to_pylist()
    found = balances(Book(told.intake.compiled), people, told.traced)
    assert [(b.clause, b.scope, b.used, b.left) for b in found] == [
        ("medical.deductible.year", "person", 30_000, 0),
        ("medical.deductible.year[1]", "family", 30_000, 20_000),
    ]


def test_the_sentence_of_several_disabilities():
    told = conformance("65").payments_told[0]
    assert told.sentence.zh == (
        "伤残 2026-02-01：保额 500,000.00 元，同一事故 3 处伤残，最重 7 级，有 2 处，提高到 6 级，给付比例 50%，"
        "给付 250,000.00 元"
    )


def story(number, bill, **others):
    case = read_case(next(CONFORMANCE.glob(f"{number}-*.yaml")))
    defaults = case.tree.get("defaults", {})
    bills = support.bills({**defaults, **row} for row in case.tree["bills"])
    return explain_bill(case.plans, support.people(case.tree["members"]), bills, bill, **others)


def test_a_story_says_what_the_person_bears_and_who_used_the_limit_before():
    told = story("29", "b3")
    assert (told.paid, told.patient) == (50_000, 10_000)
    used = {counted.clause: [(use.bill_id, use.amount) for use in counted.earlier] for counted in told.counted}
    assert used == {
        "medical.deductible.year": [("b1", 30_000)],
        "medical.patient_cap.year": [("b1", 50_000), ("b2", 40_000)],
    }
    for language in ("zh", "en"):
        text = told.to_text(language)
        assert "29-patient-cap-person.yaml:13" in text
        assert "1,000.00" in text


def test_a_company_wide_limit_makes_the_bills_of_other_families_matter():
    told = story("10", "a2")
    company = told.counted[-1]
    assert (company.clause, company.amount, company.by_others) == ("pool.limits.year[1]", 60_000, 23_000)
    assert company.earlier == ()  # whose bills they were is nobody's business
    assert told.paid == 137_000


def test_a_bill_that_is_not_there_is_said_so():
    with pytest.raises(TableError, match="b99"):
        story("29", "b99")


def test_a_bill_whose_own_row_is_wrong_is_refused():
    plan = parse_plans(SAMPLE)[0]
    rows = [{"bill_id": "b1", "member_id": "A", "service_date": "2026-02-01", "category": "outpatient", "total": "5"}]
    with pytest.raises(RefusedRowsError):
        explain_bill(plan, support.people([ANNA]), support.bills(rows), "b1")


def test_a_story_agrees_with_the_adjudication_of_everybody():
    for seed in range(FIRST_SEED, FIRST_SEED + 40):
        case = enterable(case_of_seed(seed))
        if not case["bills"]:
            continue
        plans = plans_of_case(case)
        amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
        lines = adjudicate_case(case).lines.to_pylist()
        bill = lines[len(lines) // 2]["bill_id"]
        told = explain_bill(
            plans,
            support.people(case["members"], amounts),
            support.bills(case["bills"]),
            bill,
            events=support.events(case["events"]),
            openings=support.openings(case["openings"]),
            hospital_lists=support.hospital_lists(case["hospital_lists"]),
        )
        assert told.patient == sum(line["patient"] for line in lines if line["bill_id"] == bill), seed
        assert told.to_text("zh")
        assert told.to_text("en")
