"""Everything that is wrong with a choice, at once (选择校验). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.platform.choice.options import Menu, over_limit
from tuanbao.platform.choice.paying import Line
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.windows import Occasion
from tuanbao.vocabulary import RELATIONS

WAIVERS = {
    "other_cover": Text("已有其他保障", "has other cover"),
    "paid_elsewhere": Text("由配偶单位投保", "covered by the spouse's employer"),
    "too_dear": Text("费用原因", "because of the cost"),
    "not_needed": Text("暂不需要", "not needed for now"),
    "not_chosen": Text("未选择", "nothing was chosen"),
}
OFFERED_WAIVERS = ("other_cover", "paid_elsewhere", "too_dear", "not_needed")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, about whom."""

    code: str
    text: Text
    person: int | None = None


def problems(menu: Menu, picks: Sequence[Pick], occasion: Occasion, before: Sequence[Pick] = ()) -> list[Wrong]:
    """Empty where the picks may be an election on this occasion; ``before`` is what holds until then."""
    found = [*_unknown(menu, picks), *_missing(menu, picks)]
    covered = list(dict.fromkeys(pick.person for pick in picks if not pick.waived))
    found += [Wrong("too_many", text, seat.member.key) for seat, text in over_limit(menu, covered)]
    return [*found, *_not_allowed(menu, picks, occasion, before)]


def lines(menu: Menu, picks: Sequence[Pick]) -> list[Line]:
    """The picks with their prices; picks must have no problems."""
    found = []
    for pick in picks:
        seat = menu.seat(pick.person)
        if pick.waived or seat is None:
            found.append(Line(pick.person, pick.plan_id, waived=True, waiver_reason=pick.reason))
            continue
        option = seat.option(pick.plan_id, pick.variant)
        assert option is not None
        money = (option.price, option.employer, option.released)
        found.append(Line(pick.person, pick.plan_id, pick.variant, *money))
    return found


def _unknown(menu: Menu, picks: Sequence[Pick]) -> list[Wrong]:
    found, seen = [], set()
    for pick in picks:
        seat = menu.seat(pick.person)
        if (pick.person, pick.plan_id) in seen:
            found.append(Wrong("twice", Text("同一方案选了两次", "the same plan is chosen twice"), pick.person))
        seen.add((pick.person, pick.plan_id))
        if seat is None:
            zh, en = "这位家人不在您名下，或关系已终止", "this person is not of your family, or no longer"
            found.append(Wrong("stranger", Text(zh, en)))
        elif seat.refused is not None:
            if not pick.waived:
                found.append(Wrong("not_admitted", seat.refused, pick.person))
        elif pick.waived:
            found += _waiver(pick, seat.optional)
        elif seat.option(pick.plan_id, pick.variant) is None:
            zh, en = "所选方案已不提供，请重新选择", "this plan is not offered; choose again"
            found.append(Wrong("not_offered", Text(zh, en), pick.person))
    return found


def _waiver(pick: Pick, optional: bool) -> list[Wrong]:
    if not optional:
        zh = "企业为全员投保，本人的基本保障不能放弃"
        en = "the company insures everybody: your own cover cannot be waived"
        return [Wrong("own_waived", Text(zh, en), pick.person)]
    if pick.reason not in WAIVERS:
        return [Wrong("no_reason", Text("请说明不投保的原因", "say why there is to be no cover"), pick.person)]
    return []


def _missing(menu: Menu, picks: Sequence[Pick]) -> list[Wrong]:
    chosen = {(pick.person, pick.plan_id) for pick in picks}
    waived = {pick.person for pick in picks if pick.waived}
    found = []
    for seat in menu.seats:
        lacking = [plan_id for plan_id in seat.plans if (seat.member.key, plan_id) not in chosen]
        if lacking and seat.member.key not in waived:
            name = RELATIONS[seat.member.relation]
            text = Text(f"还没有为{name.zh}选择", f"nothing is chosen yet for the {name.en}")
            found.append(Wrong("missing", text, seat.member.key))
    return found


def _not_allowed(menu: Menu, picks: Sequence[Pick], occasion: Occasion, before: Sequence[Pick]) -> list[Wrong]:
    """A life event opens only what it is about; everything else stays as it is until the next window."""
    found = []
    for seat in menu.seats:
        key = seat.member.key
        old = {(pick.plan_id, pick.variant) for pick in before if pick.person == key and not pick.waived}
        new = {(pick.plan_id, pick.variant) for pick in picks if pick.person == key and not pick.waived}
        if old == new or may_change(occasion, key, optional=seat.optional, adds=bool(new), drops=not new):
            continue
        zh, en = "这次不能更改此项，须等到下一个选择期", "this cannot be changed now, only in the next window"
        found.append(Wrong("locked", Text(zh, en), key))
    return found


def may_change(occasion: Occasion, person: int, *, optional: bool, adds: bool, drops: bool) -> bool:
    if not optional:
        return "own_plan" in occasion.allows
    scope = {"any"} | ({"this"} if occasion.about == person else set())
    verbs = {verb for verb, wanted in (("add", adds), ("drop", drops)) if wanted}
    return all(any(f"{verb}_{each}" in occasion.allows for each in scope) for verb in verbs)
