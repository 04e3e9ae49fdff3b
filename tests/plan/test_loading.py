"""Plans that load: what is read, several plans in a file, and that nothing but PlanError ever comes out."""

import copy
import random
from datetime import date
from fractions import Fraction

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.plan import PlanError, load_file, load_plan, load_plans, load_programme, parse_plans
from tuanbao.plan.fields import Ages, PersonField
from tuanbao.plan.model import ALL, Band, Case, SalaryMultiple, ShareOfBenefit
from tuanbao.plan.schema import json_schema

from .writing import EVERY_FEATURE, EXAMPLES, allowance, as_json, benefits, lump_sum, reimbursement


def one(text):
    """The one benefit of a text with one plan."""
    [plan] = parse_plans(text)
    [benefit] = plan.benefits
    return benefit


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("0", 0),
        ("50", 5_000),
        ("0.1", 10),
        (".5", 50),
        ("19.9", 1_990),
        ("19.90", 1_990),
        ("19.900", 1_990),
        ("'19.90'", 1_990),
        ("'1,000'", 100_000),
        ("'1,234,567.89'", 123_456_789),
        ("100000000000", 10_000_000_000_000),
        ("{field: own}", PersonField("own")),
    ],
)
def test_an_amount_is_read_to_the_fen(written, fen):
    assert one(reimbursement(f"deductible: [{{per: visit, amount: {written}}}]")).deductible[0].amount == fen


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("70%", Fraction(7, 10)),
        ("0.7", Fraction(7, 10)),
        ("'0.7'", Fraction(7, 10)),
        ("0.70", Fraction(7, 10)),
        ("1", Fraction(1)),
        ("100%", Fraction(1)),
        ("0", Fraction(0)),
        ("0%", Fraction(0)),
        ("12.5%", Fraction(1, 8)),
        ("33.333333%", Fraction(33_333_333, 100_000_000)),
        ("0.00000001", Fraction(1, 100_000_000)),
    ],
)
def test_a_percentage_is_read_exactly(written, share):
    assert one(reimbursement(f"coinsurance: {written}")).terms.bands == (Band(pay=share),)


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_date_may_stand_in_quotes(quote):
    text = lump_sum("event: death\nsum_insured: 1").replace("2026-01-01", f"{quote}2026-02-28{quote}")
    assert parse_plans(text)[0].period.first == date(2026, 2, 28)


def test_what_is_left_out_has_its_default():
    benefit = one(benefits("{id: out, kind: reimbursement, covers: [outpatient]}"))
    assert (benefit.relations, benefit.causes, benefit.work, benefit.only) == (None, None, None, None)
    assert (benefit.waiting, benefit.within, benefit.unsettled) == (0, None, 1)
    assert (benefit.deductible, benefit.patient_cap, benefit.limits) == ((), (), ())
    assert benefit.expenses.shares == (1, 1, 1, 1, 0)
    assert benefit.terms.cases == ()
    assert benefit.terms.bands == (Band(pay=ALL),)
    assert benefit.hospitals.levels is None
    assert benefit.title == ("out", "out")


def test_below_and_above_are_as_in_scope_unless_they_say_otherwise():
    assert one(reimbursement("expenses: {in_scope: 80%}")).expenses.shares[:3] == (Fraction(4, 5),) * 3
    shares = one(reimbursement("expenses: {in_scope: 80%, in_scope_below: 0}")).expenses.shares
    assert shares[:3] == (0, Fraction(4, 5), Fraction(4, 5))


def test_cases_without_bands_pay_everything_else_in_full():
    terms = one(reimbursement("coinsurance: [{when: {wards: [special]}, pay: 50%}]")).terms
    assert [case.bands for case in terms.cases] == [(Band(pay=Fraction(1, 2)),)]
    assert terms.bands == (Band(pay=ALL),)


def test_a_case_may_have_bands_of_its_own():
    text = "coinsurance: [{when: {ages: 60..120}, pay: [{up_to: 100, pay: 40%}, {pay: 80%}]}, {pay: 90%}]"
    [case] = one(reimbursement(text)).terms.cases
    assert isinstance(case, Case)
    assert case.when.ages == Ages(60, 120)
    assert [(band.up_to, band.pay) for band in case.bands] == [(10_000, Fraction(2, 5)), (None, Fraction(4, 5))]


def test_every_form_of_a_sum_insured():
    plan = load_plan(EVERY_FEATURE)
    assert plan.benefit("critical-illness").sum_insured == 30_000_000
    assert plan.benefit("minor-illness").sum_insured == ShareOfBenefit(of="critical-illness", share=Fraction(3, 10))
    salary = plan.benefit("accidental-death").sum_insured
    assert isinstance(salary, SalaryMultiple)
    assert (salary.salary_months, salary.cap) == (24, 100_000_000)
    assert plan.benefit("transport-death").sum_insured == PersonField("transport_sum")
    assert plan.benefit("illness-disability").schedule == {1: Fraction(1), 2: Fraction(4, 5)}


