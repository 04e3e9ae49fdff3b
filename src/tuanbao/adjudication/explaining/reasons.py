"""Why a benefit does not pay, with the facts: which day, which hospital, which diagnosis (不赔原因)."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tuanbao.adjudication.explaining.book import BenefitWords, place_of
from tuanbao.adjudication.explaining.telling import Row, Telling
from tuanbao.adjudication.ordering import HospitalLists, normal_diagnosis
from tuanbao.language import Text
from tuanbao.plan.wording.conditions import PEOPLE
from tuanbao.plan.wording.diagnoses import diagnoses
from tuanbao.plan.wording.words import any_of
from tuanbao.vocabulary import CATEGORIES, CAUSES, LEVELS, OWNERSHIPS, PAYMENT_REASONS, RELATIONS, WARDS

EPOCH = date(1970, 1, 1)


class Happened(NamedTuple):
    """What a bill or an event says of itself."""

    day: date
    onset: date
    cause: str
    work: bool
    pre_existing: bool
    diagnosis: str | None
    bill: Row | None = None
    """The bill's row, where it is one."""


class Why(NamedTuple):
    """A reason with its facts, and the term of the benefit that gives it ("" for the benefit itself)."""

    zh: str
    en: str
    key: str


def tell_reason(
    telling: Telling,
    words: BenefitWords,
    reason: str,
    person: Row,
    happened: Happened,
    lists: HospitalLists | None = None,
) -> None:
    """The step and sentence of a benefit that does not apply."""
    if reason == "not_covered":
        _not_covered(telling, words, person, happened)
        return
    if reason == "hospital":
        why = _hospital(words, happened, lists)
    else:
        say = _REASONS.get(reason)
        why = say(words, person, happened) if say else Why(*PAYMENT_REASONS[reason], "")
    clause, place = words.at(why.key) if why.key else words.itself
    telling.tell("reason", f"{why.zh}，不赔付", f"{why.en}; not paid", 0, clause, place)


def _not_covered(telling: Telling, words: BenefitWords, person: Row, happened: Happened) -> None:
    period, day = words.plan.period, happened.day
    first, last = person["cover_from"], person["cover_to"] or period.last
    clause, place = "members.cover_from" if day < first else "members.cover_to", None
    what = Text("保障期", "the days of cover,")
    if not period.first <= day <= period.last:
        first, last, what = period.first, period.last, Text("方案的保险期间", "the plan's period,")
        clause, place = "period", place_of(words.plan, ("period",))
    zh = f"{day} 不在{what.zh} {first} 至 {last} 之内，不赔付"
    telling.tell("reason", zh, f"{day} is outside {what.en} {first} to {last}; not paid", 0, clause, place)


def _relation(words: BenefitWords, person: Row, happened: Happened) -> Why:
    covered, own = _names(words.benefit.relations, PEOPLE), RELATIONS[person["relation"]]
    zh, en = f"本责任只保障{covered.zh}，被保险人是{own.zh}", f"for {covered.en} only, the person is: {own.en}"
    return Why(zh, en, "relations")


def _category(words: BenefitWords, person: Row, happened: Happened) -> Why:
    assert happened.bill is not None
    own = CATEGORIES[happened.bill["category"]]
    if words.benefit.kind == "daily_allowance":
        return Why(f"本责任只按住院天数给付，不含{own.zh}", f"pays days in hospital only, not {own.en}", "of")
    covers = _names(words.benefit.covers, CATEGORIES)
    return Why(f"本责任只赔{covers.zh}，不含{own.zh}", f"covers {covers.en} only, not {own.en}", "covers")


def _cause(words: BenefitWords, person: Row, happened: Happened) -> Why:
    paid, own = _names(words.benefit.causes, CAUSES), CAUSES[happened.cause]
    return Why(f"本责任只赔{paid.zh}，本次是{own.zh}", f"pays after {paid.en} only, the cause is {own.en}", "causes")


def _work(words: BenefitWords, person: Row, happened: Happened) -> Why:
    if words.benefit.work == "only":
        return Why("本责任只赔工伤，本次不是工伤", "covers work injuries only, and this is none", "work")
    return Why("工伤不在本责任范围内", "work injuries are not covered", "work")


