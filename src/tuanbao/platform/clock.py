"""The one clock (时钟). Everything asks it for the time, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_shift: ContextVar[timedelta | None] = ContextVar("clock_shift", default=None)


def now() -> datetime:
    """Aware, in UTC."""
    shift = _shift.get()
    return timezone.now() + (settings.CLOCK_SHIFT if shift is None else shift)


def today() -> date:
    """The day in the installation's time zone."""
    return timezone.localtime(now()).date()


def is_set() -> bool:
    """Somebody has set the clock: screens say so."""
    return _shift.get() is not None or bool(settings.CLOCK_SHIFT)


@contextmanager
def clock_at(moment: date | datetime) -> Iterator[None]:
    """Within, time runs on from this moment (noon, where only a day is given)."""
    token = _shift.set(shift_to(moment))
    try:
        yield
    finally:
        _shift.reset(token)


def shift_to(moment: date | datetime) -> timedelta:
    """What must be added to the real time so that it is this moment now."""
    return _aware(moment) - timezone.now()


def _aware(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
