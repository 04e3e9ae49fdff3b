"""A renewal from tables, with the claim-cost model: premiums that are known beforehand, and input that says nothing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tuanbao.adjudication import RefusedRowsError
from tuanbao.language import Text
from tuanbao.plan import parse_plans
from tuanbao.pricing.model import load_model
from tuanbao.pricing.renewal import Assumptions, Pooling, RenewalError, Reserves, TrendAssumption
from tuanbao.pricing.renewal.completing import Unreported
from tuanbao.pricing.renewal.running import RenewalRun, Terms, renew_group
from tuanbao.roster import Reading

from ...support import people
from .groups import HEAD, OUTPATIENT, bill, bills, premium, premiums, staff_plan

SIZE = 12
NOTHING_TO_COME = Unreported(0, 0.0, Text("已了结", "run off"))
SETTLED: dict[str, Any] = {
    "trend": TrendAssumption(0.0),
    "permissible": Fraction(4, 5),
    "unreported": NOTHING_TO_COME,
    "pooling": Pooling(10**9, 0, Text("约定", "agreed")),
    "reserves": Reserves(),
    "simulations": 500,
    "hold": False,
}


def staff(*rows: dict[str, Any]) -> Reading:
    """Twelve employees of 30 for the whole year, unless other rows are given."""
    usual = [person(number) for number in range(1, SIZE + 1)]
    return people(list(rows) or usual)


def person(number: int, born: str = "1995-06-01", **cells: Any) -> dict[str, Any]:
    row = {"member_id": f"E{number}", "relation": "employee", "birth_date": born, "sex": "male"}
    return {**row, "cover_from": "2025-01-01", "occupation_class": "2", **cells}


def a_bill_a_month(yuan: str = "1000") -> list[dict[str, Any]]:
    """Of the first two employees, received in the month of service: 24 bills."""
    return [
        bill(10 * month + who, f"E{who}", f"2025-{month:02d}-05", yuan, received_date=f"2025-{month:02d}-20")
        for month in range(1, 13)
        for who in (1, 2)
    ]


def renewed(
    *rows: dict[str, Any],
    members: Reading | None = None,
    new: Terms | None = None,
    valuation: date = date(2025, 12, 31),
    use: bool = False,
    paid: Reading | None = None,
    **given: Any,
) -> RenewalRun:
    return renew_group(
        members or staff(),
        bills(*(rows or a_bill_a_month())),
        paid or premiums(premium("24000", SIZE)),
        Terms(None, (staff_plan(),)),
        new,
        valuation=valuation,
        model=load_model(),
        assumptions=Assumptions(**{**SETTLED, **given}),
        years=40,
        use_responds=use,
    )


def keys(run: RenewalRun) -> dict[str, Fraction | None]:
    return {step.cause.key: step.factor for step in run.renewal.indicated.explanation.steps}


def test_without_credibility_the_premium_is_the_models_over_the_permissible_loss_ratio() -> None:
    run = renewed(credibility=Fraction(0))
    assert run.renewal.indicated.premium == pytest.approx(run.next_year.mean() / 0.8, rel=1e-5, abs=100)


def test_with_full_credibility_the_premium_is_the_groups_own_experience() -> None:
    """24 bills of 1,000 yuan at 80 % are 19,200 of 24,000 yuan: just what is permissible, of people a year older."""
    run = renewed(credibility=Fraction(1))
    older = keys(run)["demographics"]
    assert older is not None
    assert run.renewal.indicated.current == 2_400_000
    assert run.renewal.indicated.premium == pytest.approx(2_400_000 * float(older), abs=100)
    twice = renewed(*a_bill_a_month("2000"), credibility=Fraction(1))
    assert twice.renewal.indicated.premium == pytest.approx(4_800_000 * float(older), abs=100)


def test_half_credibility_lies_halfway() -> None:
    own, model, half = (renewed(credibility=Fraction(z, 2)).renewal.indicated.premium for z in (2, 0, 1))
    assert half == pytest.approx((own + model) / 2, abs=100)


def test_the_reasons_add_up_to_the_premium() -> None:
    run = renewed(credibility=Fraction(1, 3), trend=TrendAssumption(0.07, 0.02), pooling=None, unreported=None)
    explanation = run.renewal.indicated.explanation
    assert sum(step.amount for step in explanation.steps) == run.renewal.indicated.premium
    assert all(
        step.factor is None or step.factor * before.exact == step.exact
        for before, step in zip(explanation.steps, explanation.steps[1:], strict=False)
    )


def test_only_what_had_come_in_by_the_valuation_counts() -> None:
    """By the end of June twelve of the bills are known; the rest is left out, and said."""
    run = renewed(valuation=date(2025, 6, 30), credibility=Fraction(1))
    assert run.past.paid.total == 12 * 80_000
    assert run.past.earned == pytest.approx(2_400_000 * 181 / 365, abs=1)
    assert any("12 行票据" in note.zh for note in run.renewal.notes)
    later = renewed(valuation=date(2026, 3, 31), credibility=Fraction(1))
    assert later.past.paid.total == 24 * 80_000


def test_older_people_than_last_year_are_dearer() -> None:
    """Six of 25 left at the end of August, and their premium with them; six of 58 stay."""
    young = [person(number, "2000-01-01", cover_to="2025-08-31") for number in range(1, 7)]
    old = [person(number, "1967-01-01") for number in range(7, 13)]
    paid = premiums(premium("7989.04", 6, to="2025-08-31"), premium("12000", 6))
    factor = keys(renewed(members=staff(*young, *old), paid=paid))["demographics"]
    assert factor is not None
    assert factor > Fraction(11, 10)


def test_dearer_people_who_pay_their_premium_are_not_counted_twice() -> None:
    """The same, but those who stay paid three times as much a head: today's premium a head has risen by itself."""
    young = [person(number, "2000-01-01", cover_to="2025-08-31") for number in range(1, 7)]
    old = [person(number, "1967-01-01") for number in range(7, 13)]
    alike, own = (
        keys(renewed(members=staff(*young, *old), paid=premiums(premium(of_young, 6, to="2025-08-31"), of_old)))
        for of_young, of_old in (("7989.04", premium("12000", 6)), ("2663.01", premium("12000", 6)))
    )
    per_head_rises = (12000 + 7989.04) / (12000 + 2663.01)
    assert alike["demographics"] is not None
    assert own["demographics"] is not None
    assert float(alike["demographics"] / own["demographics"]) == pytest.approx(per_head_rises, rel=1e-5)


