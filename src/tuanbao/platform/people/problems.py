"""What is wrong with somebody's records, in words (人员问题). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tuanbao.language import Text

NO_BIRTH_DATE = Text("缺出生日期", "no birth date")
NO_IDENTITY = Text("缺证件号码", "no identity number")
NO_DEPARTMENT = Text("缺部门", "no department")
NO_HIRED_ON = Text("缺入职日期", "not known when hired")


@dataclass(frozen=True, slots=True)
class Dependent:
    """A dependant as far as problems go."""

    name: str
    birth_date: date | None
    waits_for_documents: bool
    waits_for_hr: bool


def problems(
    *, birth_date: date | None, identity: str, hired_on: date | None, department: str, family: Sequence[Dependent] = ()
) -> Iterator[Text]:
    """Of an employee and the family."""
    if hired_on is None:
        yield NO_HIRED_ON
    if birth_date is None:
        yield NO_BIRTH_DATE
    if not identity:
        yield NO_IDENTITY
    if not department:
        yield NO_DEPARTMENT
    for each in family:
        if each.birth_date is None:
            yield Text(f"{each.name}缺出生日期", f"{each.name}: no birth date")
        if each.waits_for_documents:
            yield Text(f"{each.name}缺证明材料", f"{each.name}: documents missing")
        elif each.waits_for_hr:
            yield Text(f"{each.name}的材料待审核", f"{each.name}: documents to be decided")
