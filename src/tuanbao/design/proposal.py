"""Everything that a design came to (设计结果): what the command prints and the proposal shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuanbao.design.benchmark.positions import Benchmark
from tuanbao.design.choosing.around import Frontier, Sensitivity
from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates
from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.solving import Solution
from tuanbao.design.choosing.valuing import Scales
from tuanbao.design.explaining.reasons import Ledger, Reason
from tuanbao.design.law import AfterTax, Report
from tuanbao.design.needs import Needs
from tuanbao.design.options.model import Options
from tuanbao.design.options.tiering import Tiered
from tuanbao.design.proposing import Proposed
from tuanbao.design.rollout.result import Rollout
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.quote.running import QuoteRun


@dataclass(frozen=True, slots=True)
class Side:
    """One programme, priced afresh: the present or the proposed one."""

    group: Group
    run: QuoteRun
    services: int
    """Fen a year of the company for services."""
    company: int
    """Fen a year that the company pays: premium and services, as far as people join."""
    own: int
    """Fen a year that employees pay."""
    value: float
    """Fen a year, from the grid."""
    report: Report
    after_tax: AfterTax
    benchmark: Benchmark

    @property
    def premium(self) -> int:
        return self.run.quote.premium


@dataclass(frozen=True, slots=True)
class Money:
    """The company's cost of the choice, from two sets of random numbers; fen a year."""

    budget: int | None
    chosen: int
    """As the choice saw it."""
    fresh: int
    """Adjudicated again over other simulated years and priced whole."""
    error: float
    """Standard error of the fresh price."""
    tightened: int
    """By how much the budget was tightened, because the fresh price was above it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around the choice."""

    frontier: Frontier
    cheapest: Solution | None
    """The cheapest choice that is worth as much as the present programme."""
    held: Solution | None
    """The best choice whose price stays within the same money until ``years_ahead``; None: there is none."""
    years_ahead: int
    sensitivities: tuple[Sensitivity, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The whole design."""

    options: Options
    tiered: Tiered
    needs: Needs
    scales: Scales
    blocks: tuple[BlockCandidates, ...]
    services: tuple[ServiceCandidates, ...]
    problem: Problem
    solution: Solution
    present: Side
    proposed: Side
    plans: Proposed
    money: Money
    reasons: tuple[Reason, ...]
    ledger: Ledger
    around: Around
    rollout: Rollout | None
    lines: int
    """Lines of bills that all blocks were adjudicated over."""
    years: int
    """Simulated years of the grid."""
    seconds: Mapping[str, float]
    notes: tuple[Text, ...]

    @property
    def designs(self) -> int:
        """Joint designs that were adjudicated."""
        return sum(len(own.offers.grid) for own in self.blocks)

    @property
    def choices(self) -> int:
        """Joint choices for the whole company, wishes aside."""
        return self.problem.combinations
