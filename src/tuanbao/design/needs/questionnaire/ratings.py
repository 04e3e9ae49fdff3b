"""How important people say each item is (重要性评分): means with t intervals, shares with Wilson intervals.

Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tuanbao.design.intervals import wilson
from tuanbao.design.needs.cells import Floats, Ints, cells_shown, hidden
from tuanbao.design.needs.questionnaire.layout import AGE, FAMILY, SEX, TIER, segment_columns
from tuanbao.design.needs.questionnaire.reading import Answers
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.reference.needs import parameter

EVERYBODY = Text("全体", "everybody")


@dataclass(frozen=True, slots=True)
class Rating:
    """One item, or one theme, as one segment of at least ten respondents rates it."""

    dimension: str
    """"all", or a column of the answers: age_band, tier, sex, has_family."""
    segment: Text
    kind: str
    """item or theme."""
    key: str
    name: Text
    respondents: int
    mean: float
    low: float
    high: float
    """Ends of the t interval of the mean, within the scale."""
    important: float
    """Share of respondents who rate it 4 or more."""
    important_low: float
    important_high: float
    """Ends of its Wilson interval."""


def ratings(answers: Answers) -> tuple[Rating, ...]:
    """By item and theme, of everybody and of each segment; segments of fewer than ten who rated it are left out, and
    others with them where they could be worked out from what is shown.

    A theme is rated by the mean of what a respondent gives its items.
    """
    found: list[Rating] = []
    for dimension, names, cell in segments(answers):
        for kind, key, name, points in _columns(answers):
            rated = ~np.isnan(points)
            counts = np.bincount(cell[rated & (cell >= 0)], minlength=len(names))
            small = hidden(counts)
            for place, segment in enumerate(names):
                if not small[place] and cells_shown(int(counts[place])):
                    own = points[rated & (cell == place)]
                    found.append(_rating(dimension, segment, kind, key, name, own))
    return tuple(found)


def segments(answers: Answers) -> Iterator[tuple[str, tuple[Text, ...], Ints]]:
    """The divisions of respondents: column, names, and (respondents,) positions, -1 where nothing is said."""
    yield "all", (EVERYBODY,), np.zeros(len(answers), np.int64)
    columns = segment_columns()
    for name in (AGE, SEX, FAMILY):
        yield name, tuple(columns[name].names.values()), answers.segments[name]
    tiers = sorted({tier for tier in answers.tiers if tier})
    cell = [tiers.index(tier) if tier else -1 for tier in answers.tiers]
    yield TIER, tuple(Text(tier, tier) for tier in tiers), np.array(cell, np.int64)


def t_interval(values: Floats, confidence: float) -> tuple[float, float]:
    """Interval of the mean of independent values (n,), n at least 2."""
    from scipy.stats import t

    n = len(values)
    half = float(t.ppf((1 + confidence) / 2, n - 1)) * float(values.std(ddof=1)) / math.sqrt(n)
    return float(values.mean()) - half, float(values.mean()) + half


def _columns(answers: Answers) -> Iterator[tuple[str, str, Text, Floats]]:
    """Kind, key, name and (respondents,) points of every item and theme."""
    questionnaire = answers.questionnaire
    for place, item in enumerate(questionnaire.items):
        yield "item", item.id, item.text, answers.ratings[:, place]
    for theme in questionnaire.themes:
        own = answers.ratings[:, questionnaire.of_theme(theme)]
        rated = ~np.isnan(own)
        total, number = np.where(rated, own, 0).sum(axis=1), rated.sum(axis=1)
        yield "theme", theme, THEMES[theme], np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _rating(dimension: str, segment: Text, kind: str, key: str, name: Text, points: Floats) -> Rating:
    scale, confidence = parameter("rating_scale"), parameter("confidence_level")
    low, high = t_interval(points, confidence)
    important = int((points >= scale["high_from"]).sum())
    return Rating(
        dimension,
        segment,
        kind,
        key,
        name,
        len(points),
        float(points.mean()),
        max(low, scale["lowest"]),
        min(high, scale["highest"]),
        important / len(points),
        *wilson(important, len(points), confidence),
    )
