"""Who the people are and what they need (需求), joined: profile, risk, gaps, what they say, what they used."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tuanbao.design.needs.burden import Burden, Progress, burden
from tuanbao.design.needs.cells import cells_shown
from tuanbao.design.needs.columns import declared
from tuanbao.design.needs.dimensions import dimensions
from tuanbao.design.needs.gap import Gap, gaps_of
from tuanbao.design.needs.past_use import PastUse, past_use
from tuanbao.design.needs.population import Profile, profile
from tuanbao.design.needs.questionnaire import Answers, Survey, survey
from tuanbao.design.needs.reasons import Reason, reasons
from tuanbao.design.needs.risk import Risk, risk
from tuanbao.design.needs.weights import Weights, stated, theme_burden, weigh
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel
from tuanbao.roster import Reading

YEARS, SEED = 40, 2026
MOST_PERSON_YEARS = 4_000_000
"""Beyond it fewer years are simulated: so many people tell as much in fewer."""
FEWEST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything that is known of what a group's people need. Aggregates only: no cell of fewer than ten people."""

    profile: Profile
    risk: Risk
    gaps: tuple[Gap, ...]
    survey: Survey | None
    past: PastUse | None
    reasons: tuple[Reason, ...]
    weighing: Weights
    """Of everybody."""
    by_tier: Mapping[str, Weights]
    """Of the tiers of at least ten people."""
    notes: tuple[Text, ...]

    def weights(self, tier: str | None = None) -> Mapping[str, float]:
        """Importance by theme, mean 1, all positive; of everybody, also for a tier of few people."""
        return self._of(tier).values

    @property
    def why(self) -> Mapping[str, Text]:
        """By theme, why it weighs what it does for everybody."""
        return self.weighing.why

    def why_for(self, tier: str | None) -> Mapping[str, Text]:
        """The same for a tier."""
        return self._of(tier).why

    def _of(self, tier: str | None) -> Weights:
        return self.weighing if tier is None else self.by_tier.get(tier, self.weighing)


def assess(
    group: Group,
    model: ClaimModel,
    *,
    answers: Answers | None = None,
    bills: pa.Table | Reading | None = None,
    events: pa.Table | Reading | None = None,
    hospital_lists: pa.Table | Reading | None = None,
    years: int = YEARS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Needs:
    """The needs of a group's people.

    ``bills`` and ``events`` are those of about one past year; ``progress`` is told how many of how many simulated years
    are done. Raises RefusedRowsError for health columns and dates that cannot be read, PeopleError for people without
    birth date or sex, TableError for tables that cannot be used, SimulationError for fewer than one year.
    """
    facts = declared(group.assignment.reading)
    enough = min(years, max(FEWEST_YEARS, MOST_PERSON_YEARS // len(group.members)))
    found = burden(group, model, enough, seed, progress)
    who, health = profile(group, facts), risk(group, model, bills, facts)
    said = survey(answers, tier_names(group)) if answers is not None else None
    used = past_use(group, bills, events, hospital_lists) if bills is not None else None
    gaps = gaps_of(found, model, seed)
    divided, _ = dimensions(group, facts)
    by_tier = _by_tier(group, found, said)
    fewer = (_fewer(years, enough),) if enough < years else ()
    return Needs(
        profile=who,
        risk=health,
        gaps=gaps,
        survey=said,
        past=used,
        reasons=reasons(who, health, gaps, found, divided, said, used),
        weighing=weigh(theme_burden(found), stated(said)),
        by_tier=by_tier,
        notes=(*group.notes, *found.hazards.notes, *fewer, *_notes(health, said, used)),
    )


def tier_names(group: Group) -> dict[str, Text]:
    """The tiers of the group's programme with their names."""
    tiers = group.assignment.programme.tiers
    return {tier.tier: tier.name.text if tier.name else Text(tier.tier, tier.tier) for tier in tiers}


def _by_tier(group: Group, found: Burden, said: Survey | None) -> dict[str, Weights]:
    """Families have the tier of their employee."""
    tier = np.array([str(word or "") for word in group.members["tier"].to_pylist()])[found.rows]
    result = {}
    for name in dict.fromkeys(tier.tolist()):
        people = np.flatnonzero(tier == name)
        if name and cells_shown(len(people)):
            result[name] = weigh(theme_burden(found, people), stated(said), stated(said, name))
    return result


def _notes(health: Risk, said: Survey | None, used: PastUse | None) -> tuple[Text, ...]:
    return (*health.notes, *(said.notes if said else ()), *(used.notes if used else ()), _LOST_PAY)


def _fewer(asked: int, enough: int) -> Text:
    return Text(
        f"人数很多，模拟 {enough} 年已足够（要求 {asked} 年）",
        f"{enough} simulated years of so many people are enough ({asked} were asked for)",
    )


_LOST_PAY = Text(
    "身故、伤残、重疾和误工的损失按收入的若干个月假设（reference/needs.yaml 的 lost_pay），可信度低",
    "what death, disability, critical illness and lost time cost a family is assumed in months of pay (lost_pay in "
    "reference/needs.yaml), of low confidence",
)
