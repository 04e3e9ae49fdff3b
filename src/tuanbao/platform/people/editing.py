"""HR's own changes of one person (人员修改): facts, the end of employment, and what that means in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanbao.language import Text
from tuanbao.platform.people.families import completed, relatives
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.relations import Refusal, Relative, check_document
from tuanbao.platform.protection import audit


@dataclass(frozen=True, slots=True)
class Edited:
    """The form; an empty identity number or phone stays as it is."""

    name: str
    birth_date: date | None
    sex: str
    identity_type: str
    identity_number: str
    phone: str
    email: str
    hired_on: date | None
    continuous_from: date | None
    insured: bool


def save_facts(person: Person, edited: Edited, request: Any) -> tuple[Refusal, ...]:
    told = completed(
        Relative(
            person.relation,
            edited.name,
            edited.birth_date,
            edited.sex,
            edited.identity_type,
            edited.identity_number or person.identity_number,
        )
    )
    refusals = tuple(check_document(told))
    if person.left_on and edited.hired_on and edited.hired_on > person.left_on:
        refusals += (Refusal("hired_after_left", "hired_on", Text("晚于离职日期", "after the last day")),)
    if refusals:
        return refusals
    for name in ("name", "birth_date", "sex", "identity_type", "identity_number"):
        setattr(person, name, getattr(told, name))
    person.phone = edited.phone or person.phone
    for name in ("email", "hired_on", "continuous_from", "insured"):
        setattr(person, name, getattr(edited, name))
    person.save()
    audit.record("people.edited", person, request=request)
    return ()


def leaving_effects(person: Person, last: date) -> tuple[Text, ...]:
    """What it means that the employee's last day is this one."""
    family = [each.name for each in relatives(person)]
    effects = [
        Text(
            f"{person.name} 的保障到 {last} 为止（含当天）。",
            f"Cover of {person.name} ends with {last}, that day included.",
        )
    ]
    if family:
        zh, en = "、".join(family), ", ".join(family)
        effects.append(Text(f"家属同一天结束：{zh}。", f"So does the family's: {en}."))
    effects += [
        Text(
            "下一份保全向保险公司减人，未到期的保费按合同约定退还。",
            "The next endorsement takes them out; unearned premium is refunded as the policy says.",
        ),
        Text(
            "之后的工资不再扣款；没有扣完的在最后一次工资中结清。",
            "No deductions from later wages; what is open is settled with the last pay.",
        ),
        Text("离职前发生的医疗费用仍可报销。", "Expenses incurred until then can still be claimed."),
    ]
    return tuple(effects)


def set_left_on(person: Person, last: date | None, request: Any) -> None:
    """The last day of employment; None takes it back."""
    if person.left_on == last:
        return
    person.left_on = last
    person.save()
    audit.record("people.left" if last else "people.leaving_taken_back", person, request=request)
