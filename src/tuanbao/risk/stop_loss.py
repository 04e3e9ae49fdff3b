"""Stop-loss cover (止损保险): per person above a specific retention, and of the whole group above an attachment.

Specific: of each claim (the year's cost of one person, where the severity is that) what lies above ``retention``.
Aggregate: of the group's total, after the specific cover, what lies above ``attachment``. Premiums here are expected
values with a loading, floats in the caller's unit; who quotes them rounds them once.
"""

import math
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.risk.compound import aggregate
from tuanbao.risk.distribution import Aggregate
from tuanbao.risk.errors import RiskError, not_negative, positive
from tuanbao.risk.frequency import Frequency
from tuanbao.risk.layers import Layer
from tuanbao.risk.severity import Severity, at

_HARDLY_EVER = 1e-12


@dataclass(frozen=True, slots=True)
class Cover:
    """One stop-loss cover for one year."""

    retention: float
    limit: float
    """The most that the cover pays: per claim for specific, for the year for aggregate; may be infinite."""
    expected: float
    """Expected payment of the year."""
    premium: float
    """``expected`` * (1 + loading)."""
    frequency: float
    """Specific: expected number of claims above the retention; aggregate: chance that the total is above it."""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Protection:
    """Both covers together, and what is left with the group."""

    ground_up: float
    """Expected total before any cover."""
    specific: Cover | None
    retained: Aggregate
    """The year's total after the specific cover, before the aggregate cover."""
    aggregate: Cover | None

    @property
    def expected_retained(self) -> float:
        """Expected cost that stays with the group after both covers, premiums not counted."""
        return self.retained.mean - (self.aggregate.expected if self.aggregate else 0.0)

    @property
    def premium(self) -> float:
        return sum(cover.premium for cover in (self.specific, self.aggregate) if cover)

    @property
    def notes(self) -> tuple[Text, ...]:
        return tuple(note for cover in (self.specific, self.aggregate) if cover for note in cover.notes)


def specific_cover(
    frequency: Frequency, severity: Severity, retention: float, *, limit: float = math.inf, loading: float = 0.0
) -> Cover:
    """Cover of each claim's part above ``retention`` (个人止损), at most ``limit`` of each.

    A retention that no claim exceeds costs 0, with a note that says so. Raises RiskError for negative terms, and where
    the expected payment is infinite.
    """
    _check(retention, limit, loading)
    chance = at(severity.survival, retention)
    if not chance:
        note = _never_reached("个人", "specific", retention, severity.maximum)
        return Cover(retention, limit, 0.0, 0.0, 0.0, (note,))
    expected = frequency.mean * Layer(severity, retention, retention + limit).mean
    if not math.isfinite(expected):
        raise RiskError(
            f"单笔金额的尾部太重，{retention:g} 以上的预期赔付是无穷大；请给止损保险加一个限额",
            f"The tail of the amounts is so heavy that the expected payment above {retention:g} is infinite: "
            "give the cover a limit",
        )
    return Cover(retention, limit, expected, expected * (1 + loading), frequency.mean * chance)


def aggregate_cover(total: Aggregate, attachment: float, *, limit: float = math.inf, loading: float = 0.0) -> Cover:
    """Cover of the total's part above ``attachment`` (团体止损), at most ``limit``.

    An attachment that the total never exceeds, or with a chance below one in a trillion, costs 0, with a note that says
    so.
    """
    _check(attachment, limit, loading)
    chance = total.survival(attachment)
    if chance < _HARDLY_EVER or attachment >= total.maximum:
        note = _never_reached("团体", "aggregate", attachment, total.maximum)
        return Cover(attachment, limit, 0.0, 0.0, 0.0, (note,))
    expected = total.stop_loss(attachment, limit)
    return Cover(attachment, limit, expected, expected * (1 + loading), chance)


def protect(
    frequency: Frequency,
    severity: Severity,
    *,
    specific: float | None = None,
    attachment: float | None = None,
    attachment_share: float | None = None,
    specific_loading: float = 0.0,
    aggregate_loading: float = 0.0,
    aggregate_limit: float = math.inf,
    step: float | None = None,
    points: int = 2**15,
) -> Protection:
    """Specific retention first, then an aggregate attachment on what is retained; either may be left out.

    ``attachment`` is an amount, or ``attachment_share`` a multiple of the expected retained total (1.25: 125 %).
    """
    if attachment is not None and attachment_share is not None:
        raise RiskError(
            "团体止损线给了两次：金额和倍数，只能给一个", "Give the attachment as an amount or as a share, not both"
        )
    ground_up = frequency.mean * severity.mean
    over = specific_cover(frequency, severity, specific, loading=specific_loading) if specific is not None else None
    total = aggregate(frequency, retained(severity, specific), step=step, points=points)
    if attachment_share is not None:
        share = positive(attachment_share, Text("团体止损线的倍数", "The attachment's share"))
        attachment = share * total.exact_mean
    above = None
    if attachment is not None:
        above = aggregate_cover(total, attachment, limit=aggregate_limit, loading=aggregate_loading)
    return Protection(ground_up, over, total, above)


def retained(severity: Severity, specific: float | None) -> Severity:
    """What stays of each claim under a specific retention."""
    if specific is None or specific >= severity.maximum:
        return severity
    positive(specific, Text("个人止损线", "The specific retention"))
    return Layer(severity, 0.0, specific)


def _check(retention: float, limit: float, loading: float) -> None:
    not_negative(retention, Text("止损线", "The retention"))
    positive_limit = not_negative(limit, Text("限额", "The limit"), infinite=True)
    if not positive_limit:
        raise RiskError("限额为 0 的止损保险什么也不赔", "A cover with limit 0 pays nothing")
    not_negative(loading, Text("附加费率", "The loading"))


def _never_reached(zh: str, en: str, retention: float, maximum: float) -> Text:
    if math.isfinite(maximum) and retention >= maximum:
        return Text(
            f"{zh}止损线 {retention:,.0f} 不低于可能的最大金额 {maximum:,.0f}，永远用不上，保费为 0",
            f"The {en} retention {retention:,.0f} is not below the largest possible amount {maximum:,.0f}: "
            "it is never reached, so its premium is 0",
        )
    return Text(
        f"{zh}止损线 {retention:,.0f} 几乎不可能达到（概率小于万亿分之一），保费为 0",
        f"The {en} retention {retention:,.0f} is reached with a chance below one in a trillion, so its premium is 0",
    )
