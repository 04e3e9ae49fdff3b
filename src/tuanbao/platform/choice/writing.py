"""The facts of an election (写入选择): who has what, who pays, what waits."""

from collections.abc import Sequence
from typing import Any

from tuanbao.platform import clock
from tuanbao.platform.choice import checking
from tuanbao.platform.choice.models import Election, ElectionLine
from tuanbao.platform.choice.paying import Line, Payment, pay
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Desk, Situation
from tuanbao.platform.choice.waiting import Answers, Asked, hold_back


def payment(desk: Desk, picks: Sequence[Pick]) -> Payment:
    """Who pays; picks that cannot be priced count for nothing."""
    fine = [pick for pick in picks if pick.waived or _offered(desk, pick)]
    return pay(checking.lines(desk.menu, fine), desk.points, desk.fen_per_point)


def write(
    situation: Situation,
    desk: Desk,
    picks: Sequence[Pick],
    key: str,
    *,
    source: str,
    user: Any = None,
    waiting: Sequence[Asked] = (),
    answers: Answers | None = None,
) -> Election:
    """The facts: election, lines, and what the lines wait for."""
    paid = payment(desk, picks)
    election: Election = Election.objects.create(
        company=situation.person.company,
        employee=situation.person,
        programme=situation.book.versions[desk.occasion.year.key].version,
        source=source,
        life_event_id=desk.occasion.event,
        effective_from=desk.occasion.effective_from,
        made_at=clock.now(),
        made_by=user,
        points=paid.points,
        payroll_fen=paid.payroll,
        key=key,
    )
    needs = {(each.pick.person, each.pick.plan_id): each.need for each in waiting}
    for line in paid.lines:
        made = _written(election, line)
        need = needs.get((line.person, line.plan_id))
        if need is not None:
            hold_back(made, need, (answers or {}).get(line.person))
    return election


def _written(election: Election, line: Line) -> ElectionLine:
    made: ElectionLine = ElectionLine.objects.create(
        company=election.company,
        election=election,
        person_id=line.person,
        plan_id=line.plan_id,
        variant=line.variant,
        waived=line.waived,
        waiver_reason=line.waiver_reason,
        price_fen=line.price,
        employer_fen=line.employer,
        employee_fen=line.employee,
    )
    return made


def _offered(desk: Desk, pick: Pick) -> bool:
    seat = desk.menu.seat(pick.person)
    return seat is not None and seat.option(pick.plan_id, pick.variant) is not None
