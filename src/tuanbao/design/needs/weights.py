"""What a theme of cover weighs (保障权重): what people say, blended with what simulated years say that they bear.

Weights are positive and have mean 1 over all themes. What people bear leans the prior: a theme's share of the mean and
of the bad years' burden, to a power below 1, since a plan's value counts yuan already. What people say are the
preference shares of the questionnaire, with credibility Z = n / (n + K) (the form of Bühlmann, ASTIN Bulletin 4, 1967;
K is judgment).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tuanbao.design.needs.burden import RARE, THEME, Burden
from tuanbao.design.needs.cells import Floats, Ints
from tuanbao.design.needs.questionnaire.survey import Survey
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.reference.needs import parameter


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of all themes, in the order of THEMES, and the reason for each."""

    values: Mapping[str, float]
    why: Mapping[str, Text]
    credibility: float
    """Z of what people said."""


@dataclass(frozen=True, slots=True, eq=False)
class ThemeBurden:
    """What a person bears of each theme in a year, fen; shape (themes,)."""

    mean: Floats
    bad: Floats
    """Mean in the worst years, by all themes together."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """What the questionnaire says of the themes; None or NaN where it says nothing."""

    shares: Floats
    """(themes,): shares of those asked, which sum to 1; NaN for a theme that is not asked for."""
    respondents: int


def theme_burden(burden: Burden, people: Ints | None = None) -> ThemeBurden:
    """Of some people (positions in ``burden.hazards``), or of all.

    Of rare themes the mean is the expected one, and the bad years' is moved in the same proportion.
    """
    chosen = burden.themes if people is None else burden.themes[:, people]
    rows = chosen.reshape(-1, chosen.shape[-1]).astype(np.float64)
    worst = max(1, round(len(rows) * parameter("bad_year")["worst"]))
    dearest = np.argsort(-rows.sum(axis=1), kind="stable")[:worst]
    mean, bad = rows.mean(axis=0), rows[dearest].mean(axis=0)
    expected = (burden.expected if people is None else burden.expected[people]).mean(axis=0)
    for theme in RARE:
        place = THEME[theme]
        simulated, told = mean[place], expected[place]
        bad[place] = bad[place] * told / simulated if simulated else told / parameter("bad_year")["worst"]
        mean[place] = told
    return ThemeBurden(mean, bad)


def prior_weights(found: ThemeBurden) -> Floats:
    """(themes,): from what people bear; a theme of which nothing can be simulated has the mean, 1."""
    known = found.mean > 0
    if not known.any():
        return np.ones(len(THEMES))
    share = (found.mean / found.mean.sum() + found.bad / found.bad.sum()) / 2
    weight = np.where(known, share ** parameter("prior_power"), 0.0)
    return _levelled(np.where(known, weight / weight[known].mean(), 1.0))


def stated(survey: Survey | None, tier: str | None = None) -> Stated | None:
    """Preference shares of a tier, or of everybody; ratings where nobody chose best and worst."""
    if survey is None:
        return None
    found = survey.preferences if tier is None else survey.by_tier.get(tier)
    if found is not None:
        shares = {one.key: one.share for one in found.themes}
        return Stated(_of_themes(shares), found.respondents)
    if tier is not None:
        return None
    rated = {one.key: one for one in survey.ratings if one.dimension == "all" and one.kind == "theme"}
    total = sum(one.mean for one in rated.values())
    shares = {key: one.mean / total for key, one in rated.items()}
    return Stated(_of_themes(shares), min(one.respondents for one in rated.values())) if rated else None


def credibility(respondents: int) -> float:
    """Z = n / (n + K)."""
    return respondents / (respondents + float(parameter("survey_credibility")))


def weigh(found: ThemeBurden, everybody: Stated | None, of_tier: Stated | None = None) -> Weights:
    """The prior, what everybody says, and what the tier says, each on top of the one before with its credibility."""
    prior = prior_weights(found)
    weight, said, z = prior, None, 0.0
    for one in (everybody, of_tier):
        if one is not None:
            own = credibility(one.respondents)
            weight, said, z = _blended(weight, one, own), one, 1 - (1 - z) * (1 - own)
    weight = _levelled(weight)
    why = {theme: _reason(theme, place, found, said, z) for place, theme in enumerate(THEMES)}
    return Weights(dict(zip(THEMES, weight.tolist(), strict=True)), why, z)


def _blended(weight: Floats, said: Stated, z: float) -> Floats:
    """Themes that were asked for keep their mean weight among all; the others stay as they are."""
    asked = ~np.isnan(said.shares)
    level = float(weight[asked].mean())
    own = np.where(asked, said.shares, 0) * asked.sum() * level
    return np.asarray(np.where(asked, z * own + (1 - z) * weight, weight))


def _levelled(weight: Floats) -> Floats:
    """Mean 1 and none below the least: what is below is lifted, the others are scaled down to make room."""
    least = float(parameter("least_weight"))
    low = np.zeros(len(weight), bool)
    while True:
        free = len(weight) - least * low.sum()
        scaled = np.where(low, least, weight * free / weight[~low].sum())
        if not (scaled[~low] < least).any():
            return np.asarray(scaled)
        low |= scaled < least


def _of_themes(shares: Mapping[str, float]) -> Floats:
    return np.array([shares.get(theme, np.nan) for theme in THEMES], np.float64)


def _reason(theme: str, place: int, found: ThemeBurden, said: Stated | None, z: float) -> Text:
    parts = [_borne(found.mean[place] / 100, found.bad[place] / 100)]
    if said is not None and not np.isnan(said.shares[place]):
        share, usual = said.shares[place], 1 / (~np.isnan(said.shares)).sum()
        zh = f"问卷 {said.respondents} 人，偏好占 {share:.1%}（各类平均 {usual:.1%}），采信 {z:.0%}"
        en = f"{said.respondents} respondents give it {share:.1%} (mean {usual:.1%}), which counts for {z:.0%}"
        parts.append(Text(zh, en))
    elif said is not None:
        parts.append(Text("问卷没有问这一类", "the questionnaire does not ask for it"))
    name = THEMES[theme]
    return Text(
        f"{name.zh}：{'；'.join(part.zh for part in parts)}", f"{name.en}: {'; '.join(part.en for part in parts)}"
    )


def _borne(mean: float, bad: float) -> Text:
    if not mean:
        return Text("无法模拟自担多少，先验按平均", "what people bear of it is not simulated: the prior is the mean")
    return Text(
        f"没有公司保障时人均每年自担（含收入损失）约 {mean:,.0f} 元，坏年份 {bad:,.0f} 元",
        f"without the company's cover people bear about {mean:,.0f} yuan a year, {bad:,.0f} in a bad one, lost pay too",
    )
