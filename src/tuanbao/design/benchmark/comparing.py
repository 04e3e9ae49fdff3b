"""A programme beside the market (市场对标): themes, tiers, flexibility, dependants, breadth and depth."""

from collections.abc import Sequence

from tuanbao.design.benchmark.dividing import columns_of, kinds_of
from tuanbao.design.benchmark.holders import Holders, holders_in, holders_of, in_order, own_programme, tier_titles
from tuanbao.design.benchmark.market import MarketShare, answers, known_industry, theme_shares, weight_notes
from tuanbao.design.benchmark.own_market import OwnMarket
from tuanbao.design.benchmark.positions import Benchmark, Division, Flexibility, RelationPosition, ThemePosition
from tuanbao.design.benchmark.tiers import tiers_by_rule, tiers_of_people
from tuanbao.design.benchmark.wording import division_sentence, flexibility_sentence, relation_sentence, theme_sentence
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.plan import Plan, Programme
from tuanbao.plan.programme import Tier
from tuanbao.pricing.group import Group
from tuanbao.reference.market_survey import EVERY_INDUSTRY, survey

Subject = Group | tuple[Programme | None, Sequence[Plan]]
CONTEXT = ("breadth_depth", "factors", "direction", "budget", "challenges", "difficulties", "value", "buying")
DEPENDANTS = ("spouse", "child", "parent")


def benchmark(subject: Subject, industry: str = EVERY_INDUSTRY, own: OwnMarket | None = None) -> Benchmark:
    """What a group has, or what the rules of a programme give, beside the firms of an industry.

    ``industry``: all, smart_manufacturing or hitech; questions that an industry was not asked are answered by all.
    ``own``: a table of one's own, which wins over the survey theme by theme. Raises MarketError for an industry that
    the survey does not know.
    """
    programme = own_programme(subject) if isinstance(subject, Group) else subject[0]
    holders = holders_in(subject) if isinstance(subject, Group) else holders_of(*subject)
    known = tier_titles(programme)
    tiers = tiers_of_people(subject, known) if isinstance(subject, Group) else tiers_by_rule(holders, known)
    return Benchmark(
        industry=known_industry(industry),
        themes=_themes(holders, theme_shares(industry, own), known),
        division=_division(programme, holders, industry),
        flexibility=_flexibility(holders, industry),
        relations=tuple(_relation(relation, holders, industry) for relation in DEPENDANTS),
        tiers=tiers,
        context={topic: _ranked(answers(topic, industry)) for topic in CONTEXT},
        notes=(*_notes(industry), *weight_notes(industry, own)),
    )


def _themes(
    holders: Sequence[Holders], market: dict[str, MarketShare], known: dict[str, Tier]
) -> tuple[ThemePosition, ...]:
    found = []
    for theme in THEMES:
        tiers = _tiers(holders, theme)
        chosen = [t for h in holders if h.relation == "employee" and theme in h.themes_by_choice for t in h.tiers]
        by_choice = tuple(tier for tier in dict.fromkeys(chosen) if tier not in tiers)
        relations = tuple(r for r in DEPENDANTS if any(h.relation == r and theme in h.themes for h in holders))
        sentence = theme_sentence(theme, tiers, by_choice, relations, market.get(theme), known)
        found.append(ThemePosition(theme, tiers, by_choice, relations, market.get(theme), sentence))
    return tuple(found)


def _tiers(holders: Sequence[Holders], theme: str) -> tuple[str, ...]:
    have = [tier for h in holders if h.relation == "employee" and theme in h.themes for tier in h.tiers]
    return tuple(dict.fromkeys(have))


def _division(programme: Programme | None, holders: Sequence[Holders], industry: str) -> Division:
    """Without a programme, people whose rows state different plans are divided by something that is not said."""
    market = answers("division", industry)
    if programme is not None:
        kinds, columns = kinds_of(programme), columns_of(programme)
    else:
        plans = {tuple(plan.id for plan in h.plans) for h in holders if h.relation == "employee"}
        kinds, columns = ("fixed",) if len(plans) <= 1 else ("other",), ()
    return Division(kinds, columns, market, division_sentence(kinds, columns, market))


def _flexibility(holders: Sequence[Holders], industry: str) -> Flexibility:
    """Variants count where they may be chosen, or where somebody has one."""
    variants = [plan.id for h in holders for plan in (*h.choices, *h.plans) if ":" in plan.id]
    relations = tuple(relation for relation in DEPENDANTS if any(h.relation == relation for h in holders))
    kind = {(False, False): "none", (True, False): "upgrade", (False, True): "family", (True, True): "both"}[
        bool(variants), bool(relations)
    ]
    market = answers("flexibility", industry)
    market = market if kind in market else {**market, **answers("flexibility_kind", industry)}
    found = tuple(dict.fromkeys(variants))
    return Flexibility(kind, found, relations, market, flexibility_sentence(kind, market))


def _relation(relation: str, holders: Sequence[Holders], industry: str) -> RelationPosition:
    themes = in_order({theme for h in holders if h.relation == relation for theme in h.themes})
    market = theme_shares(industry, topic=relation)
    return RelationPosition(relation, themes, market, relation_sentence(relation, themes, market))


def _ranked(found: dict[str, MarketShare]) -> tuple[MarketShare, ...]:
    return tuple(sorted(found.values(), key=lambda share: -share.share))


def _notes(industry: str) -> tuple[Text, ...]:
    source = survey().source
    notes = [
        Text(
            f"市场数据：{source}。比例是企业的比例，不是员工的比例；不同年份的样本不是同一批企业",
            f"market figures: {source}. Shares are of firms and not of people; the years are different samples",
        ),
        Text(
            "部分图表的百分比与所印样本数不符，区间按较小的样本数计算",
            "some percentages do not fit the printed sample; their intervals are taken from the smaller one that fits",
        ),
    ]
    if industry != EVERY_INDUSTRY:
        zh, en = "该行业没有问到的问题（如家属可连带的险种）用全行业数据", "questions that the industry was not asked"
        notes.append(Text(zh, f"{en} (as what is open to dependants) are answered by all industries"))
    return tuple(notes)
