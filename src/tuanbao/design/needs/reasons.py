"""What the figures say of whom, in words (需求理由); every sentence carries the figures on which it rests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tuanbao.design.needs.burden import Burden
from tuanbao.design.needs.dimensions import Dimension
from tuanbao.design.needs.gap import Gap
from tuanbao.design.needs.past_use import PastUse
from tuanbao.design.needs.population import Breakdown, Profile
from tuanbao.design.needs.questionnaire.survey import Survey
from tuanbao.design.needs.risk import Risk
from tuanbao.design.needs.weights import ThemeBurden, theme_burden
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.reference.needs import parameter

NAMED = 3
"""Themes, preferences and diseases that a sentence names at most."""
LEAST_SHARE, LEAST_LIFT = 0.02, 1.1
"""A theme is told of a segment from this share of its burden on, and if that is so many times everybody's share."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding."""

    about: str
    """age, gap, sex, family, work, health, survey or use."""
    segment: Text
    text: Text
    figures: Mapping[str, float]
    """The numbers of the sentence: shares, fen, people."""
    themes: tuple[str, ...]
    """What it speaks for."""


def reasons(
    profile: Profile,
    risk: Risk,
    gaps: Sequence[Gap],
    burden: Burden,
    divided: Mapping[str, Dimension],
    survey: Survey | None,
    past: PastUse | None,
) -> tuple[Reason, ...]:
    """Findings on ages, gaps, sexes, families, work, health, preferences and past use; those that the data tell."""
    return (
        *_of_segments("age", divided.get("age_segment"), profile.by("age_segment"), burden),
        *_of_segments("sex", divided.get("sex"), profile.by("sex"), burden),
        *_of_gaps(gaps),
        *_of_families(profile),
        *_of_work(profile),
        *_of_health(risk),
        *(_of_survey(survey) if survey else ()),
        *(_of_past(past) if past else ()),
    )


def _of_segments(about: str, dimension: Dimension | None, counts: Breakdown | None, burden: Burden) -> Iterator[Reason]:
    """Which themes weigh more on a segment than on everybody."""
    if dimension is None or counts is None:
        return
    cells, whole = dimension.of(burden.rows).shared(), theme_burden(burden)
    for place, name in enumerate(cells.names):
        people = np.flatnonzero(cells.cell == place)
        own = theme_burden(burden, people)
        themes = _lifted(own, whole)
        if themes:
            yield _of_segment(about, name, len(people), len(cells.cell), own, whole, themes)


def _lifted(own: ThemeBurden, whole: ThemeBurden) -> tuple[str, ...]:
    share, usual = own.mean / own.mean.sum(), whole.mean / whole.mean.sum()
    lift = np.divide(share, usual, out=np.zeros_like(share), where=usual > 0)
    order = [place for place in np.argsort(-lift) if share[place] >= LEAST_SHARE and lift[place] >= LEAST_LIFT]
    return tuple(list(THEMES)[place] for place in order[:NAMED])


def _of_segment(
    about: str, name: Text, people: int, of: int, own: ThemeBurden, whole: ThemeBurden, themes: tuple[str, ...]
) -> Reason:
    figures: dict[str, float] = {"people": people, "share": people / of}
    parts_zh, parts_en = [], []
    for theme in themes:
        place = list(THEMES).index(theme)
        share, usual = own.mean[place] / own.mean.sum(), whole.mean[place] / whole.mean.sum()
        figures |= {f"{theme}.share": float(share), f"{theme}.share_of_all": float(usual)}
        parts_zh.append(f"{THEMES[theme].zh}占 {share:.1%}（全体 {usual:.1%}）")
        parts_en.append(f"{THEMES[theme].en} is {share:.1%} (of everybody's {usual:.1%})")
    text = Text(
        f"{name.zh}占 {people / of:.0%}；他们自担的支出中，{'，'.join(parts_zh)}",
        f"{name.en}: {people / of:.0%} of the people; of what they bear, {', '.join(parts_en)}",
    )
    return Reason(about, name, text, figures, themes)


def _of_gaps(gaps: Sequence[Gap]) -> Iterator[Reason]:
    """Where a bad year is worst, and how far above a usual one."""
    if not gaps:
        return
    worst = max(gaps, key=lambda gap: gap.bad.fen)
    usual, bad, error = worst.usual.fen / 100, worst.bad.fen / 100, worst.bad.error / 100
    name, note = worst.name, worst.note or Text("", "")
    share = parameter("bad_year")["worst"]
    zh = f"{name.zh}的坏年份最重：医保之后，最差 {share:.0%} 的年份平均自担 {bad:,.0f} 元（标准误 {error:,.0f}）"
    en = f"{name.en}: the worst bad years; after the basic scheme, the worst {share:.0%} of years cost {bad:,.0f} yuan"
    text = Text(
        f"{zh}，平常年份 {usual:,.0f} 元{'；' if note.zh else ''}{note.zh}",
        f"{en} on average (standard error {error:,.0f}), a usual one {usual:,.0f}{'; ' if note.en else ''}{note.en}",
    )
    figures = {"usual": worst.usual.fen, "bad": worst.bad.fen, "error": worst.bad.error, "people": worst.people}
    yield Reason("gap", worst.name, text, figures, ("inpatient", "million", "critical_illness"))


