"""The ledger (账本): balances, down to every posting."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.money.accounts import ACCOUNTS, KINDS, UNITS, Account
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import Bill, PayrollRun, Posting, Transaction
from tuanbao.platform.money.paying import payment_of, take_back
from tuanbao.platform.money.views.common import complain, endorsement_address, page, say
from tuanbao.platform.web.tables import Column, Table, table_page


class Balance(NamedTuple):
    account: Account
    amount: int

    @property
    def shown(self) -> int:
        return self.account.shown(self.amount)


def _transaction(row: Transaction | Posting) -> str:
    return reverse("money:transaction", args=[row.transaction_id if isinstance(row, Posting) else row.pk])


TRANSACTIONS = Table(
    "transactions",
    Text("分录", "Transactions"),
    (
        Column("on", Text("日期", "Day"), kind="day", sort="on", filter="on"),
        Column("kind", Text("业务", "Kind"), kind="badge", filter="kind", choices=KINDS),
        Column("narrative", Text("摘要", "Narrative"), lambda row: Text(**row.narrative), link=_transaction),
        Column("made_at", Text("记账时间", "Posted at"), kind="moment", sort="made_at"),
        Column("by", Text("记账人", "Posted by"), lambda row: row.made_by.name if row.made_by else ""),
    ),
    search=("key",),
    order="-on",
    empty=Text("还没有记账", "Nothing posted yet"),
)
_POSTING = (
    Column("on", Text("日期", "Day"), "transaction.on", kind="day", sort="transaction__on", filter="transaction__on"),
    Column("kind", Text("业务", "Kind"), "transaction.kind", "badge", filter="transaction__kind", choices=KINDS),
    Column("narrative", Text("摘要", "Narrative"), lambda row: Text(**row.transaction.narrative), link=_transaction),
    Column("person", Text("人员", "Person"), lambda row: str(row.person or "")),
    Column("policy", Text("保单", "Policy"), "policy.number", filter="policy__number"),
)


def postings_table(account: Account) -> Table:
    unit = "money" if account.unit == "CNY" else "number"
    debit = Column("debit", Text("借方", "Debit"), kind=unit)
    credit = Column("credit", Text("贷方", "Credit"), kind=unit)
    return Table("postings", account.title, (*_POSTING, debit, credit), ("person__number", "person__name"), order="-on")


@requires("money.view")
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Balances of a day by account, and all transactions."""
    on = _day(request.GET.get("day", "")) or clock.today()
    found = Posting.objects.filter(transaction__on__lte=on).order_by()
    sums = dict(found.values_list("account").annotate(Sum("amount")))
    balances = [Balance(account, sums.get(code, 0)) for code, account in ACCOUNTS.items()]
    made = Transaction.objects.select_related("made_by")
    context = page(request, "money:ledger", balances=balances, day=on, units=UNITS)
    return table_page(request, TRANSACTIONS, made, "money/ledger.html", context)


@requires("money.view")
@require_GET
def account(request: HttpRequest, code: str) -> HttpResponse:
    """Every posting on an account; of one person or policy where the address says so."""
    found = ACCOUNTS.get(code)
    if found is None:
        raise Http404
    rows = Posting.objects.filter(account=code).select_related("transaction", "person", "policy")
    total = rows.aggregate(sum=Sum("amount"))["sum"] or 0
    context = page(request, "money:ledger", account=found, total=found.shown(total), crumbs=_crumbs(found.title))
    return table_page(request, postings_table(found), rows, "money/account.html", context)


@requires("money.view")
@require_GET
def transaction(request: HttpRequest, pk: int) -> HttpResponse:
    """One transaction with its postings, and what it came from."""
    found = get_object_or_404(Transaction.objects.select_related("made_by"), pk=pk)
    rows = found.postings.select_related("person", "policy")[:500]
    postings = [(ACCOUNTS[each.account], each) for each in rows]
    context = page(
        request, "money:ledger", transaction=found, postings=postings, crumbs=_crumbs(Text(**found.narrative))
    )
    context.update(kind=KINDS[found.kind], source=_source(found), more=found.postings.count() - len(postings))
    context.update(payment=payment_of(found), reversed_by=_of_key(f"reversal:{found.key}"))
    context.update(reverses=_of_key(found.key.removeprefix("reversal:")) if found.kind == "reversal" else None)
    return render(request, "money/transaction.html", context)


@requires("money.manage")
@require_POST
def reverse_payment(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment that was recorded wrongly is taken back, with the reason."""
    found = get_object_or_404(Transaction, pk=pk)
    try:
        made = take_back(found, request.POST.get("reason", ""), request.user)
    except LedgerError as error:
        complain(request, error.text)
        return redirect("money:transaction", pk=pk)
    say(request, "已冲正，相关账单恢复为未付", "It is reversed; the bills that it paid are open again")
    return redirect("money:transaction", pk=made.pk)


def _of_key(key: str) -> Transaction | None:
    found: Transaction | None = Transaction.objects.filter(key=key).first()
    return found


def _source(made: Transaction) -> str:
    """The address of what was posted, where it has a page."""
    name, _, key = made.key.partition(":")
    if name == "due" and Bill.objects.filter(pk=key).exists():
        return reverse("money:bill", args=[key])
    if name == "payroll" and PayrollRun.objects.filter(pk=key).exists():
        return reverse("money:payroll_run", args=[key])
    if name == "payment":
        return reverse("money:payments")
    return endorsement_address(int(key)) if name in {"endorsement", "points"} else ""


def _crumbs(title: Any) -> list[dict[str, Any]]:
    return [{"title": Text("账本", "Ledger"), "address": reverse("money:ledger")}, {"title": title}]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
