"""A past year is what was known on the valuation day, by month of occurrence and month of receipt."""

from datetime import date
from fractions import Fraction

import pytest

from tuanbao.adjudication import RefusedRowsError
from tuanbao.pricing.renewal import PastYear, RenewalError, past_year
from tuanbao.pricing.renewal.completing import triangle_of, unreported

from ...support import events
from .groups import bill, bills, group, premium, premiums, staff_plan

ROWS = (
    bill(1, "E1", "2025-01-10", "100"),
    bill(2, "E1", "2025-01-20", "200", received_date="2025-03-01"),
    bill(3, "E2", "2025-02-28", "50", received_date="2025-03-01"),
    bill(4, "E3", "2025-03-05", "1000", received_date="2025-05-05"),
)
LIFE = "  - {id: life, kind: lump_sum, event: death, sum_insured: 100000}\n"


def year(valuation: str, *rows: dict[str, object], **more: object) -> PastYear:
    day = date.fromisoformat(valuation)
    return past_year([staff_plan()], group(), bills(*(rows or ROWS)), premiums(), valuation=day, **more)  # type: ignore[arg-type]


def test_payments_stand_by_month_of_occurrence_and_lag() -> None:
    past = year("2025-05-31")
    assert past.payments.shape == (5, 5)
    assert past.payments[:3, :3].tolist() == [[8_000, 0, 16_000], [0, 4_000, 0], [0, 0, 80_000]]
    assert past.payments.sum() == past.paid.total == 108_000
    assert dict(zip(past.paid.member_id, past.paid.by_person.tolist(), strict=True))["E1"] == 24_000


def test_what_came_in_later_is_not_known_and_said() -> None:
    past = year("2025-03-31")
    assert past.paid.total == 28_000
    assert any("1 行票据" in note.zh for note in past.notes)
    assert past.known_until == date(2025, 3, 31)
    assert past.earned == 118_356
    assert past.lives == 4
    assert past.exposure.member_months == 12


def test_run_out_after_the_year_adds_payments_and_no_premium() -> None:
    past = year("2026-03-31", *ROWS, bill(5, "E4", "2025-12-30", "10", received_date="2026-02-01"))
    assert past.payments.shape == (12, 15)
    assert past.payments[11, 2] == 800
    assert past.earned == 480_000
    assert past.paid_until(past.known_until) == past.paid.total - 800
    assert past.exposure.life_years == 4


def test_lump_sums_are_paid_beside_the_triangle_of_bills() -> None:
    happened = events([{"event_id": "v1", "member_id": "E4", "date": "2025-04-02", "event": "death"}])
    past = past_year(
        [staff_plan(more=LIFE)], group(), bills(*ROWS), premiums(), valuation=date(2025, 12, 31), events=happened
    )
    assert past.payments.sum() == 108_000
    assert past.paid.total == 108_000 + 10_000_000
    assert past.paid.of_benefit() == {"opd": 108_000, "ipd": 0, "life": 10_000_000}
    assert past.above(5_000_000) == 5_000_000


def test_months_without_a_claim_are_named() -> None:
    notes = " ".join(note.zh for note in year("2025-05-31").notes)
    assert "2025-04、2025-05" in notes
    assert "2025-01" not in notes


@pytest.mark.parametrize(
    ("rows", "valuation", "said"),
    [
        (ROWS, "2024-12-31", "早于保险期间"),
        ((bill(1, "E1", "2025-05-01", "1", received_date="2025-04-01"),), "2025-12-31", "收单日期早于就诊日期，如：b1"),
    ],
)
def test_input_that_cannot_be_is_refused(rows: tuple[dict[str, object], ...], valuation: str, said: str) -> None:
    with pytest.raises(RenewalError) as refused:
        year(valuation, *rows)
    assert said in refused.value.text.zh


def test_negative_bills_are_refused_as_rows() -> None:
    with pytest.raises(RefusedRowsError):
        year("2025-12-31", bill(1, "E1", "2025-05-01", "-5"), bill(2, "E9", "2025-05-01", "5"))


def test_plans_of_two_years_nobody_covered_and_no_premium_are_refused() -> None:
    plans = [staff_plan(2025), staff_plan(2024).model_copy(update={"plan": "other"})]
    with pytest.raises(RenewalError, match="different periods"):
        past_year(plans, group(plan="staff"), bills(*ROWS), premiums(), valuation=date(2025, 12, 31))
    gone = group(cover_from="2023-01-01", cover_to="2023-12-31")
    with pytest.raises(RenewalError, match="nobody on the list"):
        past_year([staff_plan()], gone, bills(*ROWS), premiums(), valuation=date(2025, 12, 31))
    nothing = premiums(premium("1")).table.slice(0, 0)
    with pytest.raises(RenewalError, match="no premiums"):
        past_year([staff_plan()], group(), bills(*ROWS), nothing, valuation=date(2025, 12, 31))


def regular(year_of: int, *, delay: int) -> list[dict[str, object]]:
    """Every month each of two people has one bill at once and one that comes in ``delay`` months later."""
    rows = []
    for month in range(1, 13):
        day = f"{year_of}-{month:02d}-10"
        index = year_of * 12 + month - 1 + delay
        later = f"{index // 12}-{index % 12 + 1:02d}-10"
        rows.append(bill(1000 * year_of + 2 * month, "E1", day, "300"))
        rows.append(bill(1000 * year_of + 2 * month + 1, "E2", day, "100", received_date=later))
    return rows


def test_what_is_still_to_come_is_completed_from_how_bills_came_in() -> None:
    past = year("2025-12-31", *regular(2025, delay=1))
    triangle = triangle_of(past)
    assert triangle.origins[0] == "2025-01"
    assert triangle.increments[0, :2].tolist() == [24_000, 8_000]
    assert triangle.exposure is not None
    assert triangle.exposure.tolist() == [4.0] * 12
    still = unreported(past)
    assert still.amount == pytest.approx(8_000, rel=0.1)  # December's second bill, give or take working days
    assert still.completion is not None
    assert still.amount == round(float(still.completion.outstanding.sum()))
    assert still.method.en.startswith("development")


def test_a_young_year_has_no_completion_and_says_so() -> None:
    past = year("2025-02-15", bill(1, "E1", "2025-01-10", "300"))
    still = unreported(past)
    assert (still.amount, still.standard_error) == (0, None)
    assert any("结果偏低" in note.zh for note in still.notes)
    assert any("不是月末" in note.zh for note in still.notes)


def test_years_with_a_gap_are_not_one_triangle() -> None:
    late = past_year(
        [staff_plan(2027)],
        group(),
        bills(bill(1, "E1", "2027-01-10", "300")),
        premiums(premium("4800", **{"from": "2027-01-01", "to": "2027-12-31"})),
        valuation=date(2027, 12, 31),
    )
    with pytest.raises(RenewalError, match="follow each other"):
        triangle_of(year("2025-12-31"), late)


def test_earned_by_month_of_the_year_adds_up() -> None:
    past = year("2025-12-31")
    assert sum(past.earned_by_month) == past.earned == 480_000
    assert past.exposure.by_month == (Fraction(4),) * 12
