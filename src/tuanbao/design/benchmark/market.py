"""What the market has (市场水平): shares of firms with their interval, from the survey and from one's own tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.design.benchmark.own_market import OwnMarket
from tuanbao.design.intervals import Interval, centre, interval_of_share
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.reference.market_survey import EVERY_INDUSTRY, SurveyFigure, figures, survey


class MarketError(ValueError):
    """The market that was asked for is not known; ``text`` says what there is, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class MarketShare:
    """The share of firms that have or do something, and how sure that is."""

    who: Text
    """The firms that it is a share of."""
    wording: Text
    """What they have or do."""
    share: Fraction
    interval: Interval
    """At 95 %; wider where the figure may have been swapped with another when it was read off its chart."""
    n: int
    year: int
    source: str
    confidence: str
    """explicit, inferred or uncertain, as the survey was read; given, from a table of one's own."""

    @property
    def figures(self) -> Text:
        """Interval, sample and year in words."""
        low, high = (f"{end:.0%}" for end in self.interval)
        zh, en = (
            f"95% 区间 {low}–{high}，{self.n} 家，{self.year} 年",
            f"95% interval {low}–{high}, n = {self.n}, {self.year}",
        )
        if self.confidence == "uncertain":
            return Text(f"{zh}，图表读数不确定", f"{en}, uncertain reading of the chart")
        return Text(zh, en)


def known_industry(industry: str) -> str:
    """The industry itself. Raises MarketError for one that the survey does not tell apart."""
    known = survey().industries
    if industry not in known:
        zh = "、".join(f"{key}（{name.zh}）" for key, name in known.items())
        en = ", ".join(f"{key} ({name.en})" for key, name in known.items())
        text = Text(f"调研没有行业“{industry}”，可选：{zh}", f"the survey knows no industry {industry!r}; choose {en}")
        raise MarketError(text)
    return industry


def of_figure(figure: SurveyFigure) -> MarketShare:
    return MarketShare(
        survey().who(figure.topic, figure.industry),
        figure.wording,
        figure.share,
        interval_of_share(figure.share, figure.n, figure.swap),
        figure.n,
        figure.year,
        survey().source,
        figure.confidence,
    )


def answers(topic: str, industry: str) -> dict[str, MarketShare]:
    """The latest answers to a question by option; those of all industries where the industry was not asked."""
    found = figures(topic, known_industry(industry)) or figures(topic, EVERY_INDUSTRY)
    return {figure.option: of_figure(figure) for figure in found}


def theme_shares(industry: str, own: OwnMarket | None = None, topic: str = "products") -> dict[str, MarketShare]:
    """By theme, the share of firms that have it. A table of one's own wins over the survey, theme by theme.

    Raises MarketError for an unknown industry.
    """
    asked = figures(topic, known_industry(industry)) or figures(topic, EVERY_INDUSTRY)
    found = {theme: of_figure(figure) for figure in asked for theme in figure.themes}
    found |= _own_shares(own) if own else {}
    return {theme: found[theme] for theme in THEMES if theme in found}


def _own_shares(own: OwnMarket) -> dict[str, MarketShare]:
    who = Text(f"“{own.title.zh}”统计的企业", f"the firms counted in “{own.title.en}”")
    return {
        row.theme: MarketShare(
            who,
            THEMES[row.theme],
            row.share,
            interval_of_share(row.share, row.n),
            row.n,
            row.year,
            row.source,
            "given",
        )
        for row in own.shares
    }


def market_weights(industry: str, own: OwnMarket | None = None) -> dict[str, float]:
    """What the market says of how much each theme matters: positive, mean 1 over all themes.

    A theme weighs in proportion to the share of firms that have it (the middle of Wilson's interval, so that 0 % still
    weighs something); the themes of which there is no figure weigh 1, see `weight_notes`.
    """
    shares = theme_shares(industry, own)
    middles = {theme: centre(share.share, share.n) for theme, share in shares.items()}
    mean = sum(middles.values()) / len(middles)
    return {theme: middles[theme] / mean if theme in middles else 1.0 for theme in THEMES}


def weight_notes(industry: str, own: OwnMarket | None = None) -> tuple[Text, ...]:
    """What is to be said beside the weights: the themes of which there is no figure."""
    shares: Mapping[str, MarketShare] = theme_shares(industry, own)
    silent = [name for theme, name in THEMES.items() if theme not in shares]
    if not silent:
        return ()
    zh, en = "、".join(name.zh for name in silent), ", ".join(name.en for name in silent)
    return (
        Text(f"市场数据没有这些类别，其市场权重取 1：{zh}", f"there is no market figure for {en}: market weight 1"),
    )
