"""Payments to insurers (付款)."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.money import parse_yuan
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.models import Payment, Transaction
from tuanbao.platform.money.paying import pay
from tuanbao.platform.money.posting import balance
from tuanbao.platform.money.views.common import page, say
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page


def _transaction(payment: Payment) -> str:
    made = Transaction.objects.filter(key=f"payment:{payment.pk}").first()
    return reverse("money:transaction", args=[made.pk]) if made else ""


STATES = {"holds": Text("有效", "holds"), "reversed": Text("已冲正", "reversed")}
COLOURS = {"holds": "green", "reversed": "red"}


def _state(payment: Payment) -> str:
    return "reversed" if hasattr(payment, "reversal") else "holds"


PAYMENTS = Table(
    "payments",
    Text("付款", "Payments"),
    (
        Column("on", Text("付款日期", "Paid on"), kind="day", sort="on"),
        Column("policy", Text("保单", "Policy"), "policy.number", filter="policy__number"),
        Column("insurer", Text("保险公司", "Insurer"), "policy.insurer.title"),
        Column("reference", Text("凭证号", "Reference")),
        Column("by", Text("登记人", "Recorded by"), "made_by.name"),
        Column("state", Text("状态", "State"), _state, "badge", choices=STATES, colours=COLOURS),
        Column("amount", Text("金额", "Amount"), "amount_fen", kind="money", sort="amount_fen", link=_transaction),
    ),
    search=("reference", "policy__number"),
    empty=Text("还没有付款记录", "No payments yet"),
)


class PaymentForm(forms.Form):
    policy = forms.ModelChoiceField(Policy.objects.none(), label=Text("保单", "Policy"))  # type: ignore[arg-type]
    on = forms.DateField(label=Text("付款日期", "Paid on"), widget=forms.DateInput({"type": "date"}))  # type: ignore[arg-type]
    amount = forms.CharField(label=Text("金额（元）", "Amount (yuan)"))  # type: ignore[arg-type]
    reference = forms.CharField(label=Text("银行凭证号", "Bank reference"), max_length=80, required=False)  # type: ignore[arg-type]
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = Policy.objects.all()  # type: ignore[attr-defined]
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"

    def clean_amount(self) -> int:
        try:
            amount = parse_yuan(self.cleaned_data["amount"])
        except ValueError:
            amount = 0
        if amount <= 0:
            said = Text("请填大于 0 的金额，例如 12,345.60", "an amount above 0, such as 12,345.60")
            raise forms.ValidationError(said.to(language()))
        return amount


@requires("money.view")
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment; whoever may records one here."""
    may = request.membership.may("money.manage")  # type: ignore[attr-defined]
    form = PaymentForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and may and form.is_valid():
        data = form.cleaned_data
        pay(data["policy"], data["on"], data["amount"], data["reference"], data["key"], request.user)
        say(request, "付款已登记，已按先到期先付分配到账单", "The payment is recorded; it pays the oldest bills first")
        return redirect("money:payments")
    made = Payment.objects.select_related("policy__insurer", "made_by", "reversal")
    context = page(request, "money:payments", form=form if may else None, owed=-balance("premium_due"))
    return table_page(request, PAYMENTS, made, "money/payments.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Today, and the whole of what is owed for the policy that is asked for, or for the only one that owes."""
    owing = {policy: -balance("premium_due", policy=policy) for policy in Policy.objects.all()}
    owed = {policy: amount for policy, amount in owing.items() if amount > 0}
    chosen = next((policy for policy in owed if policy.number == request.GET.get("policy")), None)
    if chosen is None and len(owed) == 1:
        chosen = next(iter(owed))
    first = {"policy": chosen.pk, "amount": f"{owed[chosen] / 100:.2f}"} if chosen else {}
    return {"on": clock.today(), "key": uuid.uuid4().hex, **first}
