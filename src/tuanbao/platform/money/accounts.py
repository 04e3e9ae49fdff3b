"""The chart of accounts (科目表): what each account says, its usual side, and what it is kept by."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from tuanbao.language import Text

Dimension = Literal["person", "policy"]
UNITS: Mapping[str, Text] = {"CNY": Text("元", "yuan"), "POINT": Text("积分", "points")}


class Account(NamedTuple):
    code: str
    title: Text
    debit: bool
    """Its balance usually stands on the debit side; screens show usual balances without a sign."""
    by: tuple[Dimension, ...]
    """Every posting names these; balances are kept by them."""
    unit: str = "CNY"

    def shown(self, amount: int) -> int:
        """A balance as people read it: positive on the usual side."""
        return amount if self.debit else -amount


_CHART = (
    Account("premium_not_due", Text("应付保费（未到期）", "Premium payable, not yet due"), False, ("policy",)),
    Account("premium_due", Text("应付保费（已到期）", "Premium payable, due"), False, ("policy",)),
    Account("prepaid_premium", Text("未满期保费", "Unearned premium"), True, ("policy",)),
    Account("premium_expense", Text("已满期保费", "Earned premium"), True, ("policy",)),
    Account("employee_receivable", Text("应收员工自付", "Contributions due from employees"), True, ("person",)),
    Account("deferred_contributions", Text("未满期员工自付", "Unearned employee contributions"), False, ("policy",)),
    Account("contributions", Text("已满期员工自付", "Earned employee contributions"), False, ("policy",)),
    Account("points_cost", Text("积分抵扣（企业承担）", "Contributions paid by points"), True, ("person",)),
    Account("wages_payable", Text("应付工资（代扣）", "Wages payable, deducted"), True, ()),
    Account("bank", Text("银行存款", "Bank"), True, ()),
    Account("points_granted", Text("积分发放", "Points granted"), True, (), "POINT"),
    Account("points_held", Text("员工积分", "Points held by employees"), False, ("person",), "POINT"),
    Account("points_used", Text("积分已用", "Points used"), False, (), "POINT"),
    Account("points_lapsed", Text("积分过期", "Points lapsed"), False, (), "POINT"),
)
ACCOUNTS: Mapping[str, Account] = {account.code: account for account in _CHART}
KINDS: Mapping[str, Text] = {
    "endorsement": Text("批单", "Endorsement"),
    "due": Text("账单到期", "Bill falls due"),
    "payment": Text("付款", "Payment"),
    "earned": Text("保费满期", "Premium earned"),
    "payroll": Text("工资代扣", "Payroll deduction"),
    "grant": Text("发放积分", "Points granted"),
    "lapse": Text("积分过期", "Points lapsed"),
    "reversal": Text("冲正", "Reversal"),
}
"""Why something is posted."""
