"""Who may receive a death benefit (身故受益人): the legal checks, pure. Each finding names its source."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tuanbao.language import Text
from tuanbao.roster.assignment import completed_years

WHOLE = 10_000
"""Basis points."""
ADULT = 18
RELATIONS: Mapping[str, Text] = {
    "spouse": Text("配偶", "spouse"),
    "child": Text("子女", "child"),
    "parent": Text("父母", "parent"),
    "sibling": Text("兄弟姐妹", "brother or sister"),
    "grandparent": Text("祖父母、外祖父母", "grandparent"),
    "grandchild": Text("孙子女、外孙子女", "grandchild"),
    "other": Text("其他人", "somebody else"),
    "employer": Text("所在企业", "the employer"),
}
CLOSE = frozenset({"spouse", "child", "parent", "sibling", "grandparent", "grandchild"})
"""Close relatives (近亲属), Civil Code §1045."""
LAW_39 = Text("《保险法》第三十九条", "Insurance Law, article 39")
LAW_40 = Text("《保险法》第四十条", "Insurance Law, article 40")
LAW_42 = Text("《保险法》第四十二条", "Insurance Law, article 42")
STATUTORY = Text(
    "没有指定受益人：身故保险金作为遗产，按法定继承办理（《保险法》第四十二条）",
    "Nobody is named: a death benefit belongs to the estate and goes to the statutory heirs (Insurance Law, art. 42)",
)


@dataclass(frozen=True, slots=True)
class Named:
    """One who is named."""

    name: str
    relation: str
    share_bp: int
    order: int = 1
    identity_number: str = ""


@dataclass(frozen=True, slots=True)
class Insured:
    birth_date: date | None
    identity_number: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the law does not allow. ``place`` counts the named from 0; None: all of them together."""

    code: str
    text: Text
    source: Text
    place: int | None = None


def check(
    named: Sequence[Named],
    insured: Insured,
    on: date,
    *,
    by: Literal["insured", "employer"] = "insured",
    insured_agrees: bool = False,
    guardian_agrees: bool = False,
) -> tuple[Finding, ...]:
    """Everything that is wrong with a nomination; nobody named is right: then the statutory heirs receive."""
    return (
        *_each(named, insured, by),
        *_shares(named),
        *_consents(named, insured, on, by, insured_agrees, guardian_agrees),
    )


def _each(named: Sequence[Named], insured: Insured, by: str) -> Iterator[Finding]:
    for place, one in enumerate(named):
        if not one.name.strip():
            yield Finding("name_missing", Text("请填受益人姓名", "the beneficiary needs a name"), LAW_39, place)
        if one.relation == "employer":
            zh = "企业为员工投保，企业和企业的人不能作受益人"
            en = "an employer that insures its employees cannot be the beneficiary"
            yield Finding("employer_named", Text(zh, en), LAW_39, place)
        elif one.relation not in RELATIONS:
            yield Finding("relation_unknown", Text("请选择与被保险人的关系", "choose the relation"), LAW_39, place)
        elif by == "employer" and one.relation not in CLOSE:
            zh = "由企业指定时，只能指定被保险人的近亲属"
            en = "an employer may name close relatives of the insured only"
            yield Finding("not_a_close_relative", Text(zh, en), LAW_39, place)
        if one.identity_number and one.identity_number == insured.identity_number:
            zh, en = "被保险人不能是自己的身故受益人", "nobody receives the benefit for their own death"
            yield Finding("oneself_named", Text(zh, en), LAW_42, place)


def _shares(named: Sequence[Named]) -> Iterator[Finding]:
    orders: dict[int, int] = defaultdict(int)
    for place, one in enumerate(named):
        orders[one.order] += one.share_bp
        if one.share_bp <= 0:
            yield Finding("share_not_positive", Text("份额要大于 0", "a share must be above 0"), LAW_40, place)
    for order, share in sorted(orders.items()):
        if share != WHOLE:
            zh = f"第 {order} 顺序的份额合计应为 100%，现在是 {share / 100:g}%"
            en = f"the shares of order {order} must make 100%, and make {share / 100:g}%"
            yield Finding("shares_not_whole", Text(zh, en), LAW_40)
    if orders and sorted(orders) != list(range(1, len(orders) + 1)):
        zh, en = "受益顺序要从 1 开始，中间不能空", "orders begin with 1 and leave no gap"
        yield Finding("orders_with_gaps", Text(zh, en), LAW_40)


def _consents(
    named: Sequence[Named], insured: Insured, on: date, by: str, insured_agrees: bool, guardian_agrees: bool
) -> Iterator[Finding]:
    if not named:
        return
    minor = insured.birth_date is not None and completed_years(insured.birth_date, on) < ADULT
    if minor and not guardian_agrees:
        zh = "被保险人未满 18 周岁，要由监护人指定并确认"
        en = "the insured is under 18: the guardian names the beneficiary and confirms"
        yield Finding("guardian_missing", Text(zh, en), LAW_39)
    elif by == "employer" and not minor and not insured_agrees:
        zh, en = "由企业指定受益人，须经被保险人同意", "what an employer names needs the insured's consent"
        yield Finding("consent_missing", Text(zh, en), LAW_39)
