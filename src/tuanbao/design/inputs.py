"""What a design is given (设计的输入)."""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from tuanbao.design.benchmark.own_market import OwnMarket
from tuanbao.design.needs.questionnaire import Answers
from tuanbao.design.options.loading import nowhere
from tuanbao.design.options.model import Options
from tuanbao.plan import Plan, Programme
from tuanbao.plan.reading import Findings
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.roster import Reading


@dataclass(frozen=True, slots=True)
class Inputs:
    """People, the present programme, and everything else that is known."""

    members: Reading
    programme: Programme | None
    plans: tuple[Plan, ...]
    model: ClaimModel
    options: Options = field(default_factory=Options)
    findings: Findings = field(default_factory=nowhere)
    """Where the parts of the options stand."""
    terms: QuoteTerms = field(default_factory=QuoteTerms)
    on: date | None = None
    industry: str = "all"
    answers: Answers | None = None
    bills: pa.Table | Reading | None = None
    events: pa.Table | Reading | None = None
    market: OwnMarket | None = None
    years: int = 400
    """Simulated years of each quote."""
    lines: int = 300_000
    """Lines of bills of the grid."""
    seed: int = 2026
