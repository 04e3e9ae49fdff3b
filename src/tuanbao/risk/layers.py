"""Amounts made of other amounts: a layer (自付、限额、共付), a change of level (通胀), a mixture (混合)."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.errors import Floats, RiskError, amounts, chance, not_negative, positive
from tuanbao.risk.severity import Severity, at


class Layer(Severity):
    """``share`` * (min(X, upto) - min(X, deductible)): what is paid of each loss, 0 included (per loss).

    ``upto`` is the largest loss that counts, before the deductible; ``share`` the part paid of what lies between.
    Loss Models, theorem 8.7. ``mean_per_payment`` leaves out the losses of which nothing is paid.
    """

    def __init__(self, loss: Severity, deductible: float = 0.0, upto: float = math.inf, share: float = 1.0) -> None:
        self.loss = loss
        self.deductible = not_negative(deductible, Text("免赔额", "The deductible"))
        self.upto = not_negative(upto, Text("上限", "The upper end"), infinite=True)
        self.share = chance(share, Text("赔付比例", "The share paid"))
        if not self.deductible < self.upto or not self.share:
            raise RiskError(
                f"这一层是空的：从 {deductible:g} 到 {upto:g}，赔付比例 {share:g}",
                f"The layer is empty: from {deductible:g} to {upto:g}, share {share:g}",
            )

    @property
    def mean(self) -> float:
        return self.share * self._between(self.deductible, self.upto)

    @property
    def second_moment(self) -> float:
        return float(self._square(np.array([self.upto]))[0])

    @property
    def maximum(self) -> float:
        return self.share * max(min(self.loss.maximum, self.upto) - self.deductible, 0.0)

    @property
    def mean_per_payment(self) -> float:
        """E(Y | Y > 0); 0 where nothing is ever paid."""
        paid = at(self.survival, 0.0)
        return self.mean / paid if paid else 0.0

    @property
    def lattice(self) -> float | None:
        step = self.loss.lattice
        ends = [end for end in (self.deductible, self.upto) if math.isfinite(end)]
        if step is None or self.share != 1 or any(end % 1 for end in ends):
            return None
        return float(math.gcd(int(step), *(int(end) for end in ends)))

    def survival(self, x: Floats) -> Floats:
        return np.where(x < self.maximum, self.loss.survival(self._loss_at(x)), 0.0)

    def limited(self, x: Floats) -> Floats:
        found = self.loss.limited(self._loss_at(x)) - at(self.loss.limited, self.deductible)
        return self.share * found

    def limited_square(self, x: Floats) -> Floats:
        return self._square(self._loss_at(x))

    def excess(self, x: Floats) -> Floats:
        if math.isfinite(self.loss.mean):
            found = self.loss.excess(self._loss_at(x)) - at(self.loss.excess, self.upto)
        elif math.isfinite(self.upto):
            found = at(self.loss.limited, self.upto) - self.loss.limited(self._loss_at(x))
        else:
            found = np.full(np.shape(x), math.inf)
        return self.share * np.maximum(found, 0.0)

    def _loss_at(self, paid: Floats) -> Floats:
        """The smallest loss of which that much is paid."""
        return np.minimum(self.deductible + paid / self.share, self.upto)

    def _between(self, low: float, high: float) -> float:
        if math.isfinite(self.loss.mean):
            return at(self.loss.excess, low) - at(self.loss.excess, high)
        return at(self.loss.limited, high) - at(self.loss.limited, low)

    def _square(self, loss: Floats) -> Floats:
        """E of the square of what is paid of min(X, loss)."""
        low = self.deductible
        squares = self.loss.limited_square(loss) - at(self.loss.limited_square, low)
        return self.share**2 * (squares - 2 * low * (self.loss.limited(loss) - at(self.loss.limited, low)))


class Scaled(Severity):
    """``factor`` * X: the same amounts at another level of prices (通胀后)."""

    def __init__(self, loss: Severity, factor: float) -> None:
        self.loss, self.factor = loss, positive(factor, Text("倍数", "The factor"))

    @property
    def mean(self) -> float:
        return self.factor * self.loss.mean

    @property
    def second_moment(self) -> float:
        return self.factor**2 * self.loss.second_moment

    @property
    def maximum(self) -> float:
        return self.factor * self.loss.maximum

    def survival(self, x: Floats) -> Floats:
        return self.loss.survival(x / self.factor)

    def limited(self, x: Floats) -> Floats:
        return self.factor * self.loss.limited(x / self.factor)

    def limited_square(self, x: Floats) -> Floats:
        return self.factor**2 * self.loss.limited_square(x / self.factor)

    def excess(self, x: Floats) -> Floats:
        return self.factor * self.loss.excess(x / self.factor)


class Mixture(Severity):
    """A claim is of the i-th kind with probability ``weights[i]`` (made to sum to 1)."""

    def __init__(self, kinds: Sequence[Severity], weights: ArrayLike) -> None:
        found = amounts(weights, Text("权重", "The weights"))
        if len(found) != len(kinds) or found.sum() <= 0:
            raise RiskError("每种金额要有一个权重，且不全为 0", "Each kind needs a weight, and not all may be 0")
        self.kinds, self.weights = tuple(kinds), found / found.sum()

    @property
    def mean(self) -> float:
        return sum(weight * kind.mean for weight, kind in self._parts())

    @property
    def second_moment(self) -> float:
        return sum(weight * kind.second_moment for weight, kind in self._parts())

    @property
    def maximum(self) -> float:
        return max(kind.maximum for _, kind in self._parts())

    @property
    def lattice(self) -> float | None:
        steps = [kind.lattice for _, kind in self._parts()]
        whole = [int(step) for step in steps if step is not None and not step % 1]
        return float(math.gcd(*whole)) if len(whole) == len(steps) else None

    def survival(self, x: Floats) -> Floats:
        return self._sum([weight * kind.survival(x) for weight, kind in self._parts()])

    def limited(self, x: Floats) -> Floats:
        return self._sum([weight * kind.limited(x) for weight, kind in self._parts()])

    def limited_square(self, x: Floats) -> Floats:
        return self._sum([weight * kind.limited_square(x) for weight, kind in self._parts()])

    def excess(self, x: Floats) -> Floats:
        return self._sum([weight * kind.excess(x) for weight, kind in self._parts()])

    def _parts(self) -> list[tuple[float, Severity]]:
        return [(float(weight), kind) for weight, kind in zip(self.weights, self.kinds, strict=True) if weight]

    @staticmethod
    def _sum(parts: list[Floats]) -> Floats:
        return np.asarray(np.sum(parts, axis=0))
