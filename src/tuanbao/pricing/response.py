"""Use responds to price (使用量反应): people who pay more of a bill themselves use less care, above all outpatient.

The response runs through the plans that the RAND experiment really tested; between two of them it follows the arc
elasticity of that step. There is no one elasticity for all steps: a single constant does not describe contracts with
deductibles and caps (Aron-Dine, Einav and Finkelstein, Journal of Economic Perspectives 27, 2013). A response is
optional and is shown as a line of its own. Lump sums do not respond: nobody falls ill for a sum insured.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.reference.use_responses import CARES, Care, Level, use_response

Scale = Literal["coinsurance", "paid share"]
"""Which of a tested plan's two numbers a share is held against: what it asked of each bill, or what people really
paid of their year's expense. The tested plans had a low yearly most: the second is far lower, its response stronger."""
NORMAL_95 = 1.959963984540054


class ResponseError(ValueError):
    """The response that is asked for was not tested; ``text`` says what and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Step:
    """The part of a change that lies between two neighbouring tested plans."""

    start: float
    end: float
    """Shares of the person, in the direction of the change."""
    elasticity: float
    """Arc elasticity between the two tested plans."""
    factor: float


@dataclass(frozen=True, slots=True)
class Response:
    factor: float
    """Expected use after over expected use before."""
    low: float
    high: float
    """Interval of 95 % for the error of the experiment; not for what is different here."""
    steps: tuple[Step, ...]
    """Their factors multiply to ``factor``."""
    source: str
    notes: tuple[Text, ...]

    def change(self, fen: int) -> int:
        """What the response adds to an expected cost in fen, rounded once: the separate line."""
        exact = Fraction(self.factor) - 1
        return half_up(fen * exact.numerator, exact.denominator)


def response(
    before: float | Fraction, after: float | Fraction, care: Care = "outpatient", scale: Scale = "coinsurance"
) -> Response:
    """Factor on use when the share that the person pays on average goes from ``before`` to ``after`` (0 to 1).

    Steps of the RAND table with arc elasticities, so that 0 to 25 to 50 % is 0 to 50 %, and no change is factor 1.
    Raises ResponseError for care without a tested response and for shares below 0 or beyond the highest tested one.
    """
    if care not in CARES:
        raise ResponseError(
            Text(
                f"“{care}”没有经过试验的使用量反应；定额给付（如重疾、身故）不随自付比例变化。",
                f"No response was tested for {care!r}; lump sums (critical illness, death) have none.",
            )
        )
    levels = use_response().levels[care]
    points = [level.coinsurance if scale == "coinsurance" else level.paid_share for level in levels]
    start, end = (_checked(float(share), points[-1]) for share in (before, after))
    steps = _steps(start, end, points, levels)
    factor = math.prod(step.factor for step in steps)
    spread = math.exp(NORMAL_95 * _log_error(start, end, points, levels))
    return Response(factor, factor / spread, factor * spread, steps, use_response().source, _notes(care, scale))


def person_shares(expense: Mapping[str, int], paid: Mapping[str, int]) -> dict[Care, Fraction]:
    """The person's average share of the expense by kind of care, from adjudicated bills.

    ``expense``: fen of the bills by category (vocabulary.CATEGORIES), before anybody paid; ``paid``: fen that the
    basic scheme, others and the plan paid of them. Categories without a tested response are left out, and so is a
    kind of care without expense. Raises ResponseError where more was paid than there was expense.
    """
    kinds = use_response().categories
    shares: dict[Care, Fraction] = {}
    for category in {**expense, **paid}:
        if not 0 <= paid.get(category, 0) <= expense.get(category, 0):
            raise ResponseError(
                Text(
                    f"“{category}”的赔付合计应在0与费用合计之间，请核对两个合计。",
                    f"What was paid for {category!r} must be from 0 to its expense; check the two totals.",
                )
            )
    for care in CARES:
        names = [name for name in expense if kinds.get(name) == care]
        total = sum(expense[name] for name in names)
        if total > 0:
            shares[care] = 1 - Fraction(sum(paid.get(name, 0) for name in names), total)
    return shares


def arc_elasticity(price: tuple[float, float], quantity: tuple[float, float]) -> float:
    """Change of quantity over its middle, over change of price over its middle (弧弹性)."""
    (p1, p2), (q1, q2) = price, quantity
    return ((q2 - q1) / (q1 + q2)) / ((p2 - p1) / (p1 + p2))


def _steps(start: float, end: float, points: list[float], levels: tuple[Level, ...]) -> tuple[Step, ...]:
    """One step for every tested interval that the change touches."""
    if start > end:
        back = reversed(_steps(end, start, points, levels))
        return tuple(Step(step.end, step.start, step.elasticity, 1 / step.factor) for step in back)
    steps = []
    for i, (left, right) in enumerate(pairwise(points)):
        a, b = max(start, left), min(end, right)
        if a < b:
            elasticity = arc_elasticity((left, right), (levels[i].mean, levels[i + 1].mean))
            factor = _of_upper(b, right, elasticity) / _of_upper(a, right, elasticity)
            steps.append(Step(a, b, elasticity, factor))
    return tuple(steps)


def _of_upper(share: float, upper: float, elasticity: float) -> float:
    """Use at a share relative to use at the upper end of its interval.

    Measured from the upper end, because from a lower end of 0 every share lies at the same arc distance.
    """
    distance = (share - upper) / (share + upper)
    return (1 + elasticity * distance) / (1 - elasticity * distance)


def _log_error(start: float, end: float, points: list[float], levels: tuple[Level, ...]) -> float:
    """Standard error of the logarithm of the factor: the arms' errors, by how much each arm moves it."""
    at_start, at_end = (_weights(share, points, levels) for share in (start, end))
    relative = [level.error / level.mean for level in levels]
    return math.hypot(*((e - s) * r for s, e, r in zip(at_start, at_end, relative, strict=True)))