def test_an_allowance_is_of_a_stay_unless_it_says_lost_time():
    assert one(allowance("amount: 100")).of == "stay"
    assert one(allowance("amount: 100\nof: lost_time")).of == "lost_time"


def test_a_pool_may_carry_different_conditions():
    text = "limits: [{per: day, amount: 5, pool: a, when: {levels: [3]}}, {per: day, amount: 5, pool: a}]"
    assert [limit.pool for limit in one(reimbursement(text)).limits] == ["a", "a"]


def test_a_deductible_and_a_limit_may_use_one_pool_name():
    text = "deductible: [{per: year, amount: 5, pool: a}]\nlimits: [{per: day, amount: 9, pool: a}]"
    assert one(reimbursement(text)).limits[0].amount == 900


def test_names_may_be_chinese():
    [plan] = parse_plans(reimbursement("limits: []", name="门诊").replace("plan: p", "plan: 员工方案-2026"))
    assert (plan.id, plan.benefits[0].id) == ("员工方案-2026", "门诊")


def test_several_plans_stand_in_one_file(tmp_path):
    file = tmp_path / "plans.yaml"
    other = lump_sum("event: death\nsum_insured: 1").replace("plan: p", "plan: q")
    file.write_text(reimbursement("limits: []") + "---\n" + other, encoding="utf-8")
    assert [plan.id for plan in load_plans(file)] == ["p", "q"]
    assert load_file(file)[1] == []
    with pytest.raises(PlanError, match="the file holds 2 plans: p, q; use load_plans"):
        load_plan(file)
    with pytest.raises(PlanError, match="expected one programme"):
        load_programme(file)


def test_a_plan_id_stands_once_in_a_file():
    text = reimbursement("limits: []")
    with pytest.raises(PlanError) as refused:
        parse_plans(text + "---\n" + text)
    [problem] = refused.value.problems
    assert (problem.line, problem.column, problem.code, problem.key) == (9, 1, "repeated_id", "plan")


def test_the_plan_remembers_its_file():
    origin = load_plan(EVERY_FEATURE)._origin
    assert origin is not None
    assert origin.file == str(EVERY_FEATURE)
    assert origin.tree.keys_at["benefits"] == (6, 1)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("p*/*.yaml")), ids=lambda file: file.name)
def test_every_example_loads(file):
    plans, programmes = load_file(file)
    assert plans or programmes


SCHEMA = jsonschema.Draft202012Validator(json_schema())
SCALARS = [None, True, -1, 0, 1, 70, 10**40, "", "junk", "a b", "1e3", "50%", "2026-02-30", "../x", "*", "‸"]
MAPPINGS = [{}, {"field": "x"}, {"when": {}}, {"up_to": 5}, {"zzz": {"a": 1}}, {"per": "year"}, {"shared": "company"}]
JUNK = st.sampled_from([*SCALARS, *MAPPINGS, [], [None], [[]]])
WHOLE = [
    document
    for file in (EVERY_FEATURE, EXAMPLES / "plans" / "acme-tech.yaml")
    for document in as_json(file.read_text(encoding="utf-8"))
]


def places(value, path=()):
    """The paths of all values of a tree."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    yield path
    for key, item in inner:
        yield from places(item, (*path, key))


def mutate(tree, how, seed, junk):
    """A tree in which a random value has been taken out, replaced, doubled or given a neighbour."""
    path = random.Random(seed).choice([path for path in places(tree) if path])
    holder = tree
    for key in path[:-1]:
        holder = holder[key]
    if how == "delete":
        del holder[path[-1]]
    elif how == "replace":
        holder[path[-1]] = junk
    elif isinstance(holder, dict):
        holder[f"{path[-1]}x"] = junk
    else:
        holder.insert(path[-1], junk)


def refusals(text):
    """What is wrong with a text; nothing where it loads. Any other exception than PlanError fails the test."""
    try:
        parse_plans(text)
    except PlanError as error:
        return error.problems
    return ()


@settings(max_examples=150, deadline=None)
@given(
    document=st.sampled_from(WHOLE),
    changes=st.lists(
        st.tuples(st.sampled_from(["delete", "replace", "insert"]), st.integers(0, 2**32), JUNK), min_size=1, max_size=4
    ),
)
def test_a_damaged_plan_loads_or_is_refused_inside_its_text(document, changes):
    """What loads is valid under the JSON Schema too, which so is never stricter than the loader."""
    tree = copy.deepcopy(document)
    for how, seed, junk in changes:
        if any(path for path in places(tree)):
            mutate(tree, how, seed, copy.deepcopy(junk))
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    lines = text.split("\n")
    problems = refusals(text)
    assert problems or SCHEMA.is_valid(as_json(text)[0])
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message.zh
        assert problem.message.en
        assert "无法理解" not in problem.message.zh


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_loads_or_is_refused(text):
    assert all(problem.line >= 1 and problem.column >= 1 for problem in refusals(text))
