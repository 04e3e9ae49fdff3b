"""The employee's home: benefits, their terms, what a bill would be paid, cards (我的保障)."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tuanbao.adjudication import RefusedRowsError
from tuanbao.adjudication.explaining import Balance
from tuanbao.plan import Reimbursement
from tuanbao.platform import clock
from tuanbao.platform.choice.book import windows
from tuanbao.platform.choice.models import Window
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.models import Person
from tuanbao.platform.portal import asking, benefits
from tuanbao.platform.portal.cover import Held, covered_family, covered_people, family_of, held_by_family, plans_today
from tuanbao.platform.portal.forms import ExpenseForm
from tuanbao.platform.programmes.loaded import Loaded
from tuanbao.platform.web.languages import language

OWN = "me"
"""In an address, for oneself: pages are then the same for everybody."""


@requires("own.view")
def home(request: HttpRequest) -> HttpResponse:
    """One card a benefit, of the person who is asked for in the family."""
    today = clock.today()
    person = own_person(request, request.GET.get("person"))
    employee = _employee(request)
    of_family = held_by_family(employee, today)
    held = of_family.get(person.pk, ())
    window = _open_window(employee.company_id, today)
    context = {
        "person": person,
        "family": covered_people(employee, of_family),
        "plans": _plans(person, held, today),
        "window": window,
        "days_left": (window.closes_on - today).days if window else 0,
        **_asking(_expense_form(held)),
    }
    return render(request, "portal/home.html", context)


@requires("own.view")
def benefit(request: HttpRequest, number: str, plan: str, benefit: str) -> HttpResponse:
    """All terms of a benefit in words."""
    today = clock.today()
    person = own_person(request, number)
    held = plans_today(person, today)
    card = next(
        (
            each
            for shown, balances in _held_with_balances(person, held, today)
            for each in benefits.cards(shown.plan, shown.sections, balances)
            if (each.plan, each.benefit) == (plan, benefit)
        ),
        None,
    )
    if card is None:
        raise Http404(benefit)
    context = {"person": person, "card": card, "crumbs": [{"title": card.title}]}
    return render(request, "portal/benefit.html", context)


@requires("own.view")
def would_pay(request: HttpRequest, number: str) -> HttpResponse:
    """如果花了 ¥___，大约能报多少: the answer with its steps. Nothing is kept, and no amount stands in an address."""
    today = clock.today()
    person = own_person(request, number)
    held = plans_today(person, today)
    form = _expense_form(held, request.POST if request.method == "POST" else None)
    answer: dict[str, Any] | None = None
    if form is None:
        raise Http404(number)
    if form.is_bound and form.is_valid():
        try:
            answer = _answer(asking.would_pay(person, held, form.expense(), today))
        except RefusedRowsError as refused:
            for error in refused.errors:
                form.add_error(None, error.reason.to(language()))
    return render(request, "portal/would_pay.html", {"person": person, "answer": answer, **_asking(form)})


@requires("own.view")
def insurance_cards(request: HttpRequest) -> HttpResponse:
    """电子保障卡: one for each covered person, to show or to print."""
    today = clock.today()
    people = [
        {
            "person": person,
            "plans": held,
            "policies": list(dict.fromkeys(plan.policy for plan in held)),
        }
        for person, held in covered_family(_employee(request), today)
    ]
    return render(request, "portal/insurance_cards.html", {"people": people})


def own_person(request: HttpRequest, number: str | None) -> Person:
    """Oneself, or a dependant of one's own by number; anybody else is not found."""
    employee = _employee(request)
    if not number or number == OWN:
        return employee
    found = own_people(employee).filter(number=number).first()
    if found is None:
        raise Http404("not of this family")
    return found


def own_people(employee: Person) -> QuerySet[Person]:
    people: QuerySet[Person] = Person.objects.filter(family_of(employee)).order_by("employee_id", "birth_date")
    return people


def _employee(request: HttpRequest) -> Person:
    person: Person = request.membership.person  # type: ignore[attr-defined]
    return person


def _plans(person: Person, held: tuple[Held, ...], day: date) -> list[dict[str, Any]]:
    who = person.number if person.employee_id else OWN
    return [
        {"title": each.title, "plan": each, "cards": _cards(each.programme, each.name, balances, who, language())}
        for each, balances in _held_with_balances(person, held, day)
    ]


def _held_with_balances(person: Person, held: tuple[Held, ...], day: date) -> list[tuple[Held, tuple[Balance, ...]]]:
    """Each plan with what is left of its amounts."""
    balances = asking.year_so_far(person, held, day).balances if held else ()
    return [(each, tuple(left for left in balances if left.plan == each.plan.id)) for each in held]


@lru_cache(maxsize=512)
def _cards(loaded: Loaded, name: str, balances: tuple[Balance, ...], who: str, language: str) -> str:
    """The same for everybody who has the plan and as much left of it."""
    plan_id, _, variant = name.partition(":")
    plan = loaded.plans[plan_id].variant(variant) if variant else loaded.plans[plan_id]
    shown = list(benefits.cards(plan, loaded.sections(plan_id, variant), balances))
    return render_to_string("portal/_cards.html", {"cards": shown, "who": who})


def _asking(form: ExpenseForm | None) -> dict[str, Any]:
    """The form of what a bill would be paid, for its page and the employee's home."""
    if form is None:
        return {"expense_form": None}
    if form.is_bound:
        return {"expense_form": form, "expense_fields": _fields(form)}
    return {"expense_form": form, "expense_fields": _empty_fields(form.categories, language())}


@lru_cache(maxsize=64)
def _empty_fields(categories: tuple[str, ...], language: str) -> str:
    return _fields(ExpenseForm(categories=categories))


def _fields(form: ExpenseForm) -> str:
    return render_to_string("portal/_expense_fields.html", {"expense_form": form})


def _expense_form(held: tuple[Held, ...], data: Any = None) -> ExpenseForm | None:
    """None where nothing that is held pays bills."""
    covered = [each for plan in held for each in plan.plan.benefits if isinstance(each, Reimbursement)]
    categories = tuple(dict.fromkeys(word for each in covered for word in each.covers))
    return ExpenseForm(data, categories=categories) if categories else None


def _answer(result: Any) -> dict[str, Any]:
    """The bill taken apart, and how each benefit came to what it pays."""
    line = result.lines[0]
    told = [each for each in result.explanations if each.paid or each.eligible] or list(result.explanations)
    return {"line": line, "explanations": told, "insurance": line.pooled + line.other_paid}


def _open_window(company: int, day: date) -> Window | None:
    """Of several the one that closes first."""
    opened = (each for each in windows(company) if each.opens_on <= day <= each.closes_on and each.closed_at is None)
    return min(opened, key=lambda each: each.closes_on, default=None)
