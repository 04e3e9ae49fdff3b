"""What can be chosen (候选): the offers of every block and the options of every service, with value and cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa

from tuanbao.design.choosing.problem import Group
from tuanbao.design.choosing.valuing import Parts, Scales, value_of
from tuanbao.design.evaluating.grid import Floats
from tuanbao.design.evaluating.offers import Offers
from tuanbao.design.options.blocks import Block
from tuanbao.design.options.model import Service
from tuanbao.language import Text
from tuanbao.money import half_up

MONTHS = 12


@dataclass(frozen=True, slots=True)
class BlockCandidates:
    """A block's offers."""

    block: Block
    offers: Offers
    later: Floats | None = None
    """(offers,): what the company pays in the year until which the budget must do; None: not asked."""
    common: Floats | None = None
    """(offers, themes): fen a head that the common sample is paid; None: no employees among them."""

    @property
    def key(self) -> str:
        return self.block.key

    @property
    def tier(self) -> str:
        """The tier whose weights hold: the block's own, or "" where it has people of several."""
        tiers = self.block.tiers
        return tiers[0] if len(tiers) == 1 else ""

    def parts(self, scales: Scales) -> Parts:
        return value_of(self.offers, scales, self.tier)

    def group(self, scales: Scales) -> Group:
        return Group(self.key, self.block.title, self.offers.company, self.parts(scales).value)


@dataclass(frozen=True, slots=True)
class ServiceCandidates:
    """A service's options for the employees of one tier."""

    service: Service
    tier: str
    heads: int
    cost: Floats
    """(options,): fen a year; option 0 is today's."""
    option: tuple[int, ...]
    """Which of the service's options each is."""

    @property
    def key(self) -> str:
        return f"{self.service.service}/{self.tier}"

    @property
    def title(self) -> Text:
        own = self.service.name.text if self.service.name else Text(self.service.service, self.service.service)
        return Text(f"{own.zh}（{self.tier}）", f"{own.en} ({self.tier})")

    def group(self, scales: Scales) -> Group:
        weight = scales.of(self.tier).get(self.service.theme, 1.0) * scales.tiers.get(self.tier, 1.0)
        return Group(self.key, self.title, self.cost, self.cost * weight * float(self.service.worth))


def service_candidates(services: Sequence[Service], members: pa.Table) -> tuple[list[ServiceCandidates], list[Text]]:
    """Every service for every tier that it is meant for, and what cannot be reckoned."""
    people = [row for row in members.select(_columns(members)).to_pylist() if row["relation"] == "employee"]
    tiers = list(dict.fromkeys(row["tier"] for row in people))
    found, notes = [], []
    for service in services:
        for tier in tiers if service.tiers is None else service.tiers:
            own = [row for row in people if row["tier"] == tier]
            if not own:
                notes.append(_nobody(service, tier))
                continue
            if service.of_pay is not None and any(row.get("salary") is None for row in own):
                notes.append(_no_salary(service, tier, sum(row.get("salary") is None for row in own)))
                continue
            found.append(_candidates(service, tier, own))
    return found, notes


def _candidates(service: Service, tier: str, people: Sequence[Mapping[str, int]]) -> ServiceCandidates:
    order = (service.now, *(at for at in range(len(service.options)) if at != service.now))
    cost = [_cost(service, at, people) for at in order]
    return ServiceCandidates(service, tier, len(people), np.array(cost, np.float64), order)


def _cost(service: Service, option: int, people: Sequence[Mapping[str, int]]) -> int:
    """Fen a year."""
    if service.per_head is not None:
        return service.per_head[option] * len(people)
    share: Fraction = (service.of_pay or ())[option]
    pay = MONTHS * sum(row["salary"] for row in people)
    return half_up(pay * share.numerator, share.denominator)


def _columns(members: pa.Table) -> list[str]:
    return [name for name in ("relation", "tier", "salary") if name in members.column_names]


def _nobody(service: Service, tier: str) -> Text:
    return Text(
        f"服务“{service.service}”的档次“{tier}”没有员工，不计入",
        f"the service {service.service!r} is meant for the tier {tier!r}, which has no employees: not counted",
    )


def _no_salary(service: Service, tier: str, people: int) -> Text:
    return Text(
        f"服务“{service.service}”按工资计算，而档次“{tier}”有 {people} 名员工没有月薪，不计入；请在人员表补上“月薪”",
        f"the service {service.service!r} is a share of pay, and {people} employees of the tier {tier!r} have no"
        " salary: not counted; add the column salary",
    )
