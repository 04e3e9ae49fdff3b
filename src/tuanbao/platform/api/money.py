"""The ledger, read (账目接口)."""

from datetime import date
from typing import Annotated, Any

from django.db.models import Sum
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tuanbao.platform import clock
from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.types import Day, Words
from tuanbao.platform.money.models import Posting, Transaction

router = Router(tags=["money"], auth=Bearer("money:read"))
Account = Annotated[str | None, Field(max_length=40, description="科目 / account")]


class Balance(Schema):
    account: str
    person: str | None
    policy: str | None
    unit: str
    amount: int
    """Fen where the unit is CNY; debit is positive."""


class PostingOut(Balance):
    pass


class TransactionOut(Schema):
    id: int
    on: date
    kind: str
    key: str
    narrative: Words
    postings: list[PostingOut]


class TransactionPage(Schema):
    items: list[TransactionOut]
    next: str | None


class WantedBalances(Schema):
    account: Account = None
    person: Annotated[str | None, Field(max_length=64, description="编号 / number")] = None
    on: Annotated[Day | None, Field(description="日终余额，默认今天 / at the end of the day, default today")] = None


class WantedTransactions(Schema):
    kind: Annotated[str | None, Field(max_length=30)] = None
    since: Annotated[Day | None, Field(description="此日起 / from this day on")] = None


@router.get("/balances", response=list[Balance], summary="余额 / Balances")
def list_balances(request: HttpRequest, wanted: Query[WantedBalances]) -> Any:
    found = Posting.objects.filter(transaction__on__lte=wanted.on or clock.today())
    if wanted.account is not None:
        found = found.filter(account=wanted.account)
    if wanted.person is not None:
        found = found.filter(person__number=wanted.person)
    by = ("account", "person__number", "policy__number", "unit")
    sums = found.order_by().values(*by).annotate(sum=Sum("amount")).order_by(*by)
    return [
        {
            "account": each["account"],
            "person": each["person__number"],
            "policy": each["policy__number"],
            "unit": each["unit"],
            "amount": each["sum"],
        }
        for each in sums
        if each["sum"]
    ]


@router.get("/transactions", response=TransactionPage, summary="分录 / Transactions")
def list_transactions(request: HttpRequest, asked: Asked, wanted: Query[WantedTransactions]) -> Any:
    found = Transaction.objects.prefetch_related("postings__person", "postings__policy")
    if wanted.kind is not None:
        found = found.filter(kind=wanted.kind)
    if wanted.since is not None:
        found = found.filter(on__gte=wanted.since)
    listed = page(found, asked)
    return {**listed, "items": [_transaction(each) for each in listed["items"]]}


def _transaction(transaction: Transaction) -> dict[str, Any]:
    names = ("id", "on", "kind", "key")
    narrative = {"zh": transaction.narrative.get("zh", ""), "en": transaction.narrative.get("en", "")}
    return {
        **{name: getattr(transaction, name) for name in names},
        "narrative": narrative,
        "postings": [_posting(each) for each in transaction.postings.all()],
    }


def _posting(posting: Posting) -> dict[str, Any]:
    return {
        "account": posting.account,
        "person": posting.person.number if posting.person else None,
        "policy": posting.policy.number if posting.policy else None,
        "unit": posting.unit,
        "amount": posting.amount,
    }
