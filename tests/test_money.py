"""Money: yuan in, fen inside, one rounding, splits that preserve the sum."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.money import format_percent, format_yuan, half_up, parse_percent, parse_yuan, portion, split


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("0", 0),
        ("12.3", 1230),
        ("1,234,567.89", 123456789),
        (300, 30000),
        (Decimal("0.01"), 1),
        ("-5", -500),
        ("7.10", 710),
        ("7.100", 710),
    ],
)
def test_yuan_as_people_write_them(written, fen):
    assert parse_yuan(written) == fen


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("0.001", "too_many_decimals"),
        ("abc", "not_a_number"),
        ("1,23", "not_a_number"),
        ("", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1" * 20, "too_large"),
        ("１２", "not_a_number"),
    ],
)
def test_what_is_not_an_amount_says_why(written, why):
    with pytest.raises(ValueError, match=why):
        parse_yuan(written)


@given(st.integers(-(10**13), 10**13))
def test_formatting_and_reading_are_inverse(fen):
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(format_yuan(fen, grouping=False)) == fen


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("70%", Fraction(7, 10)),
        ("66.6%", Fraction(333, 500)),
        (Decimal("0.7"), Fraction(7, 10)),
        (1, Fraction(1)),
        ("0.000001%", Fraction(1, 10**8)),
        ("150 %", Fraction(3, 2)),
    ],
)
def test_percentages_are_exact(written, share):
    assert parse_percent(written) == share
    assert parse_percent(format_percent(share)) == share


@pytest.mark.parametrize("written", ["-1%", "seventy", "%", "0.0000001%"])
def test_what_is_not_a_percentage_is_refused(written):
    with pytest.raises(ValueError, match=r"not_a_percentage|too_many_decimals"):
        parse_percent(written)


@pytest.mark.parametrize(("n", "d", "rounded"), [(1, 2, 1), (3, 2, 2), (5, 4, 1), (-1, 2, -1), (449, 100, 4)])
def test_halves_round_up(n, d, rounded):
    assert half_up(n, d) == rounded


@given(st.integers(0, 10**12), st.fractions(0, 1))
def test_a_portion_and_its_complement_differ_by_at_most_a_fen(fen, share):
    assert 0 <= portion(fen, share) + portion(fen, 1 - share) - fen <= 1


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_a_split_preserves_the_sum_and_is_fair_to_a_fen(total, weights):
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total * weight, sum(weights))) < 1


def test_ties_of_a_split_go_to_the_first():
    assert split(100, [1, 1, 1]) == [34, 33, 33]


def test_a_split_needs_weights():
    with pytest.raises(ValueError, match="weights"):
        split(100, [0, 0])
