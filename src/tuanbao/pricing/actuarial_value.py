"""Actuarial value (精算价值): the share of a standard population's expense that a plan pays, found in two ways.

In closed form from a continuance table (费用分布表), whose limited expected values E(min(X, x)) are all that a plan
with a deductible, one percentage and a cap needs; and by the adjudication itself, over people drawn from the same
table. Any plan has the second; where both exist they agree within the error of the drawing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from tuanbao.adjudication import adjudicate
from tuanbao.language import Text
from tuanbao.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class ContinuanceError(ValueError):
    """A table or terms that no actuarial value follows from; ``text`` says what is wrong."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True, eq=False)
class ContinuanceTable:
    """A person's expense in a year, by buckets; arrays of shape (buckets,), amounts in one unit of money.

    ``up_to`` rises from 0, and the last may be inf. ``share`` of people lie in (previous up_to, up_to], the first being
    those without expense; ``bucket_mean`` is their mean. ``limited`` is E(min(X, up_to)), rebuilt from shares and means
    where None is given. Raises ContinuanceError where these contradict each other.
    """

    up_to: Floats
    share: Floats
    bucket_mean: Floats
    limited: Floats

    @classmethod
    def of(
        cls, up_to: ArrayLike, share: ArrayLike, bucket_mean: ArrayLike, limited: ArrayLike | None = None
    ) -> ContinuanceTable:
        ends, shares, means = (np.asarray(values, np.float64) for values in (up_to, share, bucket_mean))
        _check(ends, shares, means)
        means = np.where(shares > 0, means, 0.0)
        found = _limited(ends, shares, means) if limited is None else np.asarray(limited, np.float64)
        rising = found.shape == ends.shape and (np.diff(found) >= -1e-9 * np.abs(found[1:])).all()
        if not rising or not np.isfinite(found).all() or found[0] < 0:
            raise ContinuanceError(
                "限额期望值应逐档不减，且每档一个。",
                "Limited expected values must not fall, and there must be one for each bucket.",
            )
        if found[-1] <= 0:
            raise ContinuanceError("这张表里没有人有费用。", "Nobody in this table has any expense.")
        return cls(ends, shares, means, found)

    @property
    def mean(self) -> float:
        """Expense of a person and year."""
        return float(self.limited[-1])

    def limited_expected_value(self, limit: float) -> float:
        """E(min(X, limit)), linear between the table's limits. Raises ContinuanceError for a negative limit.

        In an open last bucket everybody is taken to be at its mean, as in `draw`: beyond it nothing is left to limit.
        """
        if not limit >= 0:
            raise ContinuanceError("限额不能为负。", "A limit cannot be negative.")
        return float(np.interp(limit, self._ends(), self.limited))

    def _ends(self) -> Floats:
        """``up_to``, the open end of the last bucket where the mean of those in it lies."""
        if math.isfinite(self.up_to[-1]):
            return self.up_to
        last = self.up_to[-2]
        share = self.share[-1] / self.share.sum()
        further = (self.limited[-1] - self.limited[-2]) / share if share > 0 else 0.0
        return np.append(self.up_to[:-1], last + max(further, np.spacing(last)))

    def draw(self, people: int, seed: int) -> Ints:
        """(people,): expense of people drawn from the table at their buckets' means, in hundredths of its unit."""
        if people < 1:
            raise ContinuanceError("至少要抽取一个人。", "At least one person must be drawn.")
        chosen = np.random.default_rng(seed).choice(len(self.share), people, p=self.share / self.share.sum())
        return np.rint(100 * self.bucket_mean[chosen]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class SimulatedValue:
    """An actuarial value from drawn people."""

    value: float
    standard_error: float
    """Of the ratio of paid to expense (delta method): the error of drawing these people and not others."""
    people: int


def actuarial_value(table: ContinuanceTable, deductible: float, coinsurance: float, cap: float) -> float:
    """Share of expense that a plan pays with these terms of a year on all expense.

    ``coinsurance`` is the person's share above the deductible, ``cap`` the most that the person pays (inf: none).
    1 - [E(X^D) + c (E(X^x*) - E(X^D))] / E(X), the person's payments reaching the cap at x* = D + (cap - D) / c.
    Raises ContinuanceError for terms out of range.
    """
    if not (0 <= deductible < math.inf and 0 <= coinsurance <= 1 and cap >= 0):
        raise ContinuanceError(
            "免赔额和自付封顶不能为负，自付比例应在0和1之间。",
            "Deductible and cap cannot be negative, and coinsurance must be from 0 to 1.",
        )
    below = table.limited_expected_value(min(deductible, cap))
    above = 0.0
    if coinsurance > 0 and cap > deductible:
        full = deductible + (cap - deductible) / coinsurance
        above = coinsurance * (table.limited_expected_value(full) - below)
    return 1 - (below + above) / table.mean


def simulated_actuarial_value(plan: Plan, expense: ArrayLike, category: str = "outpatient") -> SimulatedValue:
    """The same by the adjudication: ``expense`` of shape (people,), fen of the year, as one in-scope bill each.

    Raises ContinuanceError for expense that is negative or all 0, and what the adjudication raises.
    """
    amounts = np.asarray(expense)
    if amounts.ndim != 1 or len(amounts) < 2 or (amounts < 0).any() or not amounts.any():
        raise ContinuanceError(
            "至少要两个人的费用，不能为负，也不能全为0。",
            "Expense is needed of at least two people, not negative and not all 0.",
        )
    bills = amounts[amounts > 0].astype(np.int64)
    names = pa.array([f"p{i}" for i in range(len(bills))])
    first_day = pa.array([plan.period.first] * len(bills))
    kind = pa.array(["employee"] * len(bills))
    members = pa.table({"member_id": names, "relation": kind, "cover_from": first_day})
    lines = adjudicate(
        plan,
        members,
        pa.table(
            {
                "bill_id": names,
                "member_id": names,
                "service_date": first_day,
                "category": pa.array([category] * len(bills)),
                "in_scope": bills,
            }
        ),
        rows="applied",
    ).lines
    paid, total = (lines[name].to_numpy().astype(np.float64) for name in ("paid", "total"))
    value = paid.sum() / total.sum()
    # The residuals of people without expense are 0, and all of them sum to 0: only the number of people is missing.
    residuals = paid - value * total
    error = math.sqrt((residuals**2).sum() * len(amounts) / (len(amounts) - 1)) / total.sum()
    return SimulatedValue(float(value), float(error), len(amounts))


def _limited(ends: Floats, shares: Floats, means: Floats) -> Floats:
    """E(min(X, end)) for every end: what lies in the buckets up to it, and the end itself for everybody above."""
    whole = shares.sum()
    above = np.clip(1 - np.cumsum(shares) / whole, 0.0, None)
    above[-1] = 0.0
    return np.asarray(np.cumsum(shares * means) / whole + above * np.where(np.isinf(ends), 0.0, ends))


def _check(ends: Floats, shares: Floats, means: Floats) -> None:
    if not (ends.ndim == 1 and ends.shape == shares.shape == means.shape and len(ends) >= 2):
        raise ContinuanceError(
            "费用分布表至少两档，各列一样长。", "A table has two buckets or more, and equal columns."
        )
    if ends[0] != 0 or not (np.diff(ends) > 0).all() or not np.isfinite(ends[:-1]).all():
        raise ContinuanceError("各档上限应从0起递增。", "The upper ends of buckets must rise from 0.")
    if not np.isfinite(shares).all() or (shares < 0).any() or abs(shares.sum() - 1) > 1e-6:
        raise ContinuanceError("各档人数占比不能为负，合计应为1。", "Shares must not be negative and must sum to 1.")
    lower = np.concatenate([[0.0], ends[:-1]])
    wrong = (shares > 0) & ~((means >= lower - 0.01) & (means <= ends + 0.01))
    if wrong.any():
        first = int(np.argmax(wrong))
        raise ContinuanceError(
            f"第 {first + 1} 档的均值 {means[first]:g} 不在 {lower[first]:g} 至 {ends[first]:g} 之间。",
            f"The mean {means[first]:g} of bucket {first + 1} is not between {lower[first]:g} and {ends[first]:g}.",
        )
