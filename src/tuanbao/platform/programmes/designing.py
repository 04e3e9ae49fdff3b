"""A design of next year's programme within wishes (方案设计): the engine's, and what a page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuanbao.language import Language, Text
from tuanbao.platform.programmes.loaded import Loaded

if TYPE_CHECKING:
    from tuanbao.design.preparing import Telling
    from tuanbao.design.proposal import Proposal
    from tuanbao.roster import Reading

# The engine's design is imported within: it brings numba and scipy, which pages do not need.


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a design; ``options`` is a text of design options, as its file has it, or empty."""

    budget: int | None = None
    """Fen a year."""
    growth: str = ""
    """At most so much more than the present programme: 5%."""
    hold_years: int = 1
    industry: str = "all"
    options: str = ""
    years: int = 400
    lines: int = 300_000
    seed: int = 2026


def designed(loaded: Loaded, members: "Reading", day: date, wishes: Wishes, telling: "Telling") -> "Proposal":
    """Raises PlanError for options with problems, DesignError where wishes conflict, and what pricing raises."""
    from tuanbao.design.inputs import Inputs
    from tuanbao.design.options.loading import nowhere, parse_options
    from tuanbao.design.options.model import Options
    from tuanbao.design.running import design_programme
    from tuanbao.money import parse_percent
    from tuanbao.pricing.model import load_model

    options, findings = parse_options(wishes.options) if wishes.options.strip() else (Options(), nowhere())
    asked: dict[str, Any] = {"hold_years": wishes.hold_years} if wishes.hold_years > 1 else {}
    asked |= {"budget": wishes.budget} if wishes.budget is not None else {}
    asked |= {"growth": parse_percent(wishes.growth)} if wishes.growth else {}
    options = options.model_copy(update={"constraints": options.constraints.model_copy(update=asked)})
    given = Inputs(
        members=members,
        programme=loaded.programme,
        plans=tuple(loaded.plans.values()),
        model=load_model(),
        options=options,
        findings=findings,
        on=day,
        industry=wishes.industry,
        years=wishes.years,
        lines=wishes.lines,
        seed=wishes.seed,
    )
    return design_programme(given, telling)


def design_summary(found: "Proposal") -> dict[str, Any]:
    """What the pages show; fen a year."""
    from tuanbao.documents.proposal.figures import changes, headline, money_steps, points, wishes

    figures = headline(found)
    names = (
        *("people", "employees", "premium", "present_premium", "company", "present_company", "own", "present_own"),
        *("value", "present_value", "budget", "per_employee", "present_per_employee", "designs", "choices", "years"),
    )
    return {
        **{name: getattr(figures, name) for name in names},
        "error": round(figures.error),
        "proven": figures.proven,
        "changes": [
            {
                "where": one.where._asdict(),
                "what": one.what._asdict(),
                "before": one.before._asdict(),
                "after": one.after._asdict(),
                "company": one.company,
                "value": one.value,
                "reason": one.reason._asdict(),
                "strengthens": one.strengthens,
            }
            for one in changes(found)
        ],
        "points": [
            {"kind": one.kind, "name": one.name._asdict(), "cost": one.cost, "value": one.value}
            for one in points(found)
        ],
        "steps": [{"label": one.label._asdict(), "amount": one.amount, "kind": one.kind} for one in money_steps(found)],
        "wishes": [{"name": one.name._asdict(), "kept": one.kept} for one in wishes(found)],
        "notes": [note._asdict() for note in found.notes],
    }


def write_design_files(folder: Path, found: "Proposal", language: Language, company: str) -> Mapping[str, Text]:
    """The proposal with its workbook and slides, and the proposed programme; what each is by name."""
    from tuanbao.documents.proposal.files import write_proposal_files

    return {path.name: what for path, what in write_proposal_files(folder, found, language, company)}
