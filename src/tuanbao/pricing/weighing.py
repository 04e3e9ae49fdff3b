"""Person-years weighed so that their mean is the expected one (加权到期望): what is rare may be missing by chance.

The weights exp(t x) are those nearest to equal ones (least relative entropy) among all with this mean: large amounts
count a little more or less, small ones hardly change. Csiszár, I-divergence geometry, Annals of Probability 1975.
"""

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.costs import Floats

NEAR = 1e-9
STRONG = 3.0
"""A weight so many times that of small amounts says that too few years were simulated."""
STEEPEST = 60.0


def weighed_to_mean(values: Floats, mean: float) -> tuple[Floats | None, list[Text]]:
    """Weights (m,) that give ``values`` (m,) this mean, and what to say; None where they have it already.

    None, too, with a note, where no weights can do it: the mean is 0 or lies beyond all values.
    """
    own, top = float(values.mean()), float(values.max())
    if abs(own - mean) <= NEAR * max(own, mean):
        return None, []
    if not 0 < mean < top:
        return None, [_impossible(own, mean)]
    scaled, counts = np.unique(values / top, return_counts=True)
    steep = _steepness(scaled, counts.astype(np.float64), mean / top)
    if steep is None:
        return None, [_impossible(own, mean)]
    weights: Floats = np.exp(steep * (values / top - max(np.sign(steep), 0.0)))
    most = f"{np.exp(steep):.2f}"
    said = Text(
        f"模拟的人年平均 {own:,.0f} 元，预期 {mean:,.0f} 元（少见的大额按概率计算）；"
        f"已对人年加权，使分布的均值等于预期，最大的金额权重为 {most} 倍",
        f"simulated person-years average {own:,.0f} yuan, but {mean:,.0f} is expected (rare large sums by their "
        f"chance): they are weighed so that the distribution has the expected mean, the largest amount {most} times",
    )
    return weights, [said, *([_few()] if abs(steep) > np.log(STRONG) else [])]


def _steepness(scaled: Floats, counts: Floats, mean: float) -> float | None:
    """t with the mean of ``scaled`` (0 to 1) under weights counts * exp(t scaled) equal to ``mean``."""
    from scipy.optimize import brentq

    def gap(t: float) -> float:
        weight = counts * np.exp(t * (scaled - max(np.sign(t), 0.0)))
        return float(weight @ scaled / weight.sum()) - mean

    if gap(-STEEPEST) > 0 or gap(STEEPEST) < 0:
        return None
    return float(brentq(gap, -STEEPEST, STEEPEST, xtol=1e-14, rtol=1e-14))


def _impossible(own: float, mean: float) -> Text:
    return Text(
        f"模拟的人年平均 {own:,.0f} 元，预期 {mean:,.0f} 元，无法靠加权使两者相等，分布按模拟的计；请增加模拟年数",
        f"simulated person-years average {own:,.0f} yuan and {mean:,.0f} is expected; no weights can make them equal, "
        "so the distribution is as simulated: simulate more years",
    )


def _few() -> Text:
    return Text(
        "权重相差很大，说明模拟年数对少见的大额太少，分布的尾部不可靠；请增加模拟年数",
        "the weights are far from equal: too few years for rare large sums, and the distribution's tail is unsure; "
        "simulate more years",
    )