def test_people_are_a_year_older_in_the_year_that_is_priced() -> None:
    """Plans that still carry last year's dates are moved, with their variants; waiting periods do not run again."""
    run = renewed(members=staff(*(person(number, "1967-01-01") for number in range(1, SIZE + 1))))
    assert run.group.period == (date(2026, 1, 1), date(2026, 12, 31))
    assert set(run.group.members["continuous_from"].to_pylist()) == {date(2025, 1, 1)}
    factor = keys(run)["demographics"]
    assert factor is not None
    assert factor > 1
    assert factor == pytest.approx(run.next_year.mean() / run.past_people.mean(), abs=1e-6)


def test_half_a_year_under_a_yearly_deductible_is_put_on_a_whole_one() -> None:
    """By the end of June few have used up 5,000 yuan a year: what the model says of that is a step of its own."""
    text = HEAD % (2025, 2025) + OUTPATIENT % (5000, "80%", 100_000)
    plan, found = parse_plans(text)[0], {}
    for month in (6, 12):
        run = renew_group(
            staff(), bills(*a_bill_a_month("3000")), premiums(premium("24000", SIZE)), Terms(None, (plan,)),
            valuation=date(2025, month, 30 + month // 12), model=load_model(), assumptions=Assumptions(**SETTLED),
            years=20,
        )  # fmt: skip
        found[month] = keys(run)["whole_year"]
    assert found[12] == 1
    assert found[6] is not None
    assert found[6] > Fraction(5, 4)


def test_use_responds_where_terms_change_and_it_was_asked_for() -> None:
    """People who bear half instead of a fifth use less, on the experience and in the model alike."""
    new = Terms(None, (staff_plan(2026, pay="50%"),))
    plain, responds = (renewed(new=new, use=asked, credibility=Fraction(0)) for asked in (False, True))
    factor = keys(responds)["use_response"]
    assert factor is not None
    assert Fraction(8, 10) < factor < 1
    assert "use_response" not in keys(plain)
    assert responds.renewal.indicated.premium == pytest.approx(
        float(factor) * plain.renewal.indicated.premium, rel=1e-4
    )
    assert any("RAND" in note.en for note in responds.renewal.notes)


def test_use_does_not_respond_to_the_same_terms() -> None:
    run = renewed(use=True)
    assert run.use is not None
    assert run.use.factor is None
    assert "use_response" not in keys(run)
    assert any("使用量没有反应" in note.zh for note in run.renewal.notes)


def test_no_premiums_are_refused() -> None:
    from tuanbao.roster import PREMIUMS

    from ...support import read_rows

    table = read_rows([premium("1")], PREMIUMS)
    nothing = Reading(table.layout, table.table.slice(0, 0), table.rows[:0], (), ())
    with pytest.raises(RenewalError, match="there are no premiums"):
        renew_group(
            staff(),
            bills(*a_bill_a_month()),
            nothing,
            Terms(None, (staff_plan(),)),
            valuation=date(2025, 12, 31),
            model=load_model(),
        )


def test_premiums_of_nothing_are_refused() -> None:
    with pytest.raises(RenewalError, match="no premium is in force"):
        renew_group(
            staff(),
            bills(*a_bill_a_month()),
            premiums(premium("0", SIZE)),
            Terms(None, (staff_plan(),)),
            valuation=date(2025, 12, 31),
            model=load_model(),
            years=20,
        )


def test_negative_bills_are_refused_with_their_rows() -> None:
    rows = [*a_bill_a_month(), bill(900, "E1", "2025-03-03", "-5"), bill(901, "E1", "2025-03-03", "-7")]
    with pytest.raises(RefusedRowsError) as refused:
        renewed(*rows)
    found = {error.row for error in refused.value.errors}
    assert found == {25, 26}


def test_bills_that_came_in_before_they_occurred_are_refused_and_named() -> None:
    with pytest.raises(RenewalError, match="b900"):
        renewed(*a_bill_a_month(), bill(900, "E1", "2025-03-03", "5", received_date="2025-02-01"))


def test_a_month_without_claims_is_named() -> None:
    run = renewed(*(row for row in a_bill_a_month() if not row["service_date"].startswith("2025-05")))
    assert any("2025-05" in note.zh and "没有缺少" in note.zh for note in run.renewal.notes)


def test_a_valuation_before_the_year_is_refused() -> None:
    with pytest.raises(RenewalError, match="before the first day"):
        renewed(valuation=date(2024, 12, 31))


def test_completion_leans_on_working_days() -> None:
    """October has far fewer working days than the months around it: the calendar of the State Council is used."""
    triangle = renewed(unreported=None).renewal.unreported.triangle
    assert triangle is not None
    assert triangle.working_days is not None
    assert triangle.working_days[9] < triangle.working_days[8]
