"""Posting to the ledger (记账): one transaction, once a key, never changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.money import ledger
from tuanbao.platform.money.ledger import Entry, LedgerError, Posted
from tuanbao.platform.money.models import Posting, Transaction
from tuanbao.platform.protection import audit

AUDITED = frozenset({"payment", "payroll", "reversal"})
"""Kinds that somebody does by hand; the others follow from acts that are audited themselves."""


def post(company: Company, posted: Posted, user: Any = None) -> Transaction:
    """Posts it, or gives what was posted by this key. Raises LedgerError: a rule broken, or another content."""
    ledger.check(posted)
    existing: Transaction | None = Transaction.objects.filter(key=posted.key).first()
    if existing is None:
        try:
            with transaction.atomic():
                return _write(company, posted, user)
        except IntegrityError:
            existing = Transaction.objects.filter(key=posted.key).first()
            if existing is None:
                raise
    if not _same(as_posted(existing), posted):
        raise LedgerError(
            Text(
                f"“{posted.key}”已经记过账，内容不同；请记差额",
                f"{posted.key} was posted with another content; post the difference",
            )
        )
    return existing


def reverse(made: Transaction, on: date, user: Any = None) -> Transaction:
    """Takes a transaction back by posting it the other way round."""
    return post(made.company, ledger.reversal(as_posted(made), on), user)


def balance(account: str, through: date | None = None, **dimensions: Any) -> int:
    """The sum on an account, by ``person=`` or ``policy=``, at the end of a day."""
    found = Posting.objects.filter(account=account, **dimensions)
    if through is not None:
        found = found.filter(transaction__on__lte=through)
    return found.aggregate(sum=Sum("amount"))["sum"] or 0


def balances_by(account: str, dimension: str, through: date | None = None) -> dict[int, int]:
    """Balances on an account by the keys of persons or policies."""
    found = Posting.objects.filter(account=account)
    if through is not None:
        found = found.filter(transaction__on__lte=through)
    return dict(found.order_by().values_list(f"{dimension}_id").annotate(Sum("amount")))


def as_posted(made: Transaction) -> Posted:
    entries = made.postings.values_list("account", "person_id", "policy_id", "unit", "amount")
    return Posted(made.key, made.on, made.kind, Text(**made.narrative), tuple(Entry(*each) for each in entries))


def _write(company: Company, posted: Posted, user: Any) -> Transaction:
    made: Transaction = Transaction.objects.create(
        company=company,
        on=posted.on,
        kind=posted.kind,
        key=posted.key,
        narrative=posted.narrative._asdict(),
        made_at=clock.now(),
        made_by=user,
    )
    Posting.objects.bulk_create(_rows(company, made, posted.entries), batch_size=1000)
    if posted.kind in AUDITED:
        audit.record(f"money.{posted.kind}", made, company=company, user=user)
    return made


def _rows(company: Company, made: Transaction, entries: Iterable[Entry]) -> list[Posting]:
    return [
        Posting(
            company=company,
            transaction=made,
            account=each.account,
            person_id=each.person,
            policy_id=each.policy,
            unit=each.unit,
            amount=each.amount,
        )
        for each in entries
    ]


def _same(one: Posted, other: Posted) -> bool:
    return (one.kind, one.on, ledger.netted(one.entries)) == (other.kind, other.on, ledger.netted(other.entries))
