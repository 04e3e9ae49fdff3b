"""Who is insured, and what it costs, by what the insurer was told (参保人数、保费). No Django in here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tuanbao.money import portion


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
    return sum(_earned(line, day) for line in lines)


def _earned(line: Told, day: date) -> int:
    whole = (line.last - line.first).days + 1
    gone = min(max((day - line.first).days + 1, 0), whole)
    return portion(line.premium_fen, Fraction(gone, whole)) if whole > 0 else line.premium_fen