def _weights(share: float, points: list[float], levels: tuple[Level, ...]) -> list[float]:
    """How much of each tested plan the curve's logarithm at this share is made of."""
    weights = [0.0] * len(points)
    i = min(max(sum(point <= share for point in points) - 1, 0), len(points) - 2)
    whole = math.log(levels[i + 1].mean / levels[i].mean)
    elasticity = arc_elasticity((points[i], points[i + 1]), (levels[i].mean, levels[i + 1].mean))
    part = 1 - math.log(1 / _of_upper(share, points[i + 1], elasticity)) / whole
    weights[i], weights[i + 1] = 1 - part, part
    return weights


def _checked(share: float, highest: float) -> float:
    if 0 <= share <= highest:
        return share
    raise ResponseError(
        Text(
            f"个人自付比例 {share:.4g} 不在试验过的范围（0 至 {highest:.4g}）内，不作外推。",
            f"A person's share of {share:.4g} lies outside what was tested (0 to {highest:.4g}): no extrapolation.",
        )
    )


def _notes(care: Care, scale: Scale) -> tuple[Text, ...]:
    notes = [
        Text(
            "使用量反应取自1974—1982年美国兰德医疗保险试验，是否适用于今天的中国没有证据，可信度低；可以不用。",
            "The response is that of the RAND experiment (United States, 1974-1982). Whether it holds in China today "
            "is not known: low confidence, and it may be left out.",
        )
    ]
    if scale == "coinsurance":
        paid = ", ".join(f"{level.paid_share:.0%}" for level in use_response().levels[care])
        notes.append(
            Text(
                f"试验的计划每年有自付上限，参加者实际只付了费用的{paid}；按名义自付比例得到的反应因此偏小。",
                f"The tested plans capped what a family paid in a year, so people really paid {paid} of their expense: "
                "held against the plans' percentages, the response comes out on the small side.",
            )
        )
    if care == "inpatient":
        notes.append(
            Text(
                "住院的反应弱且不精确：区间包含“没有变化”。",
                "Inpatient use responds weakly and imprecisely: the interval contains no change at all.",
            )
        )
    return tuple(notes)
