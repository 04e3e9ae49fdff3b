"""Who is insured, and what it costs, by what the insurer was told (参保人数、保费)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tuanbao.platform.cover.earned import earned_through


@dataclass(frozen=True, slots=True)
class Told:
    """A line of an approved endorsement."""

    person: int
    cover: str
    adds: bool
    first: date
    last: date
    premium_fen: int


def insured_on(lines: Iterable[Told], day: date) -> set[int]:
    """The people whose cover on the day was told to the insurer and not taken back."""
    covers: Counter[tuple[int, str]] = Counter()
    for line in lines:
        if line.first <= day <= line.last:
            covers[line.person, line.cover] += 1 if line.adds else -1
    return {person for (person, _), n in covers.items() if n > 0}


def earned(lines: Iterable[Told], day: date) -> int:
    """Of the premiums, the fen that fall on days up to this one, each line by its days."""
    return sum(earned_through(line.premium_fen, line.first, line.last, day) for line in lines)
