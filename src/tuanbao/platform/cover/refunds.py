"""What the insurer gives back for somebody who leaves (减人退费规则)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import resources
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.platform.cover.intervals import Days, minus
from tuanbao.platform.cover.premiums import Amounts, Calendar, Held, Price, amounts

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class RefundRule:
    """A rule with its source. ``charge_bp``: basis points that its source keeps; a policy says its own."""

    rule: str
    title: Text
    holds_from: date
    charge_bp: int
    source: str
    confidence: str


def _read(entry: dict[str, Any]) -> RefundRule:
    told = (entry[word] for word in ("from", "charge_bp", "source", "confidence"))
    return RefundRule(entry["rule"], Text(*entry["title"]), *told)


def _rules() -> Mapping[str, RefundRule]:
    text = (resources.files(__package__) / "refund_rules.yaml").read_text("utf-8")
    return {entry["rule"]: _read(entry) for entry in yaml.safe_load(text)}


REFUND_RULES = _rules()


@dataclass(frozen=True, slots=True)
class Refunds:
    """A policy's agreement on refunds."""

    rule: str = "unearned"
    charge_bp: int = 0

    def kept(self, *, claimed: bool) -> Fraction:
        """What part of the unexpired premium the insurer keeps."""
        if self.rule == "none_if_claimed" and claimed:
            return Fraction(1)
        return Fraction(0) if self.rule == "unearned" else Fraction(self.charge_bp, WHOLE_BP)


def refund(calendar: Calendar, held: Held, price: Price, gone: Days, kept: Fraction) -> Amounts:
    """What is given back (negative) when these days of a price are taken away from what one person has.

    Where nothing is kept it is the plain difference of the premiums. Else it is the exact unexpired premium
    × (1 − kept), rounded once; the employer's part and the points go by the same proportion.
    """
    after = {**held, price: minus(held[price], gone)}
    if not kept:
        return amounts(calendar, after).less(amounts(calendar, held))
    share = (calendar.share(price, held) - calendar.share(price, after)) * (1 - kept)
    return Amounts(*(-_part(whole, share) for whole in price[2:]))


def _part(whole: int, share: Fraction) -> int:
    return half_up(whole * share.numerator, share.denominator)
