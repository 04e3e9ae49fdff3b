"""Premium is earned by the day (保费满期): each month what has passed moves from unearned to expense."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from tuanbao.language import Text
from tuanbao.platform.cover.earned import earned_by
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.billing import post_missing
from tuanbao.platform.money.ledger import Posted, entry
from tuanbao.platform.money.models import Posting, Transaction
from tuanbao.platform.money.posting import post
from tuanbao.platform.months import end_of


@transaction.atomic
def earn(policy: Policy, month: date, user: Any = None) -> Transaction | None:
    """Posts what the policy earned by the end of a month and was not yet posted; once a month, months in order.

    What becomes known later of days that have passed is earned in the month that is posted next.
    """
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    key, last = f"earned:{policy.pk}:{month:%Y-%m}", end_of(month)
    earned = Transaction.objects.filter(kind="earned", key__startswith=f"earned:{policy.pk}:", on__gte=last)
    if earned.exists():
        return Transaction.objects.filter(key=key).first()
    post_missing(policy)
    premium, contributions = earned_by(policy, last)
    premium -= _posted(policy, "premium_expense")
    contributions += _posted(policy, "contributions")
    if not premium and not contributions:
        return None
    entries = [
        entry("premium_expense", premium, policy=policy.pk),
        entry("prepaid_premium", -premium, policy=policy.pk),
        entry("deferred_contributions", contributions, policy=policy.pk),
        entry("contributions", -contributions, policy=policy.pk),
    ]
    said = Text(f"保单 {policy.number} {month:%Y-%m} 满期保费", f"policy {policy.number}, earned in {month:%Y-%m}")
    kept = tuple(each for each in entries if each.amount)
    return post(policy.company, Posted(key, last, "earned", said, kept), user)


def _posted(policy: Policy, account: str) -> int:
    found = Posting.objects.filter(account=account, policy=policy).aggregate(sum=Sum("amount"))
    return found["sum"] or 0
