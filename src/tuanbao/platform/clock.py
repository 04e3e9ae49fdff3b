"""The one clock (时钟). Everything asks it for the time, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_shift: ContextVar[timedelta | None] = ContextVar("clock_shift", default=None)
_STARTED = timezone.now()


def now() -> datetime:
    """Aware, in UTC."""
    shift = _shift.get()
    return timezone.now() + (_shift_of_settings() if shift is None else shift)


def today() -> date:
    """The day in the installation's time zone."""
    return timezone.localtime(now()).date()


def is_set() -> bool:
    """Somebody has set the clock: screens say so."""
    return _shift.get() is not None or bool(settings.CLOCK_FROM)


@contextmanager
def clock_at(moment: date | datetime) -> Iterator[None]:
    """Within, time runs on from this moment (noon, where only a day is given)."""
    token = _shift.set(_aware(moment) - timezone.now())
    try:
        yield
    finally:
        _shift.reset(token)


def _shift_of_settings() -> timedelta:
    """``CLOCK_FROM`` is the day that it was when the process started."""
    return _aware(settings.CLOCK_FROM) - _STARTED if settings.CLOCK_FROM else timedelta()


def _aware(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
