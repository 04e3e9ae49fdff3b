"""Past bills in next year's prices and under next year's terms (同口径还原): one more adjudication, no rule of thumb.

Terms are not proportional to bills: under a deductible a rise of 8 % in bills is more than 8 % in what is paid, under
a limit less (leverage 杠杆效应). So the trend goes onto the bills, and the adjudication says what comes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.claims import Claims, Paid, pay
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.vocabulary import CATEGORIES

Ints = NDArray[np.int64]
ByCategory = Fraction | Mapping[str, Fraction]
"""One factor for every bill, or one for each category of care; categories that are not named stay."""

_CHAIN = ("pooled", "other_paid", "in_scope_below", "in_scope_above", "in_scope", "class_b", "out_of_scope")
"""What makes up a line, from the first fen to the last; here in_scope is what lies neither below nor above."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is paid before and after a change; fen."""

    before: int
    after: int

    @property
    def factor(self) -> Fraction | None:
        """None where nothing was paid before: then there is no factor."""
        return Fraction(self.after, self.before) if self.before else None


@dataclass(frozen=True, slots=True)
class OnLevel:
    """The same claims three times: as they were, trended, and trended under the new terms."""

    bills: Ratio
    """Expense on the bills before and after trend: the trend that was put in."""
    trend: Mapping[str, Ratio]
    """By benefit: payments under the old terms of the bills as they were and of the trended ones."""
    terms: Mapping[str, Ratio]
    """By benefit: payments of the trended bills under the old terms and under the new ones."""
    trended: Claims
    """The trended claims."""
    priced: Paid
    """What the new terms pay of them."""
    was: Paid
    """What the old terms paid of the claims as they were."""
    under_old: Paid
    """What the old terms would pay of the trended claims."""

    @property
    def trend_total(self) -> Ratio:
        return _sum(self.trend)

    @property
    def terms_total(self) -> Ratio:
        return _sum(self.terms)

    @property
    def leverage(self) -> Fraction | None:
        """Rise of payments for each 1 % of rise of bills; None where there is no trend or nothing was paid."""
        bills, payments = self.bills.factor, self.trend_total.factor
        if bills is None or bills == 1 or payments is None:
            return None
        return (payments - 1) / (bills - 1)


def trend_factor(rate: float | Fraction, years: float | Fraction) -> Fraction:
    """(1 + rate) ** years, to eight decimals, so that products are exact. Raises RenewalError for rate <= -1."""
    if not rate > -1:
        raise RenewalError(Text(f"趋势 {rate} 应大于 -100%", f"a trend of {rate} a year must be above -100%"))
    return Fraction(round(float((1 + rate) ** years) * 10**8), 10**8)


def trended_bills(bills: pa.Table, factor: ByCategory) -> pa.Table:
    """Normalised bills with every amount times ``factor``, in whole fen.

    Running totals along the parts of a line are rounded half up, and the parts are their differences: so the parts
    still add up to the total, none is negative, and the total is the exact product rounded once. What the basic scheme
    pays rises with the rest; its deductible and ceiling, which a city sets, are not modelled.
    """
    parts = {name: _fen(bills, name) for name in _CHAIN}
    parts["in_scope"] = parts["in_scope"] - parts["in_scope_below"] - parts["in_scope_above"]
    edges = np.cumsum([parts[name] for name in _CHAIN], axis=0)
    scaled = _scaled(np.vstack([edges, _fen(bills, "account_paid")]), bills, factor)
    new = dict(zip(_CHAIN, np.diff(scaled[:-1], axis=0, prepend=0), strict=True))
    new["in_scope"] = new["in_scope"] + new["in_scope_below"] + new["in_scope_above"]
    new |= {"total": scaled[-2], "account_paid": scaled[-1]}
    for name, fen in new.items():
        bills = bills.set_column(bills.column_names.index(name), name, pa.array(fen))
    return bills


def on_level(
    old: Sequence[Plan],
    new: Sequence[Plan],
    claims: Claims,
    factor: ByCategory = Fraction(1),
    paid: Paid | None = None,
) -> OnLevel:
    """Adjudicates the claims as they were, trended, and trended under ``new`` (set back into the old year).

    ``factor`` is the trend in the price of care from the past year to the one that is priced; sums insured of events do
    not follow it. ``paid``: what ``old`` paid of the claims, where that is known already.
    """
    trended = claims.of(trended_bills(claims.bills, factor), claims.events)
    paid = paid or pay(old, claims)
    under_old = pay(old, trended)
    priced = under_old if list(old) == list(new) else pay(new, trended)
    was, now, then = (each.of_benefit() for each in (paid, under_old, priced))
    expense = [int(_fen(each.bills, "total").sum()) for each in (claims, trended)]
    return OnLevel(
        Ratio(*expense),
        {benefit: Ratio(was.get(benefit, 0), fen) for benefit, fen in now.items()},
        {benefit: Ratio(now.get(benefit, 0), then.get(benefit, 0)) for benefit in {**now, **then}},
        *(trended, priced, paid, under_old),
    )


def _sum(ratios: Mapping[str, Ratio]) -> Ratio:
    return Ratio(sum(r.before for r in ratios.values()), sum(r.after for r in ratios.values()))


def _fen(bills: pa.Table, name: str) -> Ints:
    return np.asarray(bills[name].combine_chunks().to_numpy(), np.int64)


def _scaled(fen: Ints, bills: pa.Table, factor: ByCategory) -> Ints:
    if isinstance(factor, Fraction):
        return times(fen, factor)
    unknown = sorted(set(factor) - set(CATEGORIES))
    if unknown:
        zh, en = f"没有就诊类型 {'、'.join(unknown)}", f"there is no category of care {', '.join(unknown)}"
        raise RenewalError(Text(zh, f"{en}; the categories are: {', '.join(CATEGORIES)}"))
    category = bills["category"].combine_chunks().indices.to_numpy()
    result = fen.copy()
    for code, name in enumerate(CATEGORIES):
        if name in factor:
            of_it = category == code
            result[:, of_it] = times(fen[:, of_it], factor[name])
    return result


def times(fen: Ints, factor: Fraction) -> Ints:
    """fen x factor, rounded half up, exact for a factor of up to eight decimals and any amount that can be meant.

    Raises RenewalError for a factor that is negative, above 1,000, or of more decimals.
    """
    top, below = factor.numerator, factor.denominator
    if not 0 <= factor <= 1000 or 10**8 % below:
        raise RenewalError(
            Text(f"系数 {factor} 不合适", f"the factor {factor} must be 0 to 1,000 with eight decimals at most")
        )
    if int(fen.max(initial=0)) * top < 2**61:  # one division where nothing can overflow
        return (2 * top * fen + below) // (2 * below)
    whole, rest = np.divmod(fen, below)
    product: Ints = whole * top + (2 * rest * top + below) // (2 * below)
    return product
