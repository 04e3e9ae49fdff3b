"""Deductibles, bands, cases, caps and limits in words: a short label for each, and what stands behind it."""

from collections.abc import Sequence
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.plan.model import Band, Case, Deductible, Limit, PatientCap, Plan, Reimbursement
from tuanbao.plan.wording.conditions import condition
from tuanbao.plan.wording.words import NOTHING, all_of, amount, clauses_of, joined, lines, money, percent, quoted, say

Entry = Deductible | PatientCap | Limit

PER = {
    "visit": Text("每次就诊", "per-visit"),
    "day": Text("每日", "daily"),
    "case": Text("每次事故", "per-case"),
    "year": Text("每年", "yearly"),
    "lifetime": Text("终身", "lifetime"),
}
FAMILY = Text("全家共用", "shared by the family")
COMPANY = Text("公共保额（全体参保人员共用）", "company-wide pool (shared by everyone insured)")
CREDITS = {
    "earlier_benefits": Text("前面各项责任已赔的金额", "what earlier benefits paid"),
    "other_paid": Text(
        "大病保险、医疗救助等其他途径已支付的金额", "what serious-illness cover, medical aid and others paid"
    ),
}


def deductible_label(entry: Deductible) -> Text:
    """每次就诊免赔额（在三级医院就诊时）."""
    return say("{per}免赔额{scope}", "{per} deductible{scope}", per=PER[entry.per], scope=_scope(entry))


def cap_label(entry: PatientCap) -> Text:
    """每年自付封顶（全家共用）."""
    return say("{per}自付封顶{scope}", "{per} out-of-pocket cap{scope}", per=PER[entry.per], scope=_scope(entry))


def limit_label(entry: Limit) -> Text:
    """每年限额, 每年次数限额, 公共保额."""
    if entry.shared == "company":
        return COMPANY
    what = Text("限额", "limit") if entry.count is None else Text("次数限额", "limit on bills")
    return say("{per}{what}{scope}", "{per} {what}{scope}", per=PER[entry.per], what=what, scope=_scope(entry))


def band_label(bands: Sequence[Band], i: int) -> Text:
    """500 至 2,000 元的部分: the range of accumulated expense of the band at position ``i``."""
    above, up_to = bands[i - 1].up_to if i else None, bands[i].up_to
    if above is None and up_to is None:
        return Text("全部费用", "all expense")
    if above is None:
        return say("{edge}以内的部分", "up to {edge}", edge=money(up_to or 0))
    if up_to is None:
        return say("超过 {edge}的部分", "above {edge}", edge=money(above))
    return say("{above}至 {edge}的部分", "from {above} to {edge}", above=money(above), edge=money(up_to))


def case_label(case: Case) -> Text:
    """赔付比例（在特需部就诊时）."""
    return say("赔付比例（{when}）", "percentage paid ({when})", when=condition(case.when))


def _scope(entry: Entry) -> Text:
    """（全家共用，在三级医院就诊时）: what narrows or widens the entry, or nothing."""
    said = [FAMILY] if entry.shared == "family" else []
    said += [condition(entry.when)] if entry.when else []
    return say("（{said}）", " ({said})", said=joined(said, "，", ", ")) if said else NOTHING


def credit_note(entry: Deductible) -> list[Text]:
    """以下金额可抵扣免赔额：…; nothing where the deductible has no credit."""
    if not entry.credit:
        return []
    credits = joined((CREDITS[word] for word in CREDITS if word in entry.credit), "，以及", ", and ")
    return [say("以下金额可抵扣免赔额：{credits}", "what also counts towards it: {credits}", credits=credits)]


def cap_value(entry: PatientCap) -> Text:
    zh, en = (
        "您自付达到后，超过的部分全额赔付，但不突破限额",
        "once you have borne this, the rest is paid in full, within the limits",
    )
    return clauses_of([amount(entry.amount), Text(zh, en)])


def limit_value(entry: Limit) -> Text:
    if entry.count is not None:
        return say("{n} 次（每张有赔付的账单计一次）", "{n} (each bill that is paid counts once)", n=entry.count)
    value = amount(entry.amount if entry.amount is not None else 0)
    if entry.shared == "company":
        zh, en = (
            "每年 {value}；按收到账单的先后使用，用完为止",
            "{value} a year; used in the order in which bills come in",
        )
        return say(zh, en, value=value)
    return value


def pool_note(plan: Plan, benefit: Reimbursement, key: str, entry: Entry) -> list[Text]:
    """与“住院医疗”共用: who else uses the entry's pool, nothing where nobody; ``key`` is the list the entry is in."""
    sharing = [
        other
        for other in plan.benefits
        if isinstance(other, Reimbursement) and entry.pool is not None
        for theirs in getattr(other, key)
        if theirs.pool == entry.pool and theirs is not entry
    ]
    others = dict.fromkeys(other.title for other in sharing if other.id != benefit.id)
    said = [say("与{others}共用", "shared with {others}", others=all_of(map(quoted, others)))] if others else []
    if any(other.id == benefit.id for other in sharing):
        zh, en = (
            "与本责任内共用这一额度的条款合并计算",
            "counted together with the other terms of this benefit that share it",
        )
        said.append(Text(zh, en))
    return said


def bands_value(bands: Sequence[Band]) -> Text:
    """赔 90%; or the ranges of the year's expense, each with what is paid in it, a line each."""
    if len(bands) == 1:
        return pay(bands[0].pay)
    zh, en = (
        "按您本年度累计的可赔费用（扣除免赔额后）分段计算：",
        "by your eligible expense of the year so far, after deductible:",
    )
    said = [
        say("{range}，{pay}", "{range}: {pay}", range=band_label(bands, i), pay=pay(b.pay)) for i, b in enumerate(bands)
    ]
    return lines([Text(zh, en), *said])


def pay(share: Fraction) -> Text:
    if share == 0:
        return Text("不赔", "not paid")
    return say("赔 {share}", "{share} paid", share=percent(share))
