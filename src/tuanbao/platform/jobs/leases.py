"""Who works on a job (租约): taking one, showing that the worker lives, losing it to another."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import close_old_connections
from django.db.models import F
from django.db.utils import DatabaseError
from django.utils import timezone

from tuanbao.platform import clock
from tuanbao.platform.jobs.models import Job

BEAT_EVERY = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=60)
"""Many beats have failed by then: the worker was killed, or its machine is gone."""

logger = logging.getLogger(__name__)
_held: set[tuple[Any, str]] = set()
"""The leases of this process."""


class LeaseLostError(Exception):
    """The job was given to another worker, because this one seemed dead. What it still does must not count."""


def take(job: Job) -> str | None:
    """The lease of a waiting job; None where it is not waiting (any more)."""
    lease = uuid.uuid4().hex
    taken = Job.objects.filter(pk=job.pk, state="waiting").update(
        state="running", lease=lease, started_at=clock.now(), beat_at=timezone.now(), attempts=F("attempts") + 1
    )
    return lease if taken else None


def write(job: Job, lease: str, **fields: Any) -> None:
    """Writes to a job under its lease. Raises LeaseLostError where somebody else has it."""
    held = Job.objects.filter(pk=job.pk, state="running", lease=lease)
    if not held.update(beat_at=timezone.now(), **fields):
        raise LeaseLostError(job.pk)


@contextmanager
def held(job: Job, lease: str) -> Iterator[None]:
    """Within, the heart of this process, if it has one, beats for the job."""
    entry = (job.pk, lease)
    _held.add(entry)
    try:
        yield
    finally:
        _held.discard(entry)


def beat() -> None:
    """Shows that the work of this process goes on, also while it computes for long without telling."""
    from django_scopes import scopes_disabled

    with scopes_disabled():
        for pk, lease in tuple(_held):
            Job.objects.filter(pk=pk, state="running", lease=lease).update(beat_at=timezone.now())


def every(seconds: float, act: Callable[[], None], name: str) -> Callable[[], None]:
    """Runs something again and again in a thread of its own, beside the work; gives what stops it.

    A database that is busy or away for a moment is asked again the next time.
    """
    stopped = threading.Event()

    def loop() -> None:
        while not stopped.wait(seconds):
            try:
                act()
            except DatabaseError:
                continue
            except Exception as error:  # the thread must live on; the message may cite data
                logger.error("%s failed: %s", name, type(error).__qualname__)
            finally:
                close_old_connections()

    threading.Thread(target=loop, name=name, daemon=True).start()
    return stopped.set
