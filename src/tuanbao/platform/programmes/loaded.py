"""Versions of the database as the engine's plans and programmes (方案载入)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tuanbao.language import Text
from tuanbao.plan import Plan, Programme, load_programme
from tuanbao.plan.wording import Section
from tuanbao.plan.wording.benefits import benefit_section
from tuanbao.plan.wording.options import options as options_in_words
from tuanbao.plan.wording.structure import Option
from tuanbao.platform.companies.standing import kept
from tuanbao.platform.programmes.models import ProgrammeVersion


@dataclass(frozen=True, eq=False)
class Loaded:
    """A programme with the plans that it names, by id; variants are `plan.variant(name)`. Equal to itself only, so that
    it can be the key of what is worked out of it."""

    programme: Programme
    plans: Mapping[str, Plan]

    @cached_property
    def _sections(self) -> dict[tuple[str, str], tuple[Section, ...]]:
        return {}

    def sections(self, plan_id: str, variant: str = "") -> tuple[Section, ...]:
        """The plan's benefits in words; put into words once."""
        known = self._sections.get((plan_id, variant))
        if known is None:
            plan = self.plans[plan_id].variant(variant) if variant else self.plans[plan_id]
            known = self._sections[plan_id, variant] = tuple(benefit_section(plan, each) for each in plan.benefits)
        return known

    @cached_property
    def options(self) -> Mapping[tuple[str, str], Option]:
        """By plan and variant: what it changes, in words."""
        return {
            (plan.id, variant): option
            for plan in self.plans.values()
            for variant, option in zip(plan.variants, options_in_words(plan), strict=True)
        }

    def title(self, plan_id: str, variant: str = "") -> Text:
        plan = self.plans[plan_id]
        return plan.variant(variant).title if variant else plan.title


@dataclass(frozen=True)
class Approved:
    """A version that has been approved, as the engine reads it."""

    version: ProgrammeVersion
    loaded: Loaded

    def within(self, first: date, last: date) -> bool:
        """Does its period touch these days?"""
        return self.version.effective_from <= last and self.version.effective_to >= first


@kept
def approved(company: int) -> tuple[Approved, ...]:
    """All of them, in the order in which a later one supersedes an earlier one."""
    found = ProgrammeVersion.objects.filter(state="approved").order_by("effective_from", "number")
    return tuple(Approved(version, load_version(version)) for version in found)


def in_force(company: int, day: date) -> Approved | None:
    """The version that holds on a day: of several the one that began last."""
    return next((each for each in reversed(approved(company)) if each.within(day, day)), None)


def programme_on(company: int, day: date) -> Loaded | None:
    found = in_force(company, day)
    return found.loaded if found else None


def load_version(version: ProgrammeVersion) -> Loaded:
    """Raises PlanError for a draft that has problems. Kept in memory by its texts, which approval fixes."""
    return load_texts(version.text, tuple(plan.text for plan in version.plans.order_by("plan_id")))


@lru_cache(maxsize=64)
def load_texts(programme: str, plans: tuple[str, ...]) -> Loaded:
    """A programme's text with the texts of its plans; its own `plans:` list of files is replaced by these."""
    with TemporaryDirectory() as folder:
        names = [f"plan-{number}.yaml" for number in range(len(plans))]
        for name, text in zip(names, plans, strict=True):
            (Path(folder) / name).write_text(text, "utf-8")
        file = Path(folder) / "programme.yaml"
        file.write_text(with_files(programme, names), "utf-8")
        loaded, found = load_programme(file)
    return Loaded(loaded, {plan.id: plan for plan in found})


def with_files(programme: str, names: list[str]) -> str:
    """The text with its top-level `plans:` saying these files; other lines keep their numbers."""
    lines = programme.splitlines()
    at = next((i for i, line in enumerate(lines) if line.startswith("plans:")), None)
    if at is not None:
        lines[at] = f"plans: [{', '.join(names)}]"
        for i in range(at + 1, len(lines)):
            if not lines[i].startswith((" ", "-", "\t", "]")) or lines[i].startswith("---"):
                break
            lines[i] = ""
    return "\n".join(lines) + "\n"
