"""Payments to the insurer, and taking one back that was recorded wrongly (付款、冲正)."""

from datetime import date
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.ledger import LedgerError, Posted, entry
from tuanbao.platform.money.models import Payment, PaymentReversal, Transaction
from tuanbao.platform.money.posting import post, reverse


@transaction.atomic
def pay(policy: Policy, on: date, amount: int, reference: str, key: str, user: Any = None) -> Payment:
    """Records a payment once a key; which bills it pays is derived, the oldest first."""
    existing: Payment | None = Payment.objects.filter(key=key).first()
    if existing is not None:
        return existing
    made: Payment = Payment.objects.create(
        company_id=policy.company_id,
        policy=policy,
        on=on,
        amount_fen=amount,
        reference=reference,
        key=key,
        made_at=clock.now(),
        made_by=user,
    )
    said = Text(f"付款 {policy.number} {reference}".strip(), f"payment {policy.number} {reference}".strip())
    entries = (entry("premium_due", amount, policy=policy.pk), entry("bank", -amount))
    post(made.company, Posted(f"payment:{made.pk}", on, "payment", said, entries), user)
    return made


def payment_of(made: Transaction) -> Payment | None:
    """The payment that a transaction posted. Only these are taken back by hand: everything else in the ledger follows
    from a fact that is corrected where it was made, an endorsement by another one, a deduction by the next pay."""
    if made.kind != "payment":
        return None
    found: Payment | None = Payment.objects.filter(pk=int(made.key.partition(":")[2])).first()
    return found


@transaction.atomic
def take_back(made: Transaction, reason: str, user: Any = None) -> Transaction:
    """Reverses the transaction of a payment, which pays no bill from then on. Once; raises LedgerError."""
    payment = payment_of(made)
    if payment is None:
        raise LedgerError(
            Text(
                "只有付款可以冲正；其他分录由批单、账单、工资代扣产生，请在那里更正",
                "only payments are reversed; the rest follows from endorsements, bills and payroll: correct it there",
            )
        )
    if not reason.strip():
        raise LedgerError(Text("请写明冲正的原因", "say why it is reversed"))
    Policy.objects.select_for_update().get(pk=payment.policy_id)
    if PaymentReversal.objects.filter(payment=payment).exists():
        raise LedgerError(Text("这笔付款已经冲正过，不能再冲", "this payment has been reversed already"))
    on = max(clock.today(), payment.on)
    PaymentReversal.objects.create(
        company_id=payment.company_id,
        payment=payment,
        on=on,
        reason=reason.strip()[:300],
        made_at=clock.now(),
        made_by=user,
    )
    return reverse(made, on, user)
