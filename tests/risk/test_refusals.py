"""Bad input is refused with a sentence in both languages; never an answer that is not a number."""

from collections.abc import Callable
from typing import Any

import pytest

from tuanbao.risk import (
    Appetite,
    Binomial,
    Counts,
    Empirical,
    Gamma,
    GeneralisedPareto,
    GroupYear,
    Layer,
    Lognormal,
    Mixture,
    NegativeBinomial,
    Poisson,
    RiskError,
    Scaled,
    Terms,
    aggregate,
    aggregate_cover,
    aggregate_sum,
    compare,
    discretise,
    excess_table,
    exponential,
    fit_tail,
    from_totals,
    group_year,
    hill,
    normal_quantile,
    normal_survival,
    pareto,
    protect,
    specific_cover,
    tail_value_at_risk,
    value_at_risk,
)

NAN = float("nan")
ONE = exponential(1.0)
TOTAL = aggregate(Poisson(2), ONE, points=2**10)
YEAR = GroupYear(Poisson(2), ONE)

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "empty sample": (lambda: Empirical([]), "there is none"),
    "negative amount": (lambda: Empirical([3, -5, 2]), r"number 2 \(-5\) is negative"),
    "amount that is not a number": (lambda: Empirical([3, NAN]), "not a finite number"),
    "infinite amount": (lambda: Empirical([3, float("inf")]), "not a finite number"),
    "words for amounts": (lambda: Empirical(["a"]), "numbers"),  # type: ignore[list-item]
    "table for amounts": (lambda: Empirical([[1, 2], [3, 4]]), "one column"),
    "other number of weights": (lambda: Empirical([1, 2], [1]), "as many"),
    "weights of nothing": (lambda: Empirical([1, 2], [0, 0]), "sum to 0"),
    "negative frequency": (lambda: Poisson(-1), "0 or more"),
    "frequency that is not a number": (lambda: Poisson(NAN), "0 or more"),
    "shape 0": (lambda: NegativeBinomial(3, 0), "above 0"),
    "part of a person": (lambda: Binomial(2.5, 0.1), "not whole"),  # type: ignore[arg-type]
    "probability above 1": (lambda: Binomial(2, 1.2), "between 0 and 1"),
    "probabilities that sum to less": (lambda: Counts([0.5, 0.3]), "not 1"),
    "no spread": (lambda: Lognormal.of(100, 0), "above 0"),
    "negative mean": (lambda: Lognormal.of(-100, 1), "above 0"),
    "negative scale": (lambda: Gamma(1, -1), "above 0"),
    "shape that is not a number": (lambda: GeneralisedPareto(NAN, 1), "finite"),
    "pareto of shape 0": (lambda: pareto(0, 1), "above 0"),
    "negative deductible": (lambda: Layer(ONE, -1), "0 or more"),
    "empty layer": (lambda: Layer(ONE, 5, 5), "empty"),
    "inflation to nothing": (lambda: Scaled(ONE, 0), "above 0"),
    "mixture without weights": (lambda: Mixture([ONE], [0]), "weight"),
    "grid without step": (lambda: discretise(ONE, 0, 16), "No grid"),
    "step that is negative": (lambda: aggregate(Poisson(1), ONE, step=-1), "above 0"),
    "points that are no power of 2": (lambda: aggregate(Poisson(1), ONE, points=1000), "power of 2"),
    "nothing to add up": (lambda: aggregate_sum([]), "nothing"),
    "amounts without a mean": (lambda: aggregate(Poisson(1), pareto(0.9, 1)), "limit"),
    "quantile at 100 %": (lambda: TOTAL.quantile(1), "below 1"),
    "quantile beyond the grid": (lambda: aggregate(Poisson(9), ONE, step=0.1, points=64).quantile(0.999), "beyond"),
    "survival of a negative amount": (lambda: TOTAL.survival(-1), "negative"),
    "stop-loss that is not a number": (lambda: TOTAL.stop_loss(NAN), "missing"),
    "no totals": (lambda: from_totals([]), "there is none"),
    "totals beyond the grid": (lambda: from_totals([5, 500], step=1, points=64), "beyond the grid"),
    "value at risk of nothing": (lambda: value_at_risk([], 0.9), "there is none"),
    "tail value at 0": (lambda: tail_value_at_risk([1, 2], 0), "above 0"),
    "normal without spread": (lambda: normal_survival(1, 0, 1), "above 0"),
    "normal quantile at 1": (lambda: normal_quantile(1, 1, 1), "below 1"),
    "negative retention": (lambda: specific_cover(Poisson(1), ONE, -5), "0 or more"),
    "negative loading": (lambda: aggregate_cover(TOTAL, 5, loading=-0.1), "0 or more"),
    "limit 0": (lambda: aggregate_cover(TOTAL, 5, limit=0), "pays nothing"),
    "attachment twice": (lambda: protect(Poisson(1), ONE, attachment=5, attachment_share=1.2), "not both"),
    "no large amounts": (lambda: fit_tail([0, 0], 5), "above 0"),
    "tail of nothing": (lambda: fit_tail([], 5), "there is none"),
    "quantile below the tail": (lambda: fit_tail([1, 2, 30], 20).quantile(0.1), "below the threshold"),
    "excess below the tail": (lambda: fit_tail([1, 2, 30], 20).expected_excess(3), "below the threshold"),
    "hill of more than there is": (lambda: hill([1, 2, 3], 3), "one more"),
    "negative threshold": (lambda: excess_table([1, 2], [-1]), "negative"),
    "nobody": (lambda: group_year([1, 2], 0), "nobody"),
    "no person-years": (lambda: group_year([], 10), "there is none"),
    "negative premium": (lambda: compare(YEAR, -1), "0 or more"),
    "premium that is not a number": (lambda: compare(YEAR, NAN), "0 or more"),
    "nothing to compare": (lambda: compare(YEAR, 1, specifics=()), "at least one"),
    "retention 0": (lambda: compare(YEAR, 1, specifics=(0,)), "above 0"),
    "accepted chance of 2": (lambda: compare(YEAR, 1, appetite=Appetite(chance=2)), "between 0 and 1"),
    "negative administration": (lambda: compare(YEAR, 1, terms=Terms(administration=-1)), "0 or more"),
}


@pytest.mark.parametrize(("ask", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused_in_both_languages(ask: Callable[[], Any], why: str) -> None:
    with pytest.raises(RiskError, match=why) as refusal:
        ask()
    assert refusal.value.text.zh
    assert why.replace("\\", "") in refusal.value.text.en
    assert refusal.value.text.en.isascii()
