"""Double entry (复式记账): what is posted sums to zero in each unit, and balances are sums of what was posted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tuanbao.language import Text
from tuanbao.platform.money.accounts import ACCOUNTS, KINDS


class LedgerError(Exception):
    """What should be posted breaks a rule; ``text`` says which."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One amount on one account (记账行); debit is positive. Persons and policies are given by their keys."""

    account: str
    person: int | None
    policy: int | None
    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Posted:
    """One transaction (分录)."""

    key: str
    on: date
    kind: str
    narrative: Text
    entries: tuple[Entry, ...]


Position = tuple[str, int | None, int | None, str]
"""Account, person, policy, unit."""


def entry(account: str, amount: int, *, person: int | None = None, policy: int | None = None) -> Entry:
    """With the dimensions and the unit that the account asks for; a dimension that it does not keep is dropped."""
    kept = ACCOUNTS[account]
    return Entry(
        account, person if "person" in kept.by else None, policy if "policy" in kept.by else None, kept.unit, amount
    )


def netted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry a position, none of nothing, in a fixed order: the same facts give the same content."""
    sums = balances(entries)
    return tuple(Entry(*position, amount) for position, amount in sorted(sums.items(), key=_order) if amount)


def balances(entries: Iterable[Entry]) -> dict[Position, int]:
    sums: dict[Position, int] = defaultdict(int)
    for each in entries:
        sums[each.account, each.person, each.policy, each.unit] += each.amount
    return dict(sums)


def balances_on(history: Iterable[Posted], on: date) -> dict[Position, int]:
    """Balances at the end of a day."""
    return balances(each for posted in history if posted.on <= on for each in posted.entries)


def reversal(posted: Posted, on: date) -> Posted:
    """The same the other way round; it can be posted once."""
    return Posted(
        f"reversal:{posted.key}",
        on,
        "reversal",
        Text(f"冲正：{posted.narrative.zh}", f"Reversal: {posted.narrative.en}"),
        tuple(replace(each, amount=-each.amount) for each in posted.entries),
    )


def check(posted: Posted) -> None:
    """Raises LedgerError."""
    if posted.kind not in KINDS:
        raise _wrong(f"不知道的业务“{posted.kind}”", f"unknown kind {posted.kind}")
    if not posted.entries:
        raise _wrong("没有记账行", "there is nothing to post")
    for each in posted.entries:
        _check_entry(each)
    for unit, total in _totals(posted.entries).items():
        if total:
            raise _wrong(f"借贷不平：{unit} 相差 {total}", f"debit and credit differ by {total} {unit}")


def _check_entry(each: Entry) -> None:
    account = ACCOUNTS.get(each.account)
    if account is None:
        raise _wrong(f"没有科目“{each.account}”", f"there is no account {each.account}")
    if each.unit != account.unit:
        raise _wrong(f"“{account.title.zh}”以 {account.unit} 记账", f"{account.title.en} is kept in {account.unit}")
    given = {"person": each.person, "policy": each.policy}
    for dimension, value in given.items():
        if (value is not None) != (dimension in account.by):
            word = "须有" if dimension in account.by else "不应有"
            must = "needs a" if dimension in account.by else "has no"
            raise _wrong(f"“{account.title.zh}”{word}{dimension}", f"{account.title.en} {must} {dimension}")


def _totals(entries: Iterable[Entry]) -> Mapping[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for each in entries:
        totals[each.unit] += each.amount
    return totals


def _order(item: tuple[Position, int]) -> tuple[str, int, int, str]:
    (account, person, policy, unit), _ = item
    return account, person or 0, policy or 0, unit


def _wrong(zh: str, en: str) -> LedgerError:
    return LedgerError(Text(zh, en))
