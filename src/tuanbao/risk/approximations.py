"""Normal and lognormal approximations of a total from its mean and standard deviation (正态近似、对数正态近似).

Quick and rough: the normal understates large totals of small groups. ``compound`` is the answer; these are for
comparison and for totals of which no more than two moments are known.
"""

import math

from tuanbao.language import Text
from tuanbao.risk.errors import level, not_negative, positive
from tuanbao.risk.severity import Lognormal, at


def normal_survival(mean: float, sd: float, x: float) -> float:
    """P(S > x) of a normal total."""
    positive(sd, Text("标准差", "The standard deviation"))
    return 0.5 * math.erfc((x - mean) / sd / math.sqrt(2))


def normal_quantile(mean: float, sd: float, confidence: float) -> float:
    """The amount that a normal total stays within with this probability."""
    from scipy.special import ndtri

    positive(sd, Text("标准差", "The standard deviation"))
    return mean + sd * float(ndtri(level(confidence)))


def lognormal_survival(mean: float, sd: float, x: float) -> float:
    """P(S > x) of a lognormal total."""
    not_negative(x, Text("金额", "The amount"))
    return at(Lognormal.of(mean, sd / positive(mean, Text("均值", "The mean"))).survival, x)
