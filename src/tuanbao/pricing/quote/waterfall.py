"""A price as steps of whole fen that add up exactly to it (价格分解)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.reference.documented import Confidence

Kind = Literal["start", "add", "multiply", "round"]

ROUNDING = Text("费率取整", "rounding of rates")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a step is there: what it is called, where its number comes from and how sure that is."""

    key: str
    name: Text
    kind: Kind
    reason: Text
    source: str = ""
    confidence: Confidence | None = None
    """None: not an estimate, as a term that was agreed."""
    share: Fraction | None = None
    """Of an amount added: its share of the price before tax, where it is one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``amount`` are its fen, ``total`` the fen after it, ``exact`` the same before rounding."""

    cause: Cause
    factor: Fraction | None
    """Of a step that multiplies: exact == factor × the exact total before it; None where it differs among people."""
    amount: int
    total: int
    exact: Fraction


@dataclass(frozen=True, slots=True)
class Explanation:
    """A price that explains itself: the amounts of its steps add up to ``price``, fen for fen."""

    title: Text
    steps: tuple[Step, ...]

    @property
    def price(self) -> int:
        return self.steps[-1].total


@dataclass(frozen=True, slots=True)
class Movement:
    """A cause and the exact running total after it."""

    cause: Cause
    exact: Fraction
    factor: Fraction | None = None


def explain(title: Text, movements: Sequence[Movement]) -> Explanation:
    """Steps whose running totals are the exact ones rounded half up; an amount is the difference of two totals.

    So every total is right to half a fen, every amount to one, and nothing is left over. Raises ValueError for none.
    """
    if not movements:
        raise ValueError("a price has at least its start")
    steps: list[Step] = []
    before = 0
    for movement in movements:
        total = half_up(movement.exact.numerator, movement.exact.denominator)
        steps.append(Step(movement.cause, movement.factor, total - before, total, movement.exact))
        before = total
    return Explanation(title, tuple(steps))


def combine(
    title: Text, parts: Iterable[tuple[Sequence[Movement], int]], then: Sequence[tuple[Cause, int]] = ()
) -> Explanation:
    """The price of several people together: movements with the same causes, each taken so many times.

    ``then`` are amounts of whole fen that come after, as the difference between composite and list rates. Raises
    ValueError where there is nobody, or where the causes differ.
    """
    pieces = [(movements, times) for movements, times in parts if times]
    if not pieces:
        raise ValueError("a price of nobody cannot be explained")
    first = [movement.cause.key for movement in pieces[0][0]]
    if any([movement.cause.key for movement in movements] != first for movements, _ in pieces):
        raise ValueError("prices of different steps cannot be added up")
    together = [_together([(movements[i], times) for movements, times in pieces]) for i in range(len(first))]
    for cause, amount in then:
        together.append(Movement(cause, together[-1].exact + amount))
    return explain(title, together)


def _together(pieces: Sequence[tuple[Movement, int]]) -> Movement:
    """The sum; a factor that is not the same for all is none for the sum."""
    factors = {movement.factor for movement, _ in pieces}
    factor = factors.pop() if len(factors) == 1 else None
    exact = sum((movement.exact * times for movement, times in pieces), Fraction(0))
    return Movement(pieces[0][0].cause, exact, factor)
