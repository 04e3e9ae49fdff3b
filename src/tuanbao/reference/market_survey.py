"""What firms offer their staff (市场调研), from market_survey_2025.yaml."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from tuanbao.language import Text
from tuanbao.reference.documented import reference_yaml

Reading = Literal["explicit", "inferred", "uncertain"]
"""How a figure was read off its chart: printed so, inferred from the layout, or perhaps swapped with another."""
LATEST = 2025
EVERY_INDUSTRY = "all"


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the survey. ``charts``: its number in the report, by industry."""

    key: str
    name: Text
    asked: str
    charts: dict[str, str]


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """The share of firms that gave one answer in one year."""

    topic: str
    industry: str
    option: str
    year: int
    share: Fraction
    printed: int
    """The number of firms that the report prints with the chart."""
    base: int | None
    """The number of firms that the percentages fit; None where none does."""
    confidence: Reading
    swap: Fraction | None
    """The share that it would be if two options changed places when the chart was read."""
    wording: Text
    themes: tuple[str, ...]
    """The themes of cover that the answer stands for."""

    @property
    def n(self) -> int:
        """The firms that the share is taken of."""
        return self.printed if self.base is None else self.base


@dataclass(frozen=True, slots=True)
class Survey:
    name: Text
    source: str
    date: date
    industries: dict[str, Text]
    asked: dict[str, Text]
    topics: dict[str, Topic]
    figures: tuple[SurveyFigure, ...]

    def who(self, topic: str, industry: str) -> Text:
        """The firms that a share of a topic is taken of, in words."""
        asked, firms = self.asked[self.topics[topic].asked], self.industries[industry]
        return Text(asked.zh.format(firms=firms.zh), asked.en.format(firms=firms.en))


@cache
def survey() -> Survey:
    data = reference_yaml("market_survey_2025.yaml")
    return Survey(
        name=Text(**data["name"]),
        source=data["source"],
        date=data["date"],
        industries={key: Text(**words) for key, words in data["industries"].items()},
        asked={key: Text(**words) for key, words in data["asked"].items()},
        topics={key: _topic(key, entry) for key, entry in data["topics"].items()},
        figures=tuple(_figure(data, *row) for row in data["rows"]),
    )


def figures(topic: str, industry: str, year: int = LATEST) -> tuple[SurveyFigure, ...]:
    """The answers to one question; none where the industry, or everybody, was not asked it."""
    wanted = topic, industry, year
    return tuple(each for each in survey().figures if (each.topic, each.industry, each.year) == wanted)


def _topic(key: str, entry: dict[str, Any]) -> Topic:
    return Topic(key, Text(**entry["name"]), entry["asked"], entry["charts"])


def _figure(
    data: dict[str, Any],
    topic: str,
    industry: str,
    option: str,
    year: int,
    percent: float,
    printed: int,
    base: int | None,
    confidence: Reading,
    swap: float | None = None,
) -> SurveyFigure:
    words = data["options"][data["topics"][topic].get("options", topic)][option]
    return SurveyFigure(
        topic,
        industry,
        option,
        year,
        _exact(percent),
        printed,
        base,
        confidence,
        None if swap is None else _exact(swap),
        Text(words["zh"], words["en"]),
        tuple(words.get("themes", ())),
    )


def _exact(percent: float) -> Fraction:
    """12.5 of the file is 12.5 %, exactly."""
    return Fraction(str(percent)) / 100
