"""How the same money could go further after tax (节税建议): what, how much it may save, how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuanbao.design.law.case import Case
from tuanbao.design.law.company import CompanyTax
from tuanbao.design.law.rules import DOUBTS
from tuanbao.design.law.treatments import treatment_of, without_medical
from tuanbao.design.law.words import employees, percent, yuan
from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.reference.documented import Confidence
from tuanbao.reference.law import law, law_share

_MEDICAL_LIKE = ("accident_medical",)
"""Themes near to supplementary medical insurance that are not counted as it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``saves``: corporate income tax of a year at most, fen; None where it cannot be worked out."""

    code: str
    sentence: Text
    saves: int | None
    source: str
    confidence: Confidence


def suggestions(case: Case, company: CompanyTax) -> tuple[Suggestion, ...]:
    """What may be worth doing, the largest saving first."""
    found = [*_cover_everybody(case, company), *_liability_for_accidents(case, company), *_room(case, company)]
    return tuple(sorted(found, key=lambda each: -(each.saves or 0)))


def _suggestion(code: str, zh: str, en: str, saves: int | None, entry: str, confidence: Confidence) -> Suggestion:
    source, doubt = law(entry).source, DOUBTS[confidence]
    return Suggestion(
        code,
        Text(f"{zh}（依据：{source}{doubt.zh}）", f"{en} (source: {source}{doubt.en})"),
        saves,
        source,
        confidence,
    )


def _cover_everybody(case: Case, company: CompanyTax) -> Iterator[Suggestion]:
    lacking, medical = without_medical(case), company.of("medical")
    if not lacking or not medical.paid:
        return
    saves = None
    if company.payroll is not None:
        most = portion(company.payroll, law_share("supplementary_medical")) - case.tax.other_medical
        saves = portion(min(medical.paid, max(0, most)), company.rate)
    worth = (
        Text(f"，每年最多少缴 {yuan(saves).zh}", f", up to {yuan(saves).en} of tax a year") if saves else Text("", "")
    )
    who = employees(lacking)
    zh = f"给未覆盖的 {who.zh}加一项基本医疗责任，补充医疗保费即可满足“全体员工”的条件{worth.zh}；新增保费另计"
    en = f"with basic medical cover for the {who.en} who have none the condition of all staff is met{worth.en};"
    yield _suggestion(
        "cover_everybody", zh, f"{en} their premium comes on top", saves, "supplementary_medical", "medium"
    )


def _liability_for_accidents(case: Case, company: CompanyTax) -> Iterator[Suggestion]:
    amount = _other_of(case, ("accident", "accident_medical"))
    if amount:
        saves = portion(amount, company.rate)
        zh = f"员工意外险保费 {yuan(amount).zh}不能税前扣除；把其中保工伤的部分改为雇主责任险可税前列支，每年最多少缴"
        zh += (
            f" {yuan(saves).zh}。雇主责任险赔的是企业依法应付的部分，不保下班后的意外，员工也不是被保险人，不宜全部替换"
        )
        en = (
            f"premiums of {yuan(amount).en} for accident cover of employees are not deductible; as employer's liability"
        )
        en += f" the part for work injuries would be, up to {yuan(saves).en} of tax a year. That pays what the company"
        en += " owes by law, not accidents off duty, and employees are not insured by it: do not replace all"
        yield _suggestion("liability_for_accidents", zh, en, saves, "liability", "medium")


def _room(case: Case, company: CompanyTax) -> Iterator[Suggestion]:
    """Room within the limit of supplementary medical, and premiums near to it that are not deductible."""
    medical, amount = company.of("medical"), _other_of(case, _MEDICAL_LIKE)
    room = (medical.limit or 0) - medical.paid
    if medical.limit and room > 0 and amount:
        moved = min(room, amount)
        saves, own = portion(moved, company.rate), percent(law_share("supplementary_medical"))
        zh = f"补充医疗在工资总额 {own} 内还有 {yuan(room).zh}额度；意外医疗保费 {yuan(amount).zh}可与保险"
        zh += f"公司商量并入补充医疗责任，每年最多少缴 {yuan(saves).zh}"
        en = f"within {own} of the payroll {yuan(room).en} is left for supplementary medical; premiums of"
        en += f" {yuan(amount).en} for care after accidents could be built into it with the insurer,"
        yield _suggestion(
            "room_for_medical", zh, f"{en} up to {yuan(saves).en} of tax a year", saves, "medical_themes", "low"
        )


def _other_of(case: Case, themes: tuple[str, ...]) -> int:
    """What the company pays for employees under these themes that is not deductible, fen a year."""
    if case.premiums is None or case.members is None:
        return 0
    staff = [word == "employee" for word in case.members["relation"].to_pylist()]
    chosen = [
        i
        for i, item in enumerate(case.premiums.items)
        if item.theme in themes and treatment_of(item, case.tax) == "other"
    ]
    return int(case.premiums.employer[staff][:, chosen].sum())
