"""What all messages about one employee come to (消息归并). Pure: it follows from the set of messages, never from the
order in which they arrived."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tuanbao.platform.people.messages import Message

Stint = tuple[date, date | None]
"""First and last day of an employment; None: it lasts."""
Positions = dict[date, dict[str, str]]
"""From which day on somebody works where: all that holds from then on."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of the employee otherwise than by messages."""

    stint: Stint | None = None
    positions: tuple[tuple[date, dict[str, str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    fields: dict[str, tuple[Any, datetime]]
    """The latest value of each field, and when it was so."""
    stints: tuple[Stint, ...]
    positions: Positions

    @property
    def employed(self) -> bool:
        """Somebody has said that the employee came."""
        return bool(self.stints)


def fold(messages: Iterable[Message], base: Base = Base()) -> Folded:
    """Of a field the latest message holds; transfers stand at their days; leavers end the employment that had begun."""
    ordered = sorted(messages, key=lambda message: message.order)
    fields = {
        name: (value, message.occurred_at) for message in ordered for name, value in message.person.values().items()
    }
    return Folded(fields, _stints(ordered, base), _positions(ordered, base))


def _stints(ordered: Sequence[Message], base: Base) -> tuple[Stint, ...]:
    joined = [message.day for message in ordered if message.kind == "joiner"]
    first = joined[-1] if joined else base.stint[0] if base.stint else None
    if first is None:
        return ()
    starts = sorted({first, *(message.day for message in ordered if message.kind == "rejoin" and message.day > first)})
    ends: dict[date, date | None] = dict.fromkeys(starts)
    if base.stint and base.stint[1] and base.stint[1] >= first:
        ends[_begun(starts, base.stint[1])] = base.stint[1]
    for message in ordered:
        if message.kind == "leaver" and message.day >= first:
            ends[_begun(starts, message.day)] = message.day
    return tuple((start, ends[start]) for start in starts)


def _begun(starts: Sequence[date], day: date) -> date:
    return max(start for start in starts if start <= day)


def _positions(ordered: Sequence[Message], base: Base) -> Positions:
    """What a transfer does not say stays as it was the day before."""
    said: Positions = {day: dict(values) for day, values in base.positions}
    for message in ordered:
        if message.kind in {"joiner", "transfer", "rejoin"}:
            said.setdefault(message.day, {}).update(message.position.values())
    resolved: Positions = {}
    held: dict[str, str] = {}
    for day in sorted(said):
        held = {**held, **said[day]}
        resolved[day] = held
    return resolved
