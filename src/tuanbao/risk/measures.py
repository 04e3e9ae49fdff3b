"""VaR and TVaR of a sample of totals (样本的风险度量), by the same conventions as ``Aggregate``'s.

VaR at a level is the smallest amount x with P(S <= x) >= level: always one of the amounts. TVaR is VaR + E(S - VaR)+ /
(1 - level): the mean of the worst (1 - level) of the sample, with a part of one amount where it does not come out even.
"""

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.empirical import Empirical
from tuanbao.risk.errors import amounts, level
from tuanbao.risk.severity import at


def value_at_risk(sample: ArrayLike, confidence: float, weights: ArrayLike | None = None) -> float:
    """VaR (风险价值) of amounts (n,), each as likely or by ``weights``."""
    return _value_at_risk(Empirical(sample, weights), level(confidence))


def tail_value_at_risk(sample: ArrayLike, confidence: float, weights: ArrayLike | None = None) -> float:
    """TVaR (尾部风险价值) of amounts (n,), each as likely or by ``weights``."""
    law = Empirical(sample, weights)
    at_risk = _value_at_risk(law, level(confidence))
    return at_risk + at(law.excess, at_risk) / (1 - confidence)


def interpolated_quantile(sample: ArrayLike, confidence: float) -> float:
    """The quantile of statistics programs (Hyndman and Fan's type 7): on the line between two neighbouring amounts."""
    return float(np.quantile(amounts(sample, Text("金额", "The amounts")), level(confidence)))


def _value_at_risk(law: Empirical, confidence: float) -> float:
    # P(S <= x) >= level where what lies above x weighs no more than 1 - level; sums of weights are not exact.
    within = law.survival(law.values) <= 1 - confidence + 1e-12
    return float(law.values[within.argmax()])
