"""What an option is worth to a family: simulated years of people of their ages."""

from datetime import date

import pytest

from tuanbao.plan import Plan, parse_plans
from tuanbao.platform.choice.worth import Soul, worths

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
EMPLOYEE = Soul(1, "employee", date(1988, 3, 1), "F", True)
SPOUSE = Soul(2, "spouse", date(1985, 7, 9), "M", True)
CHILD = Soul(3, "child", date(2019, 5, 2), "M", True)
FAMILY = (EMPLOYEE, SPOUSE, CHILD)


def plan(more: str = "", shared: str = "member") -> dict[str, Plan]:
    text = f"""
plan: care
name: {{zh: 门诊医疗}}
period: {{from: 2026-01-01, to: 2026-12-31}}
benefits:
  - id: outpatient
    name: {{zh: 门诊}}
    kind: reimbursement
    covers: [outpatient, emergency, inpatient]
    expenses: {{in_scope: 100%, class_b: 100%}}
    deductible: [{{per: year, amount: 500, shared: {shared}}}]
    coinsurance: 80%
{more}"""
    return {each.id: each for each in parse_plans(text)}


def having(*who: Soul) -> tuple[tuple[int, str], ...]:
    return tuple((each.key, "care") for each in who)


def test_a_family_bears_on_average_what_its_members_bear() -> None:
    whole = worths(plan(), FAMILY, {"all": having(*FAMILY)}, YEAR)
    each = [worths(plan(), [soul], {"all": having(soul)}, YEAR) for soul in FAMILY]
    for name in ("", "all"):
        assert abs(whole[name].mean - sum(alone[name].mean for alone in each)) <= len(FAMILY)


def test_cover_is_never_worse_than_none_and_more_of_it_never_worse_than_less() -> None:
    found = worths(plan(), FAMILY, {"one": having(EMPLOYEE), "all": having(*FAMILY)}, YEAR)
    for kind in ("usual", "bad", "mean"):
        assert getattr(found["all"], kind) < getattr(found["one"], kind) < getattr(found[""], kind)


def test_a_family_of_which_nobody_is_covered_bears_everything() -> None:
    for shared in ("member", "family"):
        found = worths(plan(shared=shared), FAMILY, {"none": (), "all": having(*FAMILY)}, YEAR)
        assert found["none"] == found[""]


def test_sums_at_a_diagnosis_pay_no_bills() -> None:
    diagnosis = """
  - id: critical
    name: {zh: 重疾}
    kind: lump_sum
    event: critical_illness
    sum_insured: 500000
"""
    options = {"all": having(*FAMILY)}
    assert worths(plan(diagnosis), FAMILY, options, YEAR) == worths(plan(), FAMILY, options, YEAR)


def test_a_family_that_shares_a_deductible_bears_it_once() -> None:
    options = {"all": having(*FAMILY)}
    each, together = (worths(plan(shared=kind), FAMILY, options, YEAR)["all"] for kind in ("member", "family"))
    assert together.mean < each.mean
    assert together.mean > each.mean - 2 * 50_000, "at most two deductibles less"


@pytest.mark.parametrize("born", [date(2026, 6, 1), date(2008, 2, 29), date(1925, 1, 1)])
def test_newborns_and_the_very_old_have_years_too(born: date) -> None:
    assert worths(plan(), [Soul(1, "child", born, "F", False)], {}, YEAR)[""].mean > 0
