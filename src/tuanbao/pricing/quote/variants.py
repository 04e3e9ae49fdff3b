"""Upgrades and downgrades priced as differences (升级与降级的差价), from the same simulated years under both terms.

The same people fall ill in the same way under both, so what chance does to one it does to the other, and the difference
has a far smaller error than either price. Both errors are given, so that the gain can be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.costs import Costs, Floats, Ints, combined_error, difference, drawn_variance_of_gap
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.expected import check_costs
from tuanbao.pricing.quote.loading import Loading
from tuanbao.pricing.quote.rates import group_title, rounded
from tuanbao.pricing.quote.terms import Line, QuoteTerms


@dataclass(frozen=True, slots=True)
class Difference:
    """Other terms less the base, for one class of people; fen a year and person. Negative: money is released."""

    group: str
    people: int
    expected: float
    """Claims, before loadings."""
    standard_error: float
    """Of ``expected``, years paired."""
    unpaired_error: float
    """What it would be had the two been simulated apart."""
    price: int
    """With the loadings of the base, rounded half up like a rate."""
    price_error: float
    """Standard error of ``price``, from simulation."""

    @property
    def text(self) -> Text:
        amount, error = format_yuan(abs(self.price)), format_yuan(round(self.price_error))
        zh, en = group_title(self.group)
        if self.price == 0:
            return Text(f"{zh}：价格不变", f"{en}: the same price")
        if self.price < 0:
            return Text(
                f"{zh}：每人每年释放 {amount} 元（±{error}）", f"{en}: releases {amount} yuan a person (±{error})"
            )
        return Text(
            f"{zh}：每人每年加价 {amount} 元（±{error}）", f"{en}: costs {amount} yuan more a person (±{error})"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences by the classes of the costs, and of all together."""

    groups: tuple[Difference, ...]
    price: int
    """Fen a year, whole group: the sum of the classes' prices times their people."""
    expected: float
    standard_error: float
    unpaired_error: float
    notes: tuple[Text, ...]


def compare(
    base: Costs,
    other: Costs,
    loading: Loading,
    lines: Mapping[tuple[str, str], Line] | None = None,
) -> Comparison:
    """What other terms cost or release against the base, with the loadings of the base's quote.

    Both costs must be of the same people, classes and years. Fixed expenses stay as they are; the loading for risk
    moves with claims; ``lines`` tell which benefits are taxed. Raises QuoteError where the two cannot be paired.
    """
    terms = loading.terms
    for costs in (base, other):
        check_costs(costs)
    _can_be_paired(base, other)
    found: list[Difference] = []
    heads = np.bincount(base.group, minlength=len(base.groups))
    pair = [_Sides.of(costs, lines or {}, terms) for costs in (base, other)]
    drawn = drawn_variance_of_gap(base, other)
    for number, people in enumerate(heads.tolist()):
        if people:
            before, after = (side.years(number, people) for side in pair)
            name, factor = base.groups[number], loading.per_fen(Fraction(0))
            gap_variance = float(drawn[number]) / people**2
            found.append(_difference(name, people, before, after, gap_variance, factor, terms.round_to))
    whole = difference(other, base)
    return Comparison(
        groups=tuple(found),
        price=sum(each.price * each.people for each in found),
        expected=whole.mean,
        standard_error=whole.error,
        unpaired_error=whole.error_if_independent,
        notes=tuple(_notes(base, heads, found)),
    )


@dataclass(frozen=True, slots=True)
class _Years:
    """Fen a person in each year (years,), before and with tax, and the variance of what is computed."""

    net: Floats
    taxed: Floats
    variance: float

    @property
    def error(self) -> float:
        return combined_error(self.net, self.variance)


@dataclass(frozen=True, slots=True)
class _Sides:
    """One side of the comparison, all classes."""

    replicates: Floats
    variance: Floats
    """(groups,)."""
    taxes: Floats
    """(benefits,): 1 + tax."""

    @classmethod
    def of(cls, costs: Costs, lines: Mapping[tuple[str, str], Line], terms: QuoteTerms) -> "_Sides":
        taxes = [terms.premium_tax.get(lines.get(benefit, "health"), Fraction(0)) for benefit in costs.benefits]
        whole = np.array([1 + float(tax) for tax in taxes])
        return cls(costs.replicates(), costs.drawn_variance().sum(axis=1), whole)

    def years(self, number: int, people: int) -> _Years:
        own = self.replicates[:, number, :] / people
        return _Years(own.sum(axis=1), own @ self.taxes, float(self.variance[number]) / people**2)


def _difference(
    name: str, people: int, before: _Years, after: _Years, gap_variance: float, factor: Fraction, unit: int
) -> Difference:
    gap, taxed = after.net - before.net, after.taxed - before.taxed
    exact = Fraction(float(taxed.mean())) * factor
    price = rounded(abs(exact), unit) * (-1 if exact < 0 else 1)
    error = combined_error(gap, gap_variance)
    price_error = combined_error(taxed, gap_variance) * float(factor)
    apart = float(np.hypot(before.error, after.error))
    return Difference(name, people, float(gap.mean()), error, apart, price, price_error)


def _can_be_paired(base: Costs, other: Costs) -> None:
    if base.member_id != other.member_id or base.groups != other.groups or (base.group != other.group).any():
        raise QuoteError(
            Text(
                "两套条款的成本不是同样的人或同样的分组，不能比较；请用同一份名单模拟",
                "the costs are not of the same people in the same classes; simulate both with one roster",
            )
        )
    if base.years != other.years:
        raise QuoteError(
            Text(
                f"模拟年数不同（{base.years} 与 {other.years}），不能逐年比较；请用同样的种子和年数",
                f"different numbers of simulated years ({base.years}, {other.years}); use the same seed and years",
            )
        )


def _notes(base: Costs, heads: Ints, found: list[Difference]) -> list[Text]:
    said = [
        Text(f"“{title.zh}”没有人，不报差价", f"nobody is in {title.en!r}: no difference is priced")
        for title, people in zip(map(group_title, base.groups), heads.tolist(), strict=True)
        if not people
    ]
    loose = [group_title(d.group) for d in found if d.standard_error > 0.9 * d.unpaired_error > 0]
    if loose:
        names = _joined(loose)
        said.append(
            Text(
                f"以下各类的误差没有因逐年配对而变小，请确认两次模拟用了同样的种子：{names.zh}",
                f"pairing the years did not make the error smaller for: {names.en}; check that both had the same seed",
            )
        )
    unpriced = [group_title(d.group) for d in found if d.expected == 0 and d.unpaired_error == 0]
    if unpriced:
        names = _joined(unpriced)
        said.append(
            Text(f"模拟的各年中两套条款都未赔付：{names.zh}", f"neither terms paid in any simulated year: {names.en}")
        )
    return said


def _joined(titles: list[Text]) -> Text:
    """The first few."""
    more = " …" if len(titles) > 5 else ""
    return Text("；".join(t.zh for t in titles[:5]) + more, "; ".join(t.en for t in titles[:5]) + more)
