"""Where a programme stands beside the market (市场对标): what is compared, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.design.benchmark.market import MarketShare
from tuanbao.language import Text

LEAST_PEOPLE = 10
"""No mean is shown that fewer people than this stand behind."""


@dataclass(frozen=True, slots=True)
class ThemePosition:
    """One theme of cover: who has it here, and how many firms have it."""

    theme: str
    tiers: tuple[str, ...]
    """Whose employees have it."""
    by_choice: tuple[str, ...]
    """Tiers whose employees have it only where they choose a variant."""
    relations: tuple[str, ...]
    """Dependants who have it."""
    market: MarketShare | None
    """None where there is no figure."""
    sentence: Text

    @property
    def has(self) -> bool:
        """Do any people have it without choosing it?"""
        return bool(self.tiers or self.relations)


@dataclass(frozen=True, slots=True)
class Division:
    """How employees are divided (分档方式). ``kinds``: fixed, grade, age, tenure, or other."""

    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    """The columns of people that tiers look at."""
    market: Mapping[str, MarketShare]
    sentence: Text


@dataclass(frozen=True, slots=True)
class Flexibility:
    """What may be chosen (弹性). ``kind``: none, upgrade, family, or both."""

    kind: str
    variants: tuple[str, ...]
    """Variants on offer, as ``plan:variant``."""
    relations: tuple[str, ...]
    """Dependants who may be covered."""
    market: Mapping[str, MarketShare]
    sentence: Text


@dataclass(frozen=True, slots=True)
class RelationPosition:
    """What dependants of one relation have here, and the firms, among those that admit family, that give it them."""

    relation: str
    themes: tuple[str, ...]
    market: Mapping[str, MarketShare]
    """By theme."""
    sentence: Text


@dataclass(frozen=True, slots=True)
class TierPosition:
    """Breadth and depth of what the employees of a tier have, mean a head (广度与深度)."""

    tier: str
    people: int | None
    """None where there are rules only and no people."""
    breadth: Fraction
    """Insured benefits a head."""
    depth: int | None
    """Sums insured and yearly limits a head, in fen; None where it would tell a few people's salaries."""
    without_limit: tuple[str, ...]
    """Benefits that no yearly sum bounds and that depth leaves out, as ``plan.benefit``."""
    unknown: tuple[str, ...]
    """Benefits whose sum stands in rows that are not there, as ``plan.benefit``."""
    sentence: Text


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A programme beside the market. The market is of firms; it says what is usual and not what is right."""

    industry: str
    themes: tuple[ThemePosition, ...]
    division: Division
    flexibility: Flexibility
    relations: tuple[RelationPosition, ...]
    tiers: tuple[TierPosition, ...]
    context: Mapping[str, tuple[MarketShare, ...]]
    """What firms say of design, by topic of the survey, most often said first."""
    notes: tuple[Text, ...]

    @property
    def gaps(self) -> tuple[ThemePosition, ...]:
        """Themes that the market has and nobody here, most usual first."""
        missing = [(row.market.share, row) for row in self.themes if row.market is not None and not row.has]
        return tuple(row for _, row in sorted(missing, key=lambda pair: -pair[0]))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Everything in words, in the order in which one reads it."""
        themes, relations = (row.sentence for row in self.themes), (row.sentence for row in self.relations)
        tiers = (row.sentence for row in self.tiers)
        return (*themes, self.division.sentence, self.flexibility.sentence, *relations, *tiers)
