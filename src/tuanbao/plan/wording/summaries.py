"""A benefit in one sentence (一句话), and in one line of the summary table."""

from collections.abc import Sequence

from tuanbao.language import Text
from tuanbao.plan.model import Band, DailyAllowance, Deductible, Limit, LumpSum, PatientCap, Plan, Reimbursement
from tuanbao.plan.wording.common import Benefit
from tuanbao.plan.wording.entries import band_label, pay
from tuanbao.plan.wording.fixed import EVENTS, grade_shares, max_days, sum_insured
from tuanbao.plan.wording.reimbursement import NO_DEDUCTIBLE, NO_LIMIT
from tuanbao.plan.wording.structure import Overview
from tuanbao.plan.wording.words import (
    NOTHING,
    all_of,
    amount_in_short,
    any_of,
    capital,
    joined,
    lines,
    percent,
    say,
    tight,
)
from tuanbao.vocabulary import MODES

DASH = Text("—", "—")
PER = {
    "visit": Text("每次就诊", "per visit"),
    "day": Text("每日", "a day"),
    "case": Text("每次事故", "per case"),
    "year": Text("每年", "a year"),
    "lifetime": Text("终身", "for life"),
}
SUBLIMITS = Text("另有分项限额", "with sub-limits")
SOMETIMES = Text("部分情形另有约定", "other terms in some cases")


def overview(plan: Plan, benefit: Benefit) -> Overview:
    """保额/限额, 免赔额, 赔付比例."""
    if isinstance(benefit, Reimbursement):
        return _overview_of_reimbursement(benefit)
    if isinstance(benefit, DailyAllowance):
        return _overview_of_allowance(benefit)
    shares = sorted(grade_shares(benefit).values())
    paid = _range(percent(shares[0]), percent(shares[-1])) if shares else DASH
    by_grade = say("按伤残等级 {paid}", "{paid} by grade", paid=paid) if shares else DASH
    return Overview(sum_insured(plan, benefit, amount_in_short), DASH, by_grade)


def summary(plan: Plan, benefit: Benefit) -> Text:
    """One sentence: what the benefit does for you."""
    if isinstance(benefit, Reimbursement):
        return _sentence(_reimbursement_in_short(benefit))
    if isinstance(benefit, DailyAllowance):
        return _sentence(_allowance_in_short(benefit))
    return _sentence(_lump_sum_in_short(plan, benefit))


def _sentence(text: Text) -> Text:
    return tight(capital(Text(f"{text.zh}。", f"{text.en}.")))


def _overview_of_reimbursement(benefit: Reimbursement) -> Overview:
    limits = [_short(entry) for entry in benefit.limits if entry.when is None]
    deductibles = [_short(entry) for entry in benefit.deductible if entry.when is None]
    if any(entry.when for entry in benefit.limits):
        limits.append(SUBLIMITS)
    if any(entry.when for entry in benefit.deductible):
        deductibles.append(SOMETIMES)
    bands = benefit.terms.bands
    shares = sorted(band.pay for band in bands)
    paid = [_range(percent(shares[0]), percent(shares[-1])) if len(set(shares)) > 1 else percent(shares[0])]
    if benefit.terms.cases:
        paid.append(SOMETIMES)
    return Overview(
        lines(limits) if limits else NO_LIMIT, lines(deductibles) if deductibles else NO_DEDUCTIBLE, lines(paid)
    )


def _overview_of_allowance(benefit: DailyAllowance) -> Overview:
    per_day = say("{sum} / 天", "{sum} a day", sum=amount_in_short(benefit.amount))
    free = say("免赔 {n} 天", "{n} days", n=benefit.elimination_days) if benefit.elimination_days else DASH
    return Overview(lines([per_day, max_days(benefit)]), free, DASH)


def _range(low: Text, high: Text) -> Text:
    return say("{low} 至 {high}", "{low} to {high}", low=low, high=high)


def _short(entry: Deductible | Limit) -> Text:
    """每年 20,000 元; 20,000 yuan a year."""
    value, shared = _value(entry), _sharing(entry)
    return tight(say("{per} {value}{shared}", "{value} {per}{shared}", per=PER[entry.per], value=value, shared=shared))


def _value(entry: Deductible | Limit) -> Text:
    if isinstance(entry, Limit) and entry.count is not None:
        return Text(f"{entry.count} 次", f"{entry.count} bills")
    return amount_in_short(entry.amount if entry.amount is not None else 0)


