"""Minimum participation (最低参保比例): where too few of those eligible join, mostly the sick ones do."""

from dataclasses import dataclass
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.pricing.quote.errors import QuoteError


@dataclass(frozen=True, slots=True)
class Participation:
    """How many of the eligible employees are covered, against the minimum of the terms."""

    eligible: int
    covered: int
    minimum: Fraction
    known: bool
    """False: nobody said how many are eligible, so that those on the roster were taken for all."""

    @property
    def share(self) -> Fraction:
        return Fraction(self.covered, self.eligible)

    @property
    def met(self) -> bool:
        return self.share >= self.minimum

    @property
    def missing(self) -> int:
        """How many more must join."""
        needed = -(-self.eligible * self.minimum.numerator // self.minimum.denominator)
        return max(0, needed - self.covered)

    @property
    def text(self) -> Text:
        """What holds, as a sentence."""
        share = f"{float(self.share):.1%}"
        minimum = f"{float(self.minimum) * 100:.4g}%"
        if not self.known:
            return Text(
                f"未提供符合参保条件的员工总数，按名单上的 {self.covered} 名员工全部参保计算；"
                f"最低参保比例 {minimum} 未能核对",
                f"the number of eligible employees was not given; the {self.covered} on the roster were taken for all,"
                f" so that the minimum participation of {minimum} could not be checked",
            )
        zh = f"符合条件的 {self.eligible} 名员工中有 {self.covered} 名参保（{share}），"
        en = f"{self.covered} of {self.eligible} eligible employees are covered ({share}), "
        if self.met:
            return Text(f"{zh}达到最低参保比例 {minimum}", f"{en}which meets the minimum of {minimum}")
        return Text(
            f"{zh}低于最低参保比例 {minimum}，还差 {self.missing} 名；参保的人往往更需要看病，本报价以达到该比例为条件",
            f"{en}{self.missing} short of the minimum of {minimum}; those who join tend to need more care, so this"
            " quote is conditional on reaching it",
        )


def participation(eligible: int | None, covered: int, minimum: Fraction) -> Participation:
    """``eligible`` None: nobody said. Raises QuoteError where more are covered than are eligible."""
    if eligible is not None and eligible < covered:
        raise QuoteError(
            Text(
                f"符合参保条件的员工数（{eligible}）少于已参保的员工数（{covered}），请核对",
                f"fewer employees are eligible ({eligible}) than covered ({covered}); check the number",
            )
        )
    if covered < 1:
        raise QuoteError(Text("名单上没有员工，无法报价", "there is no employee on the roster to quote for"))
    return Participation(covered if eligible is None else eligible, covered, minimum, eligible is not None)
