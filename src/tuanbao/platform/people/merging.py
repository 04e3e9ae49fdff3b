"""Whether two records of one person may be made one (合并重复人员). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuanbao.language import Text


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records."""

    title: str
    relation: str
    family: int
    """The employee from whom the family hangs."""
    bound: bool
    """Elections, cover, bills or deductions name the person, or somebody of the family: these never move."""


def against(keep: Side, drop: Side) -> tuple[Text, ...]:
    """Why ``drop`` cannot be merged into ``keep``, and what to do instead; empty: it can."""
    return tuple(_against(keep, drop))


def _against(keep: Side, drop: Side) -> Iterator[Text]:
    if "employee" in {keep.relation, drop.relation} and keep.relation != drop.relation:
        yield Text(
            "一个是员工，一个是家属，各有各的保障，不能合并。员工不应再作家属参保的，作废家属那条",
            "one is an employee and the other a dependant, each with cover of their own. Void the dependant's record "
            "if employees are not to be covered as dependants too",
        )
        return
    if drop.relation != "employee" and keep.family != drop.family:
        yield Text(
            "登记在两名员工名下的家属不能合并。只应登记一次的，作废另一条",
            "dependants of two employees cannot be merged. If one registration is enough, void the other",
        )
        return
    if drop.bound and keep.bound:
        yield Text(
            "两条记录都已有选择、保障或账单，不能合并。请作废错误的那条：它的保障和保费由下一份保全退回",
            "both have choices, cover or bills and cannot be merged. Void the wrong one: the next endorsement takes "
            "back its cover and premium",
        )
    elif drop.bound:
        yield Text(
            f"这条记录已有选择、保障或账单，不能移动。请反过来：保留这条，把 {keep.title} 并入它",
            f"this record has choices, cover or bills, which cannot move. Keep this one and merge {keep.title} into it",
        )
