"""Writing an election (提交选择): everything is checked again here, and told all at once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.carrying import carry_forward, renew_again
from tuanbao.platform.choice.checking import Wrong, problems
from tuanbao.platform.choice.models import Election
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Situation, situation
from tuanbao.platform.choice.waiting import Answers, asked, unanswered
from tuanbao.platform.choice.writing import write
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.audit import record


class ChoiceError(Exception):
    """The choice cannot be made; everything that is wrong with it."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__("; ".join(wrong.text.zh for wrong in wrongs))
        self.wrongs = tuple(wrongs)


def submit(
    person: Person,
    code: str,
    picks: Sequence[Pick],
    key: str,
    *,
    user: Any = None,
    answers: Answers | None = None,
    request: Any = None,
) -> Election:
    """Writes the election of an occasion; the same key again gives the election that is there.

    Raises ChoiceError: the occasion is over, something is not offered, not allowed, missing or unanswered.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        done: Election | None = Election.objects.filter(key=key, employee=person).first()
        if done is not None:
            return done
        now = situation(read_book(person.company_id), person, clock.today())
        occasion = now.choosing.find(code)
        if occasion is None:
            raise ChoiceError([Wrong("over", _over(now))])
        desk = now.desk(occasion)
        wrongs = problems(desk.menu, picks, occasion, desk.before)
        waiting = [] if wrongs else asked(desk, picks)
        wrongs += unanswered(waiting, answers or {})
        if wrongs:
            raise ChoiceError(wrongs)
        election = write(now, desk, picks, key, source=occasion.source, user=user, waiting=waiting, answers=answers)
        carry_forward(now, desk, picks, election, user)
        renew_again(now, desk, election)
        company, source = election.company, occasion.source
        record("choice.submitted", election, request=request, user=user, company=company, source=source)
    return election


def _over(now: Situation) -> Text:
    """Expired between loading the page and sending it."""
    why = now.choosing.why_not or Text("请回到选择首页查看", "see what is open on the first page")
    return Text(f"这次选择机会已结束，未作任何更改。{why.zh}", f"This occasion is over; nothing was changed. {why.en}")
