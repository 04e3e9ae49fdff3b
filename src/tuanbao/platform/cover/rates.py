"""What a policy charges for a person and a whole year (费率)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tuanbao.language import Text
from tuanbao.platform.cover.models import Policy, Rate
from tuanbao.roster.assignment import completed_years


@dataclass(frozen=True, slots=True)
class RateRow:
    plan_id: str
    variant: str
    relation: str
    age_from: int
    age_to: int
    sex: str
    yearly_fen: int


class NoRateError(Exception):
    """No rate of the policy fits a person."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def rates_of(policy: Policy) -> tuple[RateRow, ...]:
    return tuple(row(rate) for rate in policy.rates.all())


def row(rate: Rate) -> RateRow:
    return RateRow(rate.plan_id, rate.variant, rate.relation, rate.age_from, rate.age_to, rate.sex, rate.yearly_fen)


def yearly_price(
    rates: Iterable[RateRow], plan_id: str, variant: str, relation: str, born: date | None, sex: str, on: date
) -> int:
    """Fen for a whole year; ages are completed years on the policy's first day ``on``. Raises NoRateError."""
    fitting = _fitting(rates, plan_id, variant, relation, sex)
    age = completed_years(born, on) if born else None
    for each in fitting:
        if age is None or each.age_from <= age <= each.age_to:
            return each.yearly_fen
    what = f"{plan_id}:{variant}" if variant else plan_id
    raise NoRateError(
        Text(
            f"保单费率表中没有适用于“{what}”（{relation}，{age} 岁）的费率",
            f"the policy has no rate for {what} ({relation}, aged {age})",
        )
    )


def _fitting(rates: Iterable[RateRow], plan_id: str, variant: str, relation: str, sex: str) -> Sequence[RateRow]:
    return [
        each
        for each in rates
        if (each.plan_id, each.variant, each.relation) == (plan_id, variant, relation) and each.sex in ("", sex)
    ]
