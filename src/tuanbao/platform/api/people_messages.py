"""Messages of HR systems (人事消息接口): repeated, late and disordered ones do no harm."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.people_schemas import MessageIn, OutcomeOut
from tuanbao.platform.api.problems import Mistake, Problem, wrong
from tuanbao.platform.people import messages
from tuanbao.platform.people.sync import Outcome, receive

router = Router(tags=["people"], auth=Bearer("people:write"))


@router.post("/messages", response=OutcomeOut, summary="同步消息 / A message about an employee")
def receive_message(request: HttpRequest, payload: MessageIn) -> Any:
    """The message's `id` makes it harmless to send it again; its order of arrival does not matter."""
    said = payload.model_dump(mode="json", exclude_unset=True)
    outcome = receive(request.token.company, said)  # type: ignore[attr-defined]
    if outcome.status == "refused":
        raise _refused(outcome)
    return {"status": outcome.status}


def _refused(outcome: Outcome) -> Problem:
    if outcome.problems[0].code == "id_reused":
        return Problem(409, "message-id-reused", outcome.problems[0].text)
    return wrong([_mistake(each) for each in outcome.problems])


def _mistake(problem: messages.Problem) -> Mistake:
    return Mistake(problem.field, "/" + problem.field.replace(".", "/"), problem.code, problem.text)
