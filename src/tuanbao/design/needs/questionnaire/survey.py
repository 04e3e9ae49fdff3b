"""What the questionnaire says (问卷结果): ratings, and preferences of everybody and of tiers of at least ten."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tuanbao.design.needs.cells import Floats, cells_shown, hidden
from tuanbao.design.needs.questionnaire.best_worst import Choices, count_scores, fit, preference_shares
from tuanbao.design.needs.questionnaire.items import Questionnaire
from tuanbao.design.needs.questionnaire.problems import AnswerError
from tuanbao.design.needs.questionnaire.ratings import Rating, ratings
from tuanbao.design.needs.questionnaire.reading import Answers
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.roster.columns import word_key


@dataclass(frozen=True, slots=True)
class Preference:
    """How much one item, or one theme, is preferred, among those that were asked for."""

    key: str
    name: Text
    share: float
    error: float
    low: float
    high: float
    """Ends of the interval of the share."""
    score: float | None
    """Times best less times worst over times shown; of items only."""
    score_error: float | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """Of at least ten respondents. Shares of the items sum to 1, and so do those of the themes."""

    respondents: int
    items: tuple[Preference, ...]
    themes: tuple[Preference, ...]
    """A theme counts as the mean of its items, so that it does not weigh more for being asked about twice."""
    note: Text | None
    """Where the answers alone did not settle every item."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Aggregates of a questionnaire."""

    questionnaire: Questionnaire
    respondents: int
    ratings: tuple[Rating, ...]
    preferences: Preferences | None
    """None for fewer than ten respondents who chose best and worst."""
    by_tier: Mapping[str, Preferences]
    errors: tuple[AnswerError, ...]
    notes: tuple[Text, ...]


def survey(answers: Answers, tiers: Mapping[str, Text] | None = None) -> Survey:
    """Ratings and preferences. ``tiers`` are the programme's with their names: answers may give either."""
    found = preferences(answers)
    return Survey(
        questionnaire=answers.questionnaire,
        respondents=len(answers),
        ratings=ratings(answers),
        preferences=found,
        by_tier=_by_tier(answers, tiers or {}),
        errors=answers.errors,
        notes=_notes(answers, found),
    )


def preferences(answers: Answers) -> Preferences | None:
    """The maxdiff model of the answers; None unless at least ten respondents chose best and worst."""
    questionnaire = answers.questionnaire
    choices = Choices(questionnaire.blocks, answers.best, answers.worst, len(questionnaire.items))
    fitted = fit(choices) if cells_shown(int(choices.answered.any(axis=1).sum())) else None
    if fitted is None:
        return None
    of_items, of_themes = preference_shares(fitted), preference_shares(fitted, _theme_weights(questionnaire))
    scores, errors = count_scores(choices)
    items = tuple(
        Preference(item.id, item.text, *values, *(None if np.isnan(s) else float(s) for s in pair))
        for item, values, pair in zip(
            questionnaire.items, _rows(of_items), zip(scores, errors, strict=True), strict=True
        )
    )
    themes = tuple(
        Preference(theme, THEMES[theme], *values, None, None)
        for theme, values in zip(questionnaire.themes, _rows(of_themes), strict=True)
    )
    return Preferences(fitted.respondents, items, themes, None if fitted.spread is None else _HELD)


def _rows(shares: object) -> list[tuple[float, float, float, float]]:
    columns: list[Floats] = [getattr(shares, name) for name in ("share", "error", "low", "high")]
    return [tuple(float(value) for value in row) for row in zip(*columns, strict=True)]  # type: ignore[misc]


def _theme_weights(questionnaire: Questionnaire) -> Floats:
    weights = np.zeros((len(questionnaire.themes), len(questionnaire.items)))
    for place, theme in enumerate(questionnaire.themes):
        own = questionnaire.of_theme(theme)
        weights[place, own] = 1 / len(own)
    return weights


def _by_tier(answers: Answers, tiers: Mapping[str, Text]) -> dict[str, Preferences]:
    """Tiers are hidden together where one of them is too small: everybody's preferences are shown beside them."""
    keys = {word_key(word): key for key, name in tiers.items() for word in (key, *name)}
    tier = [keys.get(word_key(word), word) for word in answers.tiers]
    names = sorted({name for name in tier if name})
    rows = [np.array([one == name for one in tier], bool) for name in names]
    chose = (answers.best >= 0).any(axis=1)
    small = hidden([int((own & chose).sum()) for own in rows])
    parts = [
        (name, preferences(answers.only(own))) for name, own, few in zip(names, rows, small, strict=True) if not few
    ]
    return {name: part for name, part in parts if part is not None}


def _notes(answers: Answers, found: Preferences | None) -> tuple[Text, ...]:
    notes = []
    if answers.errors:
        bad = len({error.row for error in answers.errors if error.row})
        notes.append(Text(f"{bad} 份答卷有错，未计入", f"{bad} answers are wrong and are left out"))
    if found is None:
        notes.append(_TOO_FEW)
    elif found.note:
        notes.append(found.note)
    return tuple(notes)


_TOO_FEW = Text(
    "选出最看重和最不看重的答卷太少，不作偏好分析",
    "too few respondents chose what matters most and least: preferences are not worked out",
)
_HELD = Text(
    "有的条目总被选中或从未被选中，其偏好借助一个很弱的先验估计",
    "some items were always chosen or never: a weak prior holds their preference",
)
