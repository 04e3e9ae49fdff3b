"""费用补偿型 in words: what share of a bill is paid, and how far."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeVar

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.plan.clauses import clauses
from tuanbao.plan.model import Case, Deductible, Expenses, Limit, PatientCap, Plan, Reimbursement
from tuanbao.plan.wording import entries
from tuanbao.plan.wording.common import left_out, row, since_when, who
from tuanbao.plan.wording.conditions import condition, hospitals
from tuanbao.plan.wording.structure import Row
from tuanbao.plan.wording.words import all_of, amount, capital, clauses_of, lines, percent, say

Entry = TypeVar("Entry", Deductible, PatientCap, Limit)
KIND = Text("医疗费用报销", "reimbursement")
NO_DEDUCTIBLE = Text("无免赔额", "no deductible")
NO_LIMIT = Text("不限额", "no limit")
ANY_YEARLY = Text("各项每年免赔额，先达到其中任一项即可", "reaching any one of the yearly deductibles is enough")
BETWEEN = Text(
    "医保内自付中起付线与封顶线之间的部分",
    "in-catalogue share between the scheme's deductible and ceiling",
)


def rows(plan: Plan, benefit: Reimbursement) -> Iterator[Row]:
    """Every term of the benefit, in the order in which an employee asks."""
    covers = all_of(vocabulary.CATEGORIES[word] for word in benefit.covers)
    yield row(benefit, "covers", "就诊类型", "Care covered", covers)
    yield from who(benefit)
    yield row(benefit, "hospitals", "医院范围", "Hospitals", hospitals(benefit.hospitals))
    yield row(benefit, "expenses", "费用范围", "Expense that counts", expenses(benefit.expenses))
    yield from _deductibles(plan, benefit)
    yield from _coinsurance(benefit)
    yield row(benefit, "unsettled", "未经医保结算", "Not settled through basic insurance", unsettled(benefit))
    yield from _caps(plan, benefit)
    yield from _limits(plan, benefit)
    yield from since_when(benefit)
    yield from left_out(benefit)


def expenses(shares: Expenses) -> Text:
    """可赔：医保内自付、乙类先行自付；不赔：医保外自费."""
    names = _components(shares)
    said = []
    for share in sorted(set(names.values()), reverse=True):
        parts = all_of(name for name, theirs in names.items() if theirs == share)
        said.append(_counted(parts, share))
    return clauses_of(said)


def _components(shares: Expenses) -> dict[Text, Fraction]:
    below, between, above, class_b, outside = shares.shares
    words = vocabulary.COMPONENTS
    own = {words["in_scope_below"]: below, BETWEEN: between, words["in_scope_above"]: above}
    if below == between == above:
        own = {words["in_scope"]: between}
    return {**own, words["class_b"]: class_b, words["out_of_scope"]: outside}


def _counted(parts: Text, share: Fraction) -> Text:
    if share == 0:
        return say("不赔：{parts}", "does not count: {parts}", parts=parts)
    if share == 1:
        return say("可赔：{parts}", "counts: {parts}", parts=parts)
    return say("按 {share} 计入：{parts}", "{share} counts: {parts}", parts=parts, share=percent(share))


def unsettled(benefit: Reimbursement) -> Text:
    """What happens to people with basic medical insurance whose bill was not settled through it."""
    if benefit.unsettled == "refuse":
        zh, en = "有基本医保但未用医保结算的，不赔", "with basic medical insurance but not settled through it: not paid"
        return Text(zh, en)
    if benefit.unsettled == 1:
        return Text("照常赔付", "paid just the same")
    zh = "有基本医保但未用医保结算的，按应赔金额的 {share} 赔付"
    en = "with basic medical insurance but not settled through it: {share} of what would be paid"
    reduced = say(zh, en, share=percent(Fraction(benefit.unsettled)))
    if not any(case.when.settled is not None for case in benefit.terms.cases):
        return reduced
    own_rule = Text(
        "上面已按是否经医保结算分别约定赔付比例的，不再打折", "not where a percentage above depends on settlement"
    )
    return clauses_of([reduced, own_rule])


def _coinsurance(benefit: Reimbursement) -> Iterator[Row]:
    terms = benefit.terms
    for i, case in enumerate(terms.cases):
        clause = f"coinsurance[{i}]"
        label = entries.case_label(case) if i == 0 else _later_case(case)
        yield Row(capital(label), entries.bands_value(case.bands), f"{benefit.id}.{clause}")
    zh, en = ("赔付比例（其他情形）", "Percentage paid (otherwise)") if terms.cases else ("赔付比例", "Percentage paid")
    yield row(benefit, "coinsurance", zh, en, entries.bands_value(terms.bands))


def _later_case(case: Case) -> Text:
    when = condition(case.when)
    return say("赔付比例（不属于以上情形，{when}）", "percentage paid (in no case above, {when})", when=when)


def _deductibles(plan: Plan, benefit: Reimbursement) -> Iterator[Row]:
    if not benefit.deductible:
        yield row(benefit, "deductible", "免赔额", "Deductible", NO_DEDUCTIBLE)
    several_yearly = sum(entry.per == "year" for entry in benefit.deductible) > 1
    for entry, clause in _with_clauses(benefit, "deductible", benefit.deductible):
        value = [amount(entry.amount), *entries.pool_note(plan, benefit, "deductible", entry)]
        if several_yearly and entry.per == "year":
            value.append(ANY_YEARLY)
        said = lines([clauses_of(value), *entries.credit_note(entry)])
        yield Row(capital(entries.deductible_label(entry)), said, clause)


def _caps(plan: Plan, benefit: Reimbursement) -> Iterator[Row]:
    for entry, clause in _with_clauses(benefit, "patient_cap", benefit.patient_cap):
        value = [entries.cap_value(entry), *entries.pool_note(plan, benefit, "patient_cap", entry)]
        yield Row(capital(entries.cap_label(entry)), clauses_of(value), clause)


def _limits(plan: Plan, benefit: Reimbursement) -> Iterator[Row]:
    if not benefit.limits:
        yield row(benefit, "limits", "限额", "Limit", NO_LIMIT)
    for entry, clause in _with_clauses(benefit, "limits", benefit.limits):
        value = [entries.limit_value(entry), *entries.pool_note(plan, benefit, "limits", entry)]
        yield Row(capital(entries.limit_label(entry)), clauses_of(value), clause)


def _with_clauses(benefit: Reimbursement, key: str, written: tuple[Entry, ...]) -> Iterator[tuple[Entry, str]]:
    yield from zip(written, clauses(benefit, key), strict=True)