def _hospital(words: BenefitWords, happened: Happened, lists: HospitalLists | None) -> Why:
    scope, bill = words.benefit.hospitals, happened.bill
    assert bill is not None
    tests = (
        ("levels", LEVELS, bill["hospital_level"], Text("医院等级", "the hospital")),
        ("ownership", OWNERSHIPS, bill["hospital_ownership"], Text("医院性质", "the hospital")),
        ("wards", WARDS, bill["ward"], Text("病房", "the ward")),
    )
    for key, names, own, what in tests:
        allowed = getattr(scope, key)
        if allowed is not None and own not in allowed:
            paid = _names(allowed, names)
            zh = f"{what.zh}为{names[own].zh}，本责任只赔{paid.zh}"
            en = f"{what.en} is {names[own].en}, only {paid.en} is covered"
            return Why(zh, en, f"hospitals.{key}")
    hospital = bill["hospital"] or ""
    shown = Text(f"医院 {hospital} ", f"hospital {hospital}")
    if not hospital:
        shown = Text("所填医院（空）", "the hospital (none given)")
    day = (happened.day - EPOCH).days
    known = lists is not None and scope.lists is not None and lists.holds(scope.lists, hospital, day)
    if scope.lists is not None and not known:
        names_of = "、".join(scope.lists), " or ".join(scope.lists)
        zh, en = f"{shown.zh}当日不在医院名单“{names_of[0]}”内", f"{shown.en} is not on the list {names_of[1]} that day"
        return Why(zh, en, "hospitals.lists")
    excluded = "、".join(scope.excluded or ()), " or ".join(scope.excluded or ())
    zh = f"{shown.zh}当日在除外医院名单“{excluded[0]}”内"
    en = f"{shown.en} is on the excluded list {excluded[1]} that day"
    return Why(zh, en, "hospitals.except")


def _not_listed(words: BenefitWords, person: Row, happened: Happened) -> Why:
    listed, own = diagnoses(words.benefit.only.diagnoses), _diagnosis(happened)
    return Why(f"{own.zh}，本责任只赔{listed.zh}", f"{own.en}, covered are {listed.en} only", "only.diagnoses")


def _excluded(words: BenefitWords, person: Row, happened: Happened) -> Why:
    exclude, code = words.benefit.exclude, normal_diagnosis(happened.diagnosis)
    met = [prefix for prefix in exclude.diagnoses if code.startswith(normal_diagnosis(prefix))]
    if met:
        kind, own = diagnoses(met[:1]), _diagnosis(happened)
        return Why(f"{own.zh}，属于除外的{kind.zh}", f"{own.en}, excluded as {kind.en}", "exclude.diagnoses")
    if happened.bill is not None and happened.bill["category"] in exclude.categories:
        own = CATEGORIES[happened.bill["category"]]
        return Why(f"{own.zh}费用除外", f"{own.en} is excluded", "exclude.categories")
    return Why("既往症除外", "pre-existing conditions are excluded", "exclude.pre_existing")


def _unsettled(words: BenefitWords, person: Row, happened: Happened) -> Why:
    zh = "有基本医保但本次未经医保结算"
    return Why(zh, "has basic medical insurance but this was not settled through it", "unsettled")


def _waiting(words: BenefitWords, person: Row, happened: Happened) -> Why:
    days = words.benefit.waiting
    last = (person["continuous_from"] or person["cover_from"]) + timedelta(days=days - 1)
    zh = f"等待期 {days} 天到 {last} 为止，疾病开始于 {happened.onset}"
    en = f"the waiting period of {days} days ends on {last}, the illness began on {happened.onset}"
    return Why(zh, en, "waiting")


def _too_late(words: BenefitWords, person: Row, happened: Happened) -> Why:
    most, gone = words.benefit.within, (happened.day - happened.onset).days
    zh = f"距发病或事故日期 {happened.onset} 已 {gone} 天，超过 {most} 天"
    return Why(zh, f"{gone} days after the onset on {happened.onset}, more than {most}", "within")


def _diagnosis(happened: Happened) -> Text:
    if not happened.diagnosis:
        return Text("没有诊断编码", "no diagnosis given")
    return Text(f"诊断为 {happened.diagnosis}", f"the diagnosis is {happened.diagnosis}")


def _names(words: Iterable[str | int], names: dict[str, Text] | dict[int, Text]) -> Text:
    return any_of(names[word] for word in words)  # type: ignore[index]


_REASONS: dict[str, Callable[[BenefitWords, Row, Happened], Why]] = {
    "relation": _relation,
    "category": _category,
    "cause": _cause,
    "work": _work,
    "not_listed": _not_listed,
    "excluded": _excluded,
    "unsettled": _unsettled,
    "waiting": _waiting,
    "too_late": _too_late,
}
