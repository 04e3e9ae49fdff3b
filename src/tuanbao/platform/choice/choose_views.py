"""The employee chooses (员工选择): family, needs, options, confirmation."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice import evidence, showing
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.checking import OFFERED_WAIVERS, WAIVERS, Wrong, problems
from tuanbao.platform.choice.drafting import Draft, picks_from
from tuanbao.platform.choice.electing import ChoiceError, submit
from tuanbao.platform.choice.life_events import event_kinds
from tuanbao.platform.choice.models import Election
from tuanbao.platform.choice.recommending import ANSWERS, said_roughly
from tuanbao.platform.choice.situation import Desk, Situation, situation
from tuanbao.platform.choice.waiting import asked
from tuanbao.platform.choice.windows import Occasion
from tuanbao.platform.choice.worth import Worth
from tuanbao.platform.choice.writing import payment
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection import consents
from tuanbao.platform.protection.purposes import Purpose, purposes

STEPS = (
    ("family", Text("家庭情况", "Family")),
    ("needs", Text("看看需要", "Needs")),
    ("options", Text("选择", "Choose")),
    ("confirm", Text("确认", "Confirm")),
)


class At(NamedTuple):
    """Where the employee is: facts, the occasion, and the draft."""

    now: Situation
    occasion: Occasion
    desk: Desk
    draft: Draft


def me(request: HttpRequest) -> Person:
    person = request.membership.person  # type: ignore[attr-defined]
    if person is None:
        raise Http404
    return person  # type: ignore[no-any-return]


def now_of(request: HttpRequest) -> Situation:
    person = me(request)
    return situation(read_book(person.company_id), person, clock.today())


def on_occasion(view: Callable[[HttpRequest, At], HttpResponse]) -> Callable[..., HttpResponse]:
    """Finds the occasion of the address; one that is over leads to the first page, which says so."""

    @requires("own.choose")
    @wraps(view)
    def there(request: HttpRequest, code: str) -> HttpResponse:
        now = now_of(request)
        occasion = now.choosing.find(code)
        if occasion is None:
            return render(request, "choice/choose/over.html", {"why": now.choosing.why_not}, status=410)
        desk = now.desk(occasion)
        return view(request, At(now, occasion, desk, Draft(request.session, desk)))

    return there


@requires("own.choose")
def start(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    shown = {
        "occasions": [(each, each.days_left(now.today), _mine(now, each)) for each in now.choosing.occasions],
        "why_not": now.choosing.why_not,
        "events": [(each, event_kinds()[each.kind].name) for each in now.life_events],
        "elections": list(reversed(now.elections))[:5],
    }
    return render(request, "choice/choose/start.html", shown)


@on_occasion
def family(request: HttpRequest, at: At) -> HttpResponse:
    people = [(at.desk.people[seat.member.key], seat) for seat in at.desk.menu.seats]
    return _page(request, at, "family", {"people": people})


@on_occasion
def needs(request: HttpRequest, at: At) -> HttpResponse:
    if request.method == "POST":
        at.draft.needs = {name: str(value) for name, value in request.POST.items() if name in _needs_asked(at)}
        at.draft.save()
        return redirect("choose:options", at.occasion.code)
    others = [at.desk.people[seat.member.key] for seat in at.desk.menu.seats[1:] if seat.plans]
    reminder = event_kinds()["other_cover"].reminder
    shown = {"answers": ANSWERS, "others": others, "needs": at.draft.needs, "reminder": reminder}
    return _page(request, at, "needs", shown)


@on_occasion
def options(request: HttpRequest, at: At) -> HttpResponse:
    if request.method == "POST":
        at.draft.pick(picks_from(at.desk.menu, request.POST))
        wrongs = problems(at.desk.menu, at.draft.picks, at.occasion, at.desk.before)
        if not wrongs:
            return redirect("choose:confirm", at.occasion.code)
        return _page(request, at, "options", _offer(request, at) | {"wrongs": _about(at, wrongs)}, status=422)
    return _page(request, at, "options", _offer(request, at))


@require_POST
@on_occasion
def price(request: HttpRequest, at: At) -> HttpResponse:
    """While choosing: the total, and what every other option would make it."""
    at.draft.pick(picks_from(at.desk.menu, request.POST))
    response = render(request, "choice/choose/price.html", {"at": at} | _offer(request, at))
    response["HX-Trigger-After-Swap"] = "choice-changed"
    return response


@on_occasion
def worth(request: HttpRequest, at: At) -> HttpResponse:
    """Bars and recommendation, fetched after the page is there."""
    found = showing.worth_of(at.desk, at.draft.picks)
    most = max((each.bad for each in found.values()), default=0)
    own = at.desk.menu.own
    cards = [
        (card, shown_roughly(found[card.value]))
        for place in _places(request, at)[:1]
        for card in place.cards
        if card.value in found
    ]
    advice = showing.advice(at.desk, at.draft.picks, found, at.draft.needs.get("shock", ""))
    shown = {"cards": cards, "most": most, "bare": shown_roughly(found[""]), "advice": advice, "own": own}
    return render(request, "choice/choose/worth.html", shown)


@on_occasion
def compare(request: HttpRequest, at: At) -> HttpResponse:
    """Options of the own plan side by side, term by term."""
    plan_id, found = next(iter(at.desk.menu.own.plans.items()))
    by_option = [(option, showing.changes(at.desk.loaded, plan_id, option.variant)) for option in found]
    rows: dict[Any, Any] = {change.label: change.before for _, changed in by_option for change in changed}
    table = [
        (label, [next((c.after for c in changed if c.label == label), before) for _, changed in by_option])
        for label, before in rows.items()
    ]
    cards = _places(request, at)[0].cards
    return _page(request, at, "options", {"cards": cards, "table": table}, template="compare")


@require_POST
@on_occasion
def undo(request: HttpRequest, at: At) -> HttpResponse:
    at.draft.go_back()
    return redirect("choose:options", at.occasion.code)


@on_occasion
def confirm(request: HttpRequest, at: At) -> HttpResponse:
    if problems(at.desk.menu, at.draft.picks, at.occasion, at.desk.before):
        return redirect("choose:options", at.occasion.code)
    waiting = asked(at.desk, at.draft.picks)
    shown = _offer(request, at) | {
        "key": at.draft.key,
        "consent": _agreed().text,
        "waiting": [(at.desk.people[each.pick.person], each.need) for each in waiting],
        "questions": evidence.rules().questions,
        "lines": _lines(at),
    }
    if request.method != "POST":
        return _page(request, at, "confirm", shown)
    wrongs: list[tuple[Person | None, Text]] = []
    if request.POST.get("consent") != "yes":
        wrongs.append((None, Text("请先阅读并勾选同意", "please read and tick the consent")))
    else:
        try:
            election = _submitted(request, at, waiting)
        except ChoiceError as error:
            wrongs += _about(at, error.wrongs)
        else:
            at.draft.drop()
            return redirect("choose:done", election.pk)
    return _page(request, at, "confirm", shown | {"wrongs": wrongs}, status=422)


def shown_roughly(worth: Worth) -> dict[str, object]:
    """Amounts for bars, and as they are said: in hundreds of yuan."""
    said = {name: said_roughly(getattr(worth, name)) for name in ("usual", "bad")}
    return {"usual": worth.usual, "bad": worth.bad, "usual_said": said["usual"], "bad_said": said["bad"]}


def _submitted(request: HttpRequest, at: At, waiting: Any) -> Election:
    key = f"{me(request).pk}:{request.POST.get('key', '')[:40]}"
    answers = {each.pick.person: _answers(request, each.pick.person) for each in waiting}
    by: dict[str, Any] = {"user": request.user, "request": request}
    election = submit(me(request), at.occasion.code, at.draft.picks, key, answers=answers, **by)
    consents.give(request.user, _agreed(), company=election.company, request=request)
    return election


def _agreed() -> Purpose:
    """What is asked before a choice is sent."""
    return next(each for each in purposes() if each.key == "enrolment")


def _answers(request: HttpRequest, person: int) -> dict[str, bool]:
    named = {question.id: request.POST.get(f"q{person}:{question.id}") for question in evidence.rules().questions}
    return {name: value == "yes" for name, value in named.items() if value in {"yes", "no"}}


def _offer(request: HttpRequest, at: At) -> dict[str, Any]:
    pay_day = request.company.pay_day  # type: ignore[attr-defined]
    return {
        "places": _places(request, at),
        "total": showing.total(at.desk, at.draft.picks, at.now.today, pay_day),
        "waivers": [(name, WAIVERS[name]) for name in OFFERED_WAIVERS],
        "can_go_back": at.draft.can_go_back,
    }


def _places(request: HttpRequest, at: At) -> list[showing.Place]:
    return showing.places(at.now, at.desk, at.draft.picks, request.company.pay_day)  # type: ignore[attr-defined]


def _lines(at: At) -> list[tuple[Any, Person, Text]]:
    paid = payment(at.desk, at.draft.picks)
    return [
        (line, at.desk.people[line.person], at.desk.loaded.title(line.plan_id, line.variant)) for line in paid.lines
    ]


def _about(at: At, wrongs: Any) -> list[tuple[Person | None, Text]]:
    found: list[Wrong] = list(wrongs)
    return [(at.desk.people.get(wrong.person) if wrong.person else None, wrong.text) for wrong in found]


def _needs_asked(at: At) -> set[str]:
    return {"shock"} | {f"other{seat.member.key}" for seat in at.desk.menu.seats}


def _page(
    request: HttpRequest, at: At, step: str, shown: dict[str, Any], *, status: int = 200, template: str = ""
) -> HttpResponse:
    place = [name for name, _ in STEPS].index(step)
    steps = [(name, title, number == place, number < place) for number, (name, title) in enumerate(STEPS)]
    base = {"at": at, "code": at.occasion.code, "steps": steps, "days_left": at.occasion.days_left(at.now.today)}
    return render(request, f"choice/choose/{template or step}.html", base | shown, status=status)


def _mine(now: Situation, occasion: Occasion) -> Election | None:
    """What was chosen on this occasion already."""
    fitting = [
        each
        for each in now.elections
        if each.source == occasion.source and each.programme_id == occasion.year.key and each.made_by_id
    ]
    return fitting[-1] if fitting else None
