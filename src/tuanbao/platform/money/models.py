"""The ledger, and the facts of bills, payments and payroll (账务). All immutable; balances are sums."""

from django.conf import settings
from django.db import models

from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.sealing import Sealed


class Immutable(Sealed, Owned):
    """Of one company, written once."""

    class Meta:
        abstract = True


class Made(Immutable):
    """With when and by whom."""

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Transaction(Made):
    """Some postings that sum to zero in each unit (分录)."""

    on = models.DateField()
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    """Posting the same thing twice has the same key, and is refused."""
    narrative = models.JSONField(default=dict)
    """{zh, en}."""

    class Meta:
        ordering = ("on", "pk")
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="one_transaction_a_key")]


class Posting(Immutable):
    """One amount on one account (记账行); debit is positive, credit negative."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=5, default="CNY")
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["company", "account", "person"])]

    @property
    def debit(self) -> int | None:
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.amount if self.amount < 0 else None


class Bill(Made):
    """What a policy costs in a month (账单): what falls due, and what is still open from before."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="bills")
    month = models.DateField()
    """Its first day."""
    number = models.CharField(max_length=80)
    due_on = models.DateField()
    brought_forward_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    """Brought forward and the lines: what the ledger holds as due once the bill is issued."""

    class Meta:
        ordering = ("-month", "policy")
        constraints = [models.UniqueConstraint(fields=["policy", "month"], name="one_bill_a_month")]

    @property
    def charge_fen(self) -> int:
        return self.total_fen - self.brought_forward_fen


class BillLine(Immutable):
    """The part of one line of an endorsement that falls due (账单明细)."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12)
    """A word of `billing_rules.KINDS`."""
    line = models.ForeignKey(EndorsementLine, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)


class BillApproval(Made):
    """Somebody has approved a bill (账单批准)."""

    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="approval")


class Payment(Made):
    """Money paid to the insurer (付款)."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField()
    amount_fen = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=80)
    """Sending the same form twice makes one payment."""

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="one_payment_a_key")]


class PaymentReversal(Made):
    """A payment was recorded wrongly and is taken back (付款冲正): it pays no bill any more."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="reversal")
    on = models.DateField()
    reason = models.CharField(max_length=300)


class PayrollRun(Made):
    """The deductions that payroll was told for a month (代扣文件)."""

    month = models.DateField()
    pay_day = models.DateField()

    class Meta:
        ordering = ("-month",)
        constraints = [models.UniqueConstraint(fields=["company", "month"], name="one_payroll_run_a_month")]


class PayrollLine(Immutable):
    """What is taken from an employee's pay for one line of an endorsement (代扣明细); negative: given back."""

    run = models.ForeignKey(PayrollRun, on_delete=models.PROTECT, related_name="lines")
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(EndorsementLine, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    carried_fen = models.BigIntegerField(default=0)
    """The part of it that was refused, or not taken, before."""

    class Meta:
        ordering = ("pk",)


class PayrollAnswer(Made):
    """Payroll has told what was deducted (代扣回盘)."""

    run = models.OneToOneField(PayrollRun, on_delete=models.PROTECT, related_name="answer")


class Deduction(Immutable):
    """What was deducted of one line."""

    line = models.OneToOneField(PayrollLine, on_delete=models.PROTECT, related_name="deduction")
    deducted_fen = models.BigIntegerField()


class InsurerBill(Made):
    """The insurer's list for a month as it was handed in (保险公司账单); a later one of the month takes its place."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="insurer_bills")
    month = models.DateField()
    name = models.CharField(max_length=200)
    """Of the file."""
    rows = models.JSONField(default=list)
    """As `insurer_file` reads them."""
    problems = models.JSONField(default=list)
    """Rows that could not be read: {row, zh, en}."""

    class Meta:
        ordering = ("-made_at",)


class Settlement(Made):
    """How a difference of a month was settled, or that it is open again (差异处理). The latest of each holds."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="settlements")
    month = models.DateField()
    key = models.CharField(max_length=32)
    """Of the difference, as `settled.keys_of` makes it: the same in every upload of the month."""
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=100, blank=True)
    money_fen = models.BigIntegerField()
    how = models.CharField(max_length=20)
    """A word of `settled.HOW`."""
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["policy", "month", "key"])]
