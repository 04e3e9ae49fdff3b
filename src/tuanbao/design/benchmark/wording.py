"""The sentences of a benchmark (对标结论)."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tuanbao.design.benchmark.market import MarketShare
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.plan.programme import Tier
from tuanbao.vocabulary import RELATIONS

KINDS = {
    "grade": Text("职级", "grade"),
    "age": Text("年龄", "age"),
    "tenure": Text("司龄", "length of service"),
    "other": Text("其他条件", "something else"),
}
FLEXIBLE = {
    "none": Text("没有灵活性", "leaves no choice"),
    "upgrade": Text("只可升级，不可连带家属", "offers upgrades but no family cover"),
    "family": Text("只可连带家属，不可升级", "offers family cover but no upgrades"),
    "both": Text("既可升级，又可连带家属", "offers both upgrades and family cover"),
}


def joined(words: Iterable[Text]) -> Text:
    found = list(words)
    return Text("、".join(word.zh for word in found), ", ".join(word.en for word in found))


def percent(share: Fraction) -> str:
    return f"{float(share):.0%}"


def said(market: MarketShare) -> Text:
    """55% of firms … have … (interval)."""
    p, who, what, figures = percent(market.share), market.who, market.wording, market.figures
    return Text(f"{who.zh}中，{p} {what.zh}（{figures.zh}）", f"{p} of {who.en} {what.en} ({figures.en})")


def having(market: MarketShare) -> Text:
    """As `said`, where the wording is a thing that is had."""
    p, who, what, figures = percent(market.share), market.who, market.wording, market.figures
    return Text(f"{who.zh}中，{p} 有{what.zh}（{figures.zh}）", f"{p} of {who.en} have {what.en} ({figures.en})")


def theme_sentence(
    theme: str,
    tiers: Sequence[str],
    by_choice: Sequence[str],
    relations: Sequence[str],
    market: MarketShare | None,
    known: Mapping[str, Tier],
) -> Text:
    ours = _ours(tiers, by_choice, relations, known)
    name = THEMES[theme]
    if market is None:
        return Text(f"{name.zh}：市场数据没有这一类；{ours.zh}", f"{name.en}: no market figure; {ours.en}")
    theirs = having(market)
    return Text(f"{name.zh}：{theirs.zh}；{ours.zh}", f"{name.en}: {theirs.en}; {ours.en}")


def _ours(tiers: Sequence[str], by_choice: Sequence[str], relations: Sequence[str], known: Mapping[str, Tier]) -> Text:
    have = [_of_tiers(tiers, known)] if tiers else []
    have += [RELATIONS[relation] for relation in relations]
    whole = joined(have)
    ours = Text(f"本方案有：{whole.zh}", f"this programme has it for {whole.en}")
    if not have:
        ours = Text("本方案没有", "this programme has none")
    if by_choice:
        who = _of_tiers(by_choice, known)
        ours = Text(f"{ours.zh}；{who.zh}可自选", f"{ours.en}; {who.en} may choose it")
    return ours


def tier_name(tier: str, known: Mapping[str, Tier]) -> Text:
    if tier in known:
        name = known[tier].name
        return name.text if name else Text(tier, tier)
    return Text("全体员工", "all employees")


def _of_tiers(tiers: Sequence[str], known: Mapping[str, Tier]) -> Text:
    if len(tiers) >= len(known):
        return Text("全体员工", "all employees")
    names = joined(tier_name(tier, known) for tier in tiers)
    return Text(f"{names.zh} 档员工", f"employees of {names.en}")


def division_sentence(kinds: Sequence[str], columns: Sequence[str], market: Mapping[str, MarketShare]) -> Text:
    ours = Text("全员同一方案", "has one plan for all")
    if "fixed" not in kinds:
        by = joined(KINDS[kind] for kind in kinds)
        which = (f"（{'、'.join(columns)}）", f" ({', '.join(columns)})") if columns else ("", "")
        ours = Text(f"按{by.zh}分档{which[0]}", f"is divided by {by.en}{which[1]}")
    theirs = [said(market[kind]) for kind in kinds if kind in market]
    if not theirs:
        theirs = [Text("调研没有这种分档", "the survey has no such division")]
    zh, en = "；".join(text.zh for text in theirs), "; ".join(text.en for text in theirs)
    return Text(f"本方案{ours.zh}；{zh}", f"this programme {ours.en}; {en}")


def flexibility_sentence(kind: str, market: Mapping[str, MarketShare]) -> Text:
    ours = FLEXIBLE[kind]
    theirs = [
        said(market[name]) for name in dict.fromkeys(("some" if kind != "none" else kind, kind)) if name in market
    ]
    zh, en = "；".join(text.zh for text in theirs), "; ".join(text.en for text in theirs)
    return Text(f"本方案{ours.zh}；{zh}", f"this programme {ours.en}; {en}")


def relation_sentence(relation: str, themes: Sequence[str], market: Mapping[str, MarketShare]) -> Text:
    """What they have here, and the most usual of what they have not, or of all where nothing is missing."""
    name = RELATIONS[relation]
    have = joined(THEMES[theme] for theme in themes) if themes else Text("没有保障", "no cover")
    ours = Text(f"{name.zh}：本方案{'有' if themes else ''}{have.zh}", f"{name.en}: this programme has {have.en}")
    missing = [theme for theme in market if theme not in themes]
    usual = market[max(missing or market, key=lambda theme: market[theme].share)]
    which = Text("最常见而本方案没有的", "most usual and missing here") if missing else Text("最常见的", "most usual")
    p, who, what, figures = percent(usual.share), usual.who, usual.wording, usual.figures
    return Text(
        f"{ours.zh}；{which.zh}：{who.zh}中，{p} 的{what.zh}对{name.zh}开放（{figures.zh}）",
        f"{ours.en}; {which.en}: {p} of {who.en} open {what.en} to this relation ({figures.en})",
    )


def tier_sentence(name: Text, breadth: Fraction, depth: int | None, open_ended: int, unknown: int) -> Text:
    amount = Text("不显示（人数太少）", "not shown (too few people)")
    if depth is not None:
        yuan = format_yuan(depth).removesuffix(".00")
        amount = Text(f"{yuan} 元", f"{yuan} yuan")
    zh = f"{name.zh}：人均 {float(breadth):.1f} 项责任，人均保额与年度限额合计 {amount.zh}"
    en = f"{name.en}: {float(breadth):.1f} benefits a head, sums insured and yearly limits a head {amount.en}"
    if open_ended:
        zh, en = f"{zh}，另有 {open_ended} 项没有年度限额", f"{en}, beside {open_ended} without a yearly limit"
    if unknown:
        zh, en = (
            f"{zh}，{unknown} 项保额须按人员表确定，未计入",
            f"{en}; {unknown} depend on people's rows and are not counted",
        )
    return Text(zh, en)
