"""Lines that wait for a declaration or documents (待核保、待审材料)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.plan.model import LumpSum, Plan
from tuanbao.platform import clock
from tuanbao.platform.choice import evidence
from tuanbao.platform.choice.checking import Wrong
from tuanbao.platform.choice.evidence import HEALTH, Held, Need, Wish
from tuanbao.platform.choice.models import ElectionLine, Evidence
from tuanbao.platform.choice.options import Seat
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Desk

Answers = Mapping[int, Mapping[str, bool]]
"""Answers to the health questions, by person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that waits: whose, and why."""

    pick: Pick
    need: Need


def asked(desk: Desk, picks: Sequence[Pick]) -> list[Asked]:
    """Lines that need a declaration or documents."""
    rules, found = evidence.rules(), []
    for pick in picks:
        seat = desk.menu.seat(pick.person)
        if pick.waived or seat is None or pick.plan_id not in seat.plans:
            continue
        need = evidence.needed(_wish(desk, seat, pick), rules)
        if need is not None:
            found.append(Asked(pick, need))
    return found


def unanswered(waiting: Sequence[Asked], answers: Answers) -> list[Wrong]:
    rules, people = evidence.rules(), {each.pick.person for each in waiting if each.need.kind == HEALTH}
    return [
        Wrong("unanswered", Text(f"请回答：{question.text.zh}", f"please answer: {question.text.en}"), person)
        for person in sorted(people)
        for question in evidence.unanswered(answers.get(person, {}), rules)
    ]


def hold_back(line: ElectionLine, need: Need, answers: Mapping[str, bool] | None) -> None:
    rules, now = evidence.rules(), clock.now()
    said = json.dumps({"version": rules.version, "answers": dict(answers)}) if answers and need.kind == HEALTH else ""
    fine = bool(said) and rules.accepted_if_all_no and evidence.all_no(answers or {}, rules)
    Evidence.objects.create(
        company=line.company,
        line=line,
        kind=need.kind,
        answers=said,
        interim_plan_id=need.interim.plan_id if need.interim else "",
        interim_variant=need.interim.variant if need.interim else "",
        asked_at=now,
        accepted=True if fine else None,
        decided_at=now if fine else None,
        effective_from=line.election.effective_from if fine else None,
    )


def _wish(desk: Desk, seat: Seat, pick: Pick) -> Wish:
    options = sorted(seat.plans[pick.plan_id], key=lambda each: each.price)
    held = [each for each in desk.held if each.person == pick.person]
    same = next((each for each in held if each.plan_id == pick.plan_id), held[0] if held else None)
    plan = desk.loaded.plans[pick.plan_id]
    return Wish(
        relation=seat.member.relation,
        verified=seat.member.verified,
        plan_id=pick.plan_id,
        variant=pick.variant,
        levels=[each.variant for each in options],
        sums=_sums(plan.variant(pick.variant) if pick.variant else plan),
        held=Held(same.plan_id, same.variant) if same else None,
        first_choice=desk.first_choice,
        source=desk.occasion.source,
        added_by_event=pick.person in desk.newly,
    )


def _sums(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for benefit in plan.benefits:
        if isinstance(benefit, LumpSum) and isinstance(benefit.sum_insured, int):
            found[benefit.event] = max(found.get(benefit.event, 0), benefit.sum_insured)
    return found
