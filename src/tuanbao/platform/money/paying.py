"""Payments to the insurer (付款)."""

from datetime import date
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.ledger import Posted, entry
from tuanbao.platform.money.models import Payment
from tuanbao.platform.money.posting import post


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
