"""Why somebody cannot be covered (不能投保的原因)."""

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.vocabulary import RELATIONS


def not_admitted(programme: Programme, relation: str, age: int | None, tier: str) -> Text:
    name = RELATIONS[relation]
    if age is None:
        return Text("缺少出生日期，不能确定能否投保，请补充", "the birth date is missing; please add it")
    rules = [rule for rule in programme.dependants if rule.relation == relation]
    ages = [rule.age for rule in rules if rule.age and (rule.tiers is None or tier in rule.tiers)]
    if not ages:
        return Text(f"方案不含{name.zh}", f"the programme does not cover a {name.en}")
    youngest, oldest = min(each.youngest for each in ages), max(each.oldest for each in ages)
    return Text(
        f"{age} 岁，不在{name.zh}可投保的 {youngest}–{oldest} 岁之内",
        f"aged {age}, outside {youngest} to {oldest} for a {name.en}",
    )


def too_many(relation: str, most: int) -> Text:
    name = RELATIONS[relation]
    return Text(f"{name.zh}最多可投保 {most} 人", f"at most {most} can be covered as {name.en}")


def no_rate(plan_id: str) -> Text:
    return Text(f"保单没有“{plan_id}”的适用费率，请联系人事", f"no policy has a rate for {plan_id} here; please ask HR")
