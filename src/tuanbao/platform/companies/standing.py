"""What rarely changes of a company, kept in memory (常驻数据): programmes, policies, rates, windows.

A `Standing` model renews the company's mark whenever something of it is written. `kept` reads a company's standing once
and again only after the mark has changed, so no process shows anything older than the database holds.

    @kept
    def read_policies(company: int) -> tuple[Policy, ...]: …
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from django.db import models
from django_scopes import ScopedManager, scope

from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.companies.prepared import Prepared

COMPANIES = 64
"""Kept in one process at a time; those asked for last."""
T = TypeVar("T")


class Mark(Owned):
    """Another one after each change (版次). Never guessed nor used again, so that a change rolled back leaves none."""

    value = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="one_mark_a_company")]


MARK = Prepared[str](lambda: Mark.objects.values_list("value", flat=True))
_looking: ContextVar[dict[int, str] | None] = ContextVar("looking", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """While something is only looked at, one reading of the mark will do."""
    token = _looking.set({})
    try:
        yield
    finally:
        _looking.reset(token)


def _mark(company: int) -> str:
    seen = _looking.get()
    if seen is not None and company in seen:
        return seen[company]
    mark = next(iter(MARK()), "")
    if seen is not None:
        seen[company] = mark
    return mark


def renew(companies: Iterable[int]) -> None:
    for company in set(companies):
        (_looking.get() or {}).pop(company, None)
        with scope(company=company):
            Mark.objects.update_or_create(company_id=company, defaults={"value": uuid4().hex})


class StandingQuerySet(models.QuerySet[Any]):
    """Writes of many rows at once renew the mark too."""

    def update(self, **values: Any) -> int:
        companies = self._companies()
        done = super().update(**values)
        renew(companies)
        return done

    def delete(self) -> tuple[int, dict[str, int]]:
        companies = self._companies()
        done = super().delete()
        renew(companies)
        return done

    def bulk_create(self, objs: Iterable[Any], *args: Any, **more: Any) -> list[Any]:
        made = super().bulk_create(objs, *args, **more)
        renew(each.company_id for each in made)
        return made

    def _companies(self) -> set[int]:
        return set(self.order_by().values_list("company_id", flat=True).distinct())


class Standing(Owned):
    """Base of what is read often and written rarely."""

    objects: ClassVar[models.Manager] = ScopedManager(  # type: ignore[type-arg]
        company="company", _manager_class=models.Manager.from_queryset(StandingQuerySet)
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **more: Any) -> None:
        super().save(*args, **more)
        renew([self.company_id])

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        company, done = self.company_id, super().delete(*args, **more)
        renew([company])
        return done


def kept(read: Callable[[int], T]) -> Callable[[int], T]:
    """``read(company)`` runs in the company's scope; what it gives is shared and only looked at."""
    held: OrderedDict[int, tuple[str, T]] = OrderedDict()

    @wraps(read)
    def asked(company: int) -> T:
        # The mark is read first: what is read after it is as new as the mark, or newer.
        with scope(company=company):
            mark = _mark(company)
            known = held.get(company)
            if known is None or known[0] != mark:
                known = (mark, read(company))
        held[company] = known
        if len(held) > COMPANIES:
            held.popitem(last=False)
        return known[1]

    return asked
