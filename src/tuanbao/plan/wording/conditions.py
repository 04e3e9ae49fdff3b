"""Conditions in words: under which a term holds (``when``), and where one may be treated (医院范围)."""

from collections.abc import Iterator

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.plan.model import Hospitals, Names, When
from tuanbao.plan.wording.diagnoses import diagnoses
from tuanbao.plan.wording.words import NOTHING, ages, any_of, clauses_of, joined, quoted, say

PEOPLE = {
    "employee": Text("员工", "employees"),
    "spouse": Text("配偶", "spouses"),
    "child": Text("子女", "children"),
    "parent": Text("父母", "parents"),
}


def condition(when: When) -> Text:
    """在三级医院就诊时; at level 3 hospitals. Where kinds of care are the only test, 中医、理疗费用."""
    if when.categories is not None and when.model_fields_set == {"categories"}:
        return say("{names}费用", "{names}", names=_categories(when.categories))
    return say("{tests}时", "{tests}", tests=joined(_tests(when), "，且", ", "))


def _tests(when: When) -> Iterator[Text]:
    """The tests in the order in which one would say them: the person, the place, the illness, the bill."""
    yield from _of_the_person(when)
    if when.levels is not None or when.ownership is not None:
        yield say("在{place}就诊", "at {place}", place=_place(when.levels, when.ownership, when.wards))
    elif when.wards is not None:
        wards = any_of(vocabulary.WARDS[word] for word in when.wards)
        yield say("在{wards}就诊", "in the {wards}", wards=wards)
    if when.lists is not None:
        yield say("在{lists}内的医院就诊", "at hospitals in {lists}", lists=hospital_lists(when.lists))
    if when.causes is not None:
        yield say("因{causes}", "after {causes}", causes=any_of(vocabulary.CAUSES[word] for word in when.causes))
    if when.diagnoses is not None:
        yield say("诊断为{names}", "with a diagnosis of {names}", names=diagnoses(when.diagnoses))
    if when.pre_existing is not None:
        yield _pre_existing(when.pre_existing)
    if when.work is not None:
        yield Text("属于工伤", "for work injuries") if when.work else Text("不属于工伤", "other than work injuries")
    if when.categories is not None:
        yield say("就诊类型为{names}", "for {names}", names=_categories(when.categories))
    if when.settled is not None and not _outside_settlement(when):
        yield _settled(when.settled)


def _of_the_person(when: When) -> Iterator[Text]:
    if when.relations is not None:
        yield say("被保险人为{people}", "for {people}", people=any_of(PEOPLE[word] for word in when.relations))
    if when.ages is not None:
        yield say("年龄 {ages}", "{ages}", ages=ages(when.ages))
    if _outside_settlement(when):
        zh, en = "有基本医保但未经医保结算", "with basic medical insurance but not settled through it"
        yield Text(zh, en)
    elif when.insured is not None:
        insured = Text("有基本医保", "with basic medical insurance")
        yield insured if when.insured else Text("没有基本医保", "without basic medical insurance")


def _categories(words: Names) -> Text:
    return any_of(vocabulary.CATEGORIES[word] for word in words)


def _outside_settlement(when: When) -> bool:
    return when.insured is True and when.settled is False


def _settled(settled: bool) -> Text:
    settled_text = Text("经医保结算", "settled through basic medical insurance")
    return settled_text if settled else Text("未经医保结算", "not settled through basic medical insurance")


def _pre_existing(pre_existing: bool) -> Text:
    known = Text("属于既往症", "for pre-existing conditions")
    return known if pre_existing else Text("不属于既往症", "other than pre-existing conditions")


def hospitals(scope: Hospitals) -> Text:
    """二级、三级公立医院普通部；急诊不限医院."""
    said = []
    if scope.levels is not None or scope.ownership is not None or scope.wards is not None:
        said.append(_place(scope.levels, scope.ownership, scope.wards))
    if scope.lists is not None:
        said.append(say("须在{lists}内", "only those in {lists}", lists=hospital_lists(scope.lists)))
    if scope.excluded is not None:
        said.append(say("不含{lists}内的医院", "not those in {lists}", lists=hospital_lists(scope.excluded)))
    if scope.lists is None and scope.levels is None and scope.ownership is None and scope.wards is None:
        said.insert(0, Text("不限医院", "any hospital"))
    if scope.emergency is not None:
        said.append(Text("急诊不受医院限制", "for emergencies any hospital"))
    return clauses_of(said)


def hospital_lists(names: Names) -> Text:
    return say("医院名单{names}", "the hospital list {names}", names=any_of(quoted(Text(n, n)) for n in names))


def _place(levels: tuple[int, ...] | None, ownership: Names | None, wards: Names | None) -> Text:
    """二级、三级公立医院普通部; level 2 or level 3 public hospitals, general ward."""
    level = NOTHING if levels is None else any_of(vocabulary.LEVELS[word] for word in levels)
    owner = NOTHING if ownership is None else any_of(vocabulary.OWNERSHIPS[word] for word in ownership)
    ward = NOTHING if wards is None else any_of(vocabulary.WARDS[word] for word in wards)
    english = " ".join(word for word in (level.en, owner.en, "hospitals") if word)
    if not ward.en:
        return Text(f"{level.zh}{owner.zh}医院", english)
    return Text(f"{level.zh}{owner.zh}医院{ward.zh}", f"{english}, {ward.en}")
