"""How a programme divides employees (分档方式), read from the columns that its tiers look at."""

import re

from tuanbao.plan import Programme

_WORDS = {
    "grade": {"grade", "level", "band", "rank", "title", "position"},
    "age": {"age", "birth"},
    "tenure": {"tenure", "seniority", "service", "hire", "hired", "joined"},
}
_CHARACTERS = {
    "grade": ("职级", "级别", "职等", "岗级", "职务", "职位", "职层"),
    "age": ("年龄", "出生"),
    "tenure": ("司龄", "工龄", "入职", "服务年限"),
}


def kind_of_column(column: str) -> str:
    """grade, age or tenure, by the name of the column; other where it is none of these."""
    words = set(re.split(r"[^a-z]+", column.lower()))
    for kind, known in _WORDS.items():
        if words & known or any(part in column for part in _CHARACTERS[kind]):
            return kind
    return "other"


def columns_of(programme: Programme) -> tuple[str, ...]:
    """The columns that tell apart tiers with different plans, in the order in which they are asked."""
    if len({tier.plan for tier in programme.tiers}) == 1:
        return ()
    return tuple(dict.fromkeys(column for tier in programme.tiers for column in tier.when or {}))


def kinds_of(programme: Programme) -> tuple[str, ...]:
    """fixed, or the kinds of its columns."""
    return tuple(dict.fromkeys(kind_of_column(column) for column in columns_of(programme))) or ("fixed",)
