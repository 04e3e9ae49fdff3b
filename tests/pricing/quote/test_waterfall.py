"""Steps of a price add up to it, fen for fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.language import Text
from tuanbao.pricing.quote.waterfall import Cause, Movement, combine, explain

TITLE = Text("某人", "somebody")


def cause(key, kind="add"):
    return Cause(key, Text(key, key), kind, Text("", ""))


def movements(*exact):
    return [Movement(cause(str(i), "start" if i == 0 else "add"), Fraction(x)) for i, x in enumerate(exact)]


fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(st.lists(fractions, min_size=1, max_size=12))
def test_amounts_add_up_to_every_total_and_are_right_to_a_fen(exact):
    explained = explain(TITLE, movements(*exact))
    total = 0
    for i, step in enumerate(explained.steps):
        total += step.amount
        assert step.total == total
        assert abs(step.total - exact[i]) <= Fraction(1, 2)
        assert abs(step.amount - (exact[i] - (exact[i - 1] if i else 0))) <= 1
    assert explained.price == total


@given(st.lists(st.tuples(st.tuples(fractions, fractions), st.integers(0, 500)), min_size=1), st.integers(-999, 999))
def test_prices_of_several_people_add_up_step_by_step(people, gap):
    pieces = [(movements(*exact), times) for exact, times in people]
    if not any(times for _, times in pieces):
        with pytest.raises(ValueError, match="nobody"):
            combine(TITLE, pieces)
        return
    together = combine(TITLE, pieces, [(cause("gap"), gap)])
    assert together.steps[-1].exact == sum(exact[-1] * times for exact, times in people) + gap
    assert sum(step.amount for step in together.steps) == together.price


def test_a_factor_that_differs_among_people_is_none_for_all():
    def piece(factor):
        return [Movement(cause("a", "start"), Fraction(1)), Movement(cause("b", "multiply"), Fraction(factor), factor)]

    together = combine(TITLE, [(piece(Fraction(2)), 1), (piece(Fraction(3)), 1)])
    assert together.steps[1].factor is None
    assert combine(TITLE, [(piece(Fraction(2)), 1), (piece(Fraction(2)), 4)]).steps[1].factor == 2


def test_steps_that_differ_cannot_be_added_up():
    with pytest.raises(ValueError, match="different steps"):
        combine(TITLE, [(movements(1, 2), 1), (movements(1), 1)])
    with pytest.raises(ValueError, match="start"):
        explain(TITLE, [])
