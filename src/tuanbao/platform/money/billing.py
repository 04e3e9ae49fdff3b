"""Monthly bills (月度账单): issued once a policy and month, from what falls due of the endorsements."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.money.allocating import allocate
from tuanbao.platform.money.billing_rules import Terms, kind_of
from tuanbao.platform.money.endorsing import known_on, post_endorsement
from tuanbao.platform.money.ledger import LedgerError, Posted, entry
from tuanbao.platform.money.models import Bill, BillApproval, BillLine, Payment, Transaction
from tuanbao.platform.money.posting import balance, post
from tuanbao.platform.months import end_of, month_after
from tuanbao.platform.protection import audit


def terms_of(policy: Policy) -> Terms:
    return Terms(policy.starts_on, policy.ends_on, policy.instalments)


def next_month() -> date:
    """The month for which bills are issued next: the one after the last bill, but not beyond the coming one."""
    last = Bill.objects.order_by("-month").first()
    return month_after(last and last.month, clock.today())


def policies_for(month: date) -> list[Policy]:
    return list(Policy.objects.filter(starts_on__lte=end_of(month)).order_by("pk"))


@transaction.atomic
def issue(policy: Policy, month: date, user: Any = None) -> Bill | None:
    """The policy's bill of a month: the one there is, or a new one; None where there is nothing to ask for."""
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    month = month.replace(day=1)
    existing: Bill | None = Bill.objects.filter(policy=policy, month=month).first()
    if existing is not None:
        return existing
    if Bill.objects.filter(policy=policy, month__gt=month).exists():
        raise LedgerError(Text("之后月份的账单已经出过", "a bill of a later month has been issued"))
    post_missing(policy)
    lines = falling_due(policy, month)
    forward = -balance("premium_due", policy=policy)
    if not lines and not forward:
        return None
    return _write(policy, month, forward, lines, user)


def falling_due(policy: Policy, month: date) -> list[BillLine]:
    """Unsaved lines: what is due by the end of the month and was on no bill yet."""
    terms = terms_of(policy)
    billed = billed_by_line(policy)
    found = []
    lines = EndorsementLine.objects.filter(endorsement__policy=policy, endorsement__approved_at__isnull=False)
    for line in lines.select_related("endorsement"):
        due = terms.due_in_all(line.premium_fen, known_on(line.endorsement), month)
        amount = due - billed.get(line.pk, 0)
        if amount:
            kind = kind_of(line.reason, line.pk in billed)
            found.append(BillLine(company_id=policy.company_id, line=line, kind=kind, amount_fen=amount))
    return found


def billed_by_line(policy: Policy) -> dict[int, int]:
    found = BillLine.objects.filter(bill__policy=policy).order_by().values_list("line_id").annotate(Sum("amount_fen"))
    return dict(found)


def post_missing(policy: Policy) -> None:
    """Posts approved endorsements that are not in the ledger, such as those from before this room was there."""
    posted = set(Transaction.objects.filter(kind="endorsement").values_list("key", flat=True))
    for each in Endorsement.objects.filter(policy=policy, approved_at__isnull=False):
        if f"endorsement:{each.pk}" not in posted:
            post_endorsement(each)


def _write(policy: Policy, month: date, forward: int, lines: list[BillLine], user: Any) -> Bill:
    charge = sum(line.amount_fen for line in lines)
    bill: Bill = Bill.objects.create(
        company_id=policy.company_id,
        policy=policy,
        month=month,
        number=f"{policy.number}-{month:%Y%m}",
        due_on=terms_of(policy).due_day(month),
        brought_forward_fen=forward,
        total_fen=forward + charge,
        made_at=clock.now(),
        made_by=user,
    )
    for line in lines:
        line.bill = bill
    BillLine.objects.bulk_create(lines, batch_size=1000)
    if charge:
        _post_due(bill, charge, user)
    audit.record("money.bill_issued", bill, company=policy.company, user=user, month=f"{month:%Y-%m}")
    return bill


def _post_due(bill: Bill, charge: int, user: Any) -> None:
    policy = bill.policy_id
    posted = Posted(
        f"due:{bill.pk}",
        bill.due_on,
        "due",
        Text(f"账单 {bill.number}", f"bill {bill.number}"),
        (entry("premium_not_due", charge, policy=policy), entry("premium_due", -charge, policy=policy)),
    )
    post(bill.company, posted, user)


@transaction.atomic
def approve(bill: Bill, user: Any, request: Any = None) -> BillApproval:
    """Approves a bill that somebody else issued (双人复核); a second time changes nothing. Raises LedgerError."""
    if user is not None and user.pk == bill.made_by_id:
        raise LedgerError(
            Text(
                "出账的人不能自己批准；请另一位有批准权限的同事来批准",
                "who issued it cannot approve it; ask another person who may approve",
            )
        )
    made: BillApproval
    made, new = BillApproval.objects.get_or_create(
        bill=bill, defaults={"company_id": bill.company_id, "made_at": clock.now(), "made_by": user}
    )
    if new:
        audit.record("money.bill_approved", bill, company=bill.company, user=user, request=request)
    return made


def approvers(bill: Bill) -> list[Membership]:
    """Who may approve it: everybody in a role that approves bills but the one who issued it."""
    roles = [role for role, about in ROLES.items() if "money.approve" in about.permissions]
    found = Membership.objects.filter(company=bill.company_id, role__in=roles, active=True, user__is_active=True)
    return list(found.exclude(user=bill.made_by_id).select_related("user").order_by("role", "user__name"))


def paid_by_bill(policies: Iterable[Policy]) -> dict[int, int]:
    """What is paid of each bill's own charge, by the bill's key: the oldest first."""
    found: dict[int, int] = {}
    for policy in policies:
        bills = list(Bill.objects.filter(policy=policy).order_by("month"))
        paid = Payment.objects.filter(policy=policy, reversal=None).aggregate(sum=Sum("amount_fen"))["sum"] or 0
        shares = allocate([bill.charge_fen for bill in bills], paid).paid
        found.update((bill.pk, share) for bill, share in zip(bills, shares, strict=True))
    return found
