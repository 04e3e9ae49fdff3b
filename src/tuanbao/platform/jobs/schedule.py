"""What is done every day and every minute (定时任务). Each entry once a slot, however many workers there are."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal, TypeVar

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.utils import OperationalError
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs.models import ScheduleRun

Often = Literal["day", "minute"]
Act = TypeVar("Act", bound=Callable[..., Any])
KEPT = timedelta(days=2)
"""How long the runs of minutes are remembered; those of days stay."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    often: Often
    at: time
    """For a day: from when on it is due, in the installation's time zone."""
    act: Callable[..., Any]
    each_company: bool

    def slot(self, now: datetime) -> str | None:
        """The slot of time that is due, if one is. A worker that starts late does what is due of the day."""
        if self.often == "minute":
            return f"{now:%Y-%m-%d %H:%M}"
        return f"{now:%Y-%m-%d}" if now.time() >= self.at else None


_ENTRIES: dict[str, Entry] = {}


def every(often: Often, at: str = "00:00", *, name: str = "", each_company: bool = False) -> Callable[[Act], Act]:
    """Registers a function; ``each_company``: it is called with every company, in its scope, else without a scope.

    It runs in one transaction with the note that it has run, and so is short: long work it starts as a job.
    """

    def registered(act: Act) -> Act:
        own = name or f"{act.__module__.removeprefix('tuanbao.platform.')}.{act.__qualname__}"
        _ENTRIES[own] = Entry(own, often, time.fromisoformat(at), act, each_company)
        return act

    return registered


def run_due() -> int:
    """Runs what is due and was not yet run; says how many. A failure is logged and does not stop the others."""
    now = timezone.localtime(clock.now())
    return sum(_run(name, slot, act, within) for name, slot, act, within in _due(now))


def _due(now: datetime) -> Iterator[tuple[str, str, Callable[[], Any], AbstractContextManager[Any]]]:
    for entry in list(_ENTRIES.values()):
        slot = entry.slot(now)
        if slot is None:
            continue
        if not entry.each_company:
            yield entry.name, slot, entry.act, scopes_disabled()
            continue
        for company in Company.objects.all():
            yield f"{entry.name}:{company.pk}", slot, _of(entry, company), scope(company=company)


def _of(entry: Entry, company: Company) -> Callable[[], Any]:
    return lambda: entry.act(company)


def _run(name: str, slot: str, act: Callable[[], Any], within: AbstractContextManager[Any]) -> bool:
    if ScheduleRun.objects.filter(name=name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            ScheduleRun.objects.create(name=name, slot=slot, at=clock.now())
            with within:
                act()
    except IntegrityError as error:
        if ScheduleRun.objects.filter(name=name, slot=slot).exists():
            return False  # another worker was first
        return _failed(name, slot, error)
    except OperationalError:
        return False  # the database is busy: the slot is still due
    except Exception as error:
        return _failed(name, slot, error)
    return True


def _failed(name: str, slot: str, error: Exception) -> bool:
    """Kept as run, so that it is not tried again every few seconds; the message may cite data and is not logged."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("scheduled %s (%s) failed: %s\n%s", name, slot, type(error).__qualname__, where)
    ScheduleRun.objects.get_or_create(name=name, slot=slot, defaults={"at": clock.now(), "failed": True})
    return True


@every("day", at="03:30", name="jobs.tidy")
def tidy() -> None:
    """Forgets the runs of past minutes and what the queue has done."""
    ScheduleRun.objects.filter(slot__contains=":", at__lt=clock.now() - KEPT).delete()
    call_command("prune_db_task_results", min_age_days=14, queue_name="*", verbosity=0)