def _sharing(entry: Deductible | Limit) -> Text:
    sharing = {"family": Text("（全家共用）", " (family)"), "company": Text("（全体共用）", " (everyone)")}
    return sharing.get(entry.shared, Text("（共用）", " (shared)") if entry.pool else NOTHING)


def _reimbursement_in_short(benefit: Reimbursement) -> Text:
    deductibles = [entry for entry in benefit.deductible if entry.when is None]
    limits = [entry for entry in benefit.limits if entry.when is None]
    said = []
    if deductibles:
        said.append(_borne(deductibles))
    said.append(_paid_in_short(benefit.terms.bands, after_deductible=bool(deductibles)))
    said.append(_paid_at_most(limits) if limits else NO_LIMIT)
    lists: tuple[tuple[Deductible | PatientCap | Limit, ...], ...]
    lists = benefit.deductible, benefit.patient_cap, benefit.limits
    if benefit.terms.cases or any(entry.when for entries in lists for entry in entries):
        said.append(SOMETIMES)
    return joined(said, "，", "; ")


def _borne(deductibles: Sequence[Deductible]) -> Text:
    """每次就诊先由您承担 50 元、每年先由您承担 500 元或 800 元（全家共用）, yearly ones as alternatives."""
    said = []
    for per in dict.fromkeys(entry.per for entry in deductibles):
        zh, en = ("或 ", " or ") if per == "year" else ("加 ", " plus ")
        same = [
            say("{value}{shared}", "{value}{shared}", value=_value(entry), shared=_sharing(entry))
            for entry in deductibles
            if entry.per == per
        ]
        said.append(say("{per}先由您承担 {sum}", "{sum} {per}", per=PER[per], sum=joined(same, zh, en)))
    return say("{said}", "you bear {said} first", said=all_of(said))


def _paid_at_most(limits: Sequence[Limit]) -> Text:
    """每日最多赔 600 元、每年最多赔 20,000 元; at most 600 yuan a day and 20,000 yuan a year."""
    zh = [f"{PER[entry.per].zh}最多赔 {_value(entry).zh}{_sharing(entry).zh}" for entry in limits]
    return Text("、".join(zh), f"at most {all_of(map(_short, limits)).en}")


def _paid_in_short(bands: Sequence[Band], *, after_deductible: bool) -> Text:
    rest = Text("其余费用", "the rest") if after_deductible else Text("可赔费用", "eligible expense")
    if len(bands) == 1:
        share = bands[0].pay
        return say("{rest}{pay}", "{share} of {rest} is paid", rest=rest, pay=pay(share), share=percent(share))
    ranges = [
        say("{band}{pay}", "{band} {pay}", band=band_label(bands, i), pay=pay(b.pay)) for i, b in enumerate(bands)
    ]
    zh, en = "{rest}按全年累计，{ranges}", "of {rest}, added up over the year: {ranges}"
    return say(zh, en, rest=rest, ranges=joined(ranges, "、", ", "))


def _allowance_in_short(benefit: DailyAllowance) -> Text:
    zh, en = "每误工一天给付 {sum}，{most}", "{sum} for each day of lost time; {most}"
    if benefit.of == "stay":
        zh, en = "每住院一天给付 {sum}，{most}", "{sum} for each day in hospital; {most}"
    return say(zh, en, sum=amount_in_short(benefit.amount), most=most_days(benefit))


def most_days(benefit: DailyAllowance) -> Text:
    """每次住院最多 90 天、每年最多 180 天."""
    days = max_days(benefit)
    return days if not benefit.max_days.model_fields_set else say("最多{days}", "at most {days}", days=days)


def _event(benefit: LumpSum) -> Text:
    """交通意外身故（航空）."""
    if benefit.modes is None:
        return EVENTS[benefit.event]
    modes = any_of(MODES[word] for word in benefit.modes)
    return say("{event}（{modes}）", "{event} ({modes})", event=EVENTS[benefit.event], modes=modes)


def _lump_sum_in_short(plan: Plan, benefit: LumpSum) -> Text:
    event, total = _event(benefit), sum_insured(plan, benefit, amount_in_short)
    shares = sorted(grade_shares(benefit).values())
    if not shares:
        return say("{event}，给付 {sum}", "{sum} upon {event}", event=event, sum=total)
    portion = _range(percent(shares[0]), percent(shares[-1]))
    zh, en = "按{event}等级，给付保额（{sum}）的 {portion}", "{portion} of the sum insured ({sum}), by grade of {event}"
    return say(zh, en, event=event, sum=total, portion=portion)
