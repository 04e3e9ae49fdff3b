"""Where random cases take their choices from: a seed (fast), or hypothesis (slow, but shrinks)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(ABC):
    """Everything comes down to one whole number at a time; 0 and the first of a list are the simplest."""

    @abstractmethod
    def integer(self, least: int, most: int) -> int:
        """A whole number from least to most."""

    def chance(self, percent: int) -> bool:
        return self.integer(0, 99) >= 100 - percent

    def one(self, options: Sequence[T]) -> T:
        return options[self.integer(0, len(options) - 1)]

    def some(self, options: Sequence[T], most: int = 3) -> list[T]:
        """One to ``most`` different options, in the order of the list."""
        wanted = {self.integer(0, len(options) - 1) for _ in range(self.integer(1, most))}
        return [options[position] for position in sorted(wanted)]

    def several(self, least: int, most: int, make: Callable[[int], T]) -> list[T]:
        return [make(position) for position in range(self.integer(least, most))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        left, drawn = list(items), []
        while left:
            drawn.append(left.pop(self.integer(0, len(left) - 1)))
        return drawn


class Seeded(Choices):
    """From one number."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def integer(self, least: int, most: int) -> int:
        return least + int(self._random() * (most - least + 1))


class Drawn(Choices):
    """From hypothesis, so that a failing case becomes small."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def integer(self, least: int, most: int) -> int:
        return least if least == most else self._draw(st.integers(least, most))

    def several(self, least: int, most: int, make: Callable[[int], T]) -> list[T]:
        """One "another?" before each, so that any of them can be left out."""
        made: list[T] = []
        while len(made) < most and (len(made) < least or self.integer(0, 3)):
            made.append(make(len(made)))
        return made
