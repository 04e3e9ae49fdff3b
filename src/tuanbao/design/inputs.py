"""What a design is given (设计的输入)."""

from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from tuanbao.adjudication.population import chain_of
from tuanbao.design.benchmark.own_market import OwnMarket
from tuanbao.design.needs.questionnaire import Answers
from tuanbao.design.options.loading import nowhere
from tuanbao.design.options.model import Options
from tuanbao.language import Text
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


def with_lapsed_choices(inputs: Inputs) -> tuple[Inputs, tuple[Text, ...]]:
    """Everybody under the plans themselves, and how many had a variant of one: choices end with the plan year, and the
    design is of the next (个人选择随保险年度结束)."""
    table = inputs.members.table
    if "plan" not in table.column_names:
        return inputs, ()
    written = table["plan"].cast(pa.string()).to_pylist()
    lapsed = [_without_variants(text) for text in written]
    changed = sum(a != b for a, b in zip(written, lapsed, strict=True))
    if not changed:
        return inputs, ()
    column = pa.array(lapsed, pa.string())
    table = table.set_column(table.column_names.index("plan"), "plan", column)
    said = Text(
        f"{changed} 人自选了方案的变体；选择随保险年度结束，设计按方案本身计算",
        f"{changed} people chose a variant of their plan; choices end with the plan year, so the plan itself counts",
    )
    return replace(inputs, members=replace(inputs.members, table=table)), (said,)


def _without_variants(text: str | None) -> str | None:
    if text is None or ":" not in text:
        return text
    return ";".join(dict.fromkeys(name.partition(":")[0] for name in chain_of(text)))