def _of_families(profile: Profile) -> Iterator[Reason]:
    relations = profile.by("relation")
    if relations is None or profile.people == profile.employees:
        return
    heads = (profile.people - profile.employees) / max(1, profile.employees)
    named = relations.cells[1:]
    text = Text(
        f"每名员工平均有 {heads:.2f} 名家属一起参保：{'、'.join(f'{cell.name.zh} {cell.people} 人' for cell in named)}",
        f"{heads:.2f} relatives are covered with each employee: "
        + ", ".join(f"{cell.people} of relation {cell.name.en}" for cell in named),
    )
    figures = {"relatives_per_employee": heads} | {cell.name.en: float(cell.people) for cell in named}
    yield Reason("family", Text("家属", "relatives"), text, figures, ("outpatient", "maternity"))


def _of_work(profile: Profile) -> Iterator[Reason]:
    """People whose work is of raised risk."""
    classes, first = profile.by("occupation"), parameter("high_risk_class")
    if classes is None:
        return
    names = {Text(f"{n} 类", f"class {n}") for n in range(first, 7)}
    share = sum(cell.share for cell in classes.cells if cell.name in names)
    if share:
        text = Text(
            f"至少 {share:.0%} 的员工是 {first} 类及以上职业，工伤和意外的风险较高",
            f"at least {share:.0%} of employees are of occupation class {first} and above: more injuries at work",
        )
        themes = ("accident", "accident_medical", "employers_liability")
        yield Reason("work", Text(f"{first} 类及以上职业", f"class {first} and above"), text, {"share": share}, themes)


def _of_health(risk: Risk) -> Iterator[Reason]:
    if risk.chronic is not None:
        text = Text(f"申报慢性病的占 {risk.chronic:.0%}", f"{risk.chronic:.0%} declare a chronic disease")
        themes = ("outpatient", "health_services")
        yield Reason("health", Text("慢性病", "chronic disease"), text, {"share": risk.chronic}, themes)
    if risk.abnormal is not None:
        zh = f"体检有异常需随访的占 {risk.abnormal:.0%}"
        text = Text(zh, f"the check-ups of {risk.abnormal:.0%} should be followed up")
        yield Reason(
            "health", Text("体检异常", "check-ups"), text, {"share": risk.abnormal}, ("checkup", "health_services")
        )
    known = [one for one in risk.segments if one.dimension == "age_segment"]
    if known and risk.relative is not None:
        high = max(known, key=lambda one: one.relative)
        text = Text(
            f"预期医疗费用为全国在职人群的 {risk.relative:.2f} 倍；最高的是{high.name.zh}，{high.relative:.2f} 倍",
            f"expected cost of care is {risk.relative:.2f} times that of the country's working people; highest "
            f"among {high.name.en}: {high.relative:.2f} times",
        )
        figures = {"relative": risk.relative, "highest": high.relative, "people": high.people}
        yield Reason("health", high.name, text, figures, ("outpatient", "inpatient"))


def _of_survey(survey: Survey) -> Iterator[Reason]:
    if survey.preferences is None:
        return
    first = sorted(survey.preferences.themes, key=lambda one: -one.share)[:NAMED]
    listed_zh = "、".join(f"{one.name.zh} {one.share:.1%}（{one.low:.1%} 至 {one.high:.1%}）" for one in first)
    listed_en = ", ".join(f"{one.name.en} {one.share:.1%} ({one.low:.1%} to {one.high:.1%})" for one in first)
    n = survey.preferences.respondents
    text = Text(f"问卷 {n} 人最看重：{listed_zh}", f"what matters most to {n} respondents: {listed_en}")
    figures = {"respondents": float(n)} | {one.key: one.share for one in first}
    yield Reason("survey", Text("全体答卷", "all respondents"), text, figures, tuple(one.key for one in first))


def _of_past(past: PastUse) -> Iterator[Reason]:
    for one in past.benefits:
        if one.often and one.use in ("unused", "little", "much") and one.share is not None:
            figures = {"share": one.share, "eligible": float(one.eligible)}
            yield Reason("use", Text(one.plan, one.plan), one.text, figures, (one.theme,))
    named = [disease for disease in past.diseases if disease.code][:NAMED]
    if named:
        zh = "、".join(f"{disease.name.zh} {disease.people} 人" for disease in named)
        en = ", ".join(f"{disease.name.en} ({disease.people} people)" for disease in named)
        figures = {disease.code: float(disease.people) for disease in named}
        text = Text(f"最常见的疾病：{zh}；可列入来年体检和健康活动", f"most frequent diseases: {en}")
        yield Reason("use", Text("高发疾病", "frequent diseases"), text, figures, ("outpatient", "checkup"))
