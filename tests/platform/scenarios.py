"""A small company in which people join, leave, move, marry and choose, as they do it (情景)."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django_scopes import scope, scopes_disabled

from tests.platform.choice.conftest import now_of, picks_of
from tuanbao.platform import clock
from tuanbao.platform.choice.closing import close_window
from tuanbao.platform.choice.electing import submit
from tuanbao.platform.choice.models import Window
from tuanbao.platform.choice.reporting import Report, decide_event, report_event
from tuanbao.platform.choice.windows import Occasion
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.covered import spells
from tuanbao.platform.cover.endorsing import approve, make_endorsement
from tuanbao.platform.cover.models import EndorsementLine, Policy, Rate
from tuanbao.platform.cover.told import told_of
from tuanbao.platform.people.families import add_dependant
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.relations import Relative
from tuanbao.platform.people.sync import receive
from tuanbao.platform.people.verifying import verify
from tuanbao.platform.programmes.models import PlanVersion, ProgrammeVersion
from tuanbao.platform.sample.company import small_company

DAYS = {"before": date(2026, 11, 10), "in": date(2026, 11, 20), "after": date(2026, 12, 15)}
FAMILY = "acme-tech-family"
MANAGERS = "  - {tier: managers, when: {grade: [M1]}, plan: acme-tech-managers}\n"


class Money(NamedTuple):
    """Of one family and policy, as the insurer was told."""

    premium: int
    employee: int
    points: int


def empty_company() -> Company:
    """Programmes, rates and policies, and nobody there yet; beside the sample company, which gives up its name."""
    with scopes_disabled():
        Company.objects.filter(slug="acme").update(slug="sample")
        made = small_company(0)
    with scope(company=made):
        add_managers(made)
    return made


def add_managers(company: Company) -> None:
    """A tier of its own for managers, so that a transfer changes cover."""
    for version in ProgrammeVersion.objects.all():
        staff = version.plans.get(plan_id="acme-tech-staff")
        name = "acme-tech-managers"
        text = staff.text.split("variants:")[0].replace("acme-tech-staff", name)
        about = {"effective_from": staff.effective_from, "effective_to": staff.effective_to, "state": "approved"}
        number = staff.number
        made = PlanVersion.objects.create(
            company=company, plan_id=name, number=number, text=text, drafted_at=clock.now(), **about
        )
        version.plans.add(made)
        words = version.text.replace("tiers:\n", f"tiers:\n{MANAGERS}")
        ProgrammeVersion.objects.filter(pk=version.pk).update(text=words)
    for policy in Policy.objects.all():
        policy.plans = [*policy.plans, "acme-tech-managers"]
        policy.save()
        Rate.objects.create(
            company=company, policy=policy, plan_id="acme-tech-managers", relation="employee", yearly_fen=2400_00
        )


def tell(company: Company, kind: str, number: str, on: date, *, named: str = "", **more: Any) -> Person:
    """HR's system tells of an employee."""
    message = {"id": f"{kind}-{number}-{named}", "kind": kind, "number": number, "on": str(on), **more}
    told = receive(company, {**message, "occurred_at": clock.now().isoformat()})
    assert told.status == "applied", told.problems
    return Person.objects.get(number=number)


def hire(company: Company, number: str, on: date, *, married: bool = False) -> Person:
    """With the spouse, whose papers HR has accepted."""
    about = {"name": "新员工", "birth_date": "1990-05-05", "sex": "female"}
    person = tell(company, "joiner", number, on, person=about, position={"department": "R&D", "grade": "P5"})
    if married:
        spouse = Relative("spouse", "配偶", date(1989, 4, 4), "male")
        added = add_dependant(person, spouse)
        assert added.person, added.refusals
        added.person.verified_at = clock.now()
        added.person.save()
        verify(added.person)
    return person


def marry(person: Person, on: date) -> None:
    report = Report("marriage", on, name="新婚", birth_date=date(1989, 4, 4), sex="male")
    decide_event(report_event(person, report), accepted=True)


def choose(person: Person, occasion: Occasion, own: str, *, spouse: bool) -> None:
    """The own plan in a variant where there is one, and the spouse or not."""
    menu = now_of(person).desk(occasion).menu
    offered = all(menu.own.option(plan, own) for plan in menu.own.plans) and "own_plan" in occasion.allows
    submit(person, occasion.code, picks_of(menu, own if offered else "", spouse), f"{occasion.code}:{person.pk}")


def choose_whatever_may_be(person: Person, how: str) -> None:
    for occasion in now_of(person).choosing.occasions if how != "passive" else ():
        choose(person, occasion, "plus", spouse=how != "waived")


def close(year: int) -> None:
    close_window(Window.objects.get(programme__effective_from=date(year, 1, 1)))


def endorse(year: int) -> None:
    made = make_endorsement(Policy.objects.get(starts_on__year=year))
    if made is not None:
        approve(made, None)


class Act:
    """What happens to people of one kind on a day that HR is told of it; two days ago, or twenty."""

    def __init__(self, company: Company, who: str, day: date) -> None:
        self.company, self.who, self.day = company, who, day

    def there_before(self, how: str) -> None:
        """Chose for 2026 what stands, and the spouse."""
        if self.who != "joiner":
            person = hire(self.company, how, date(2020, 3, 1), married=self.who != "life event")
            (occasion,) = now_of(person).choosing.occasions
            choose(person, occasion, "", spouse=True)

    def happens(self, how: str) -> None:
        late = how == "retroactive"
        on = self.day - timedelta(days=20 if late else 2)
        if self.who == "joiner":
            hire(self.company, how, on, married=True)
        elif self.who == "leaver":
            tell(self.company, "leaver", how, on if late else self.day + timedelta(days=5))
        elif self.who == "transfer":
            tell(self.company, "transfer", how, on, position={"department": "Sales", "grade": "M1"})
        else:
            marry(Person.objects.get(number=how), on)
        choose_whatever_may_be(Person.objects.get(number=how), how)


def live(company: Company, who: str, when: str, hows: tuple[str, ...]) -> None:
    """From the choice for 2026 to the last endorsement of that year, HR telling the insurer after every step."""
    day, act = DAYS[when], Act(company, who, DAYS[when])
    with clock_at(date(2025, 12, 1)):
        Window.objects.filter(programme__effective_from=date(2026, 1, 1)).update(closed_at=None)
        hire(company, "old hand", date(2019, 1, 1))
        for how in hows:
            act.there_before(how)
    steps = {
        date(2025, 12, 11): lambda: (close(2026), endorse(2026)),
        day: lambda: [act.happens(how) for how in hows],
        day + timedelta(days=1): lambda: endorse(2026),
        date(2026, 12, 11): lambda: (close(2027), endorse(2026), endorse(2027)),
        date(2026, 12, 28): lambda: (endorse(2026), endorse(2027)),
    }
    for on, step in sorted(steps.items()):
        with clock_at(on):
            step()


def derived(person: Person, year: int) -> str:
    """The family's cover, as the table of cases writes it."""
    found = spells(Policy.objects.get(starts_on__year=year), person.pk)
    return _words((each.person, each.plan_id, each.variant, each.first, each.last) for each in found)


def told(person: Person, year: int) -> str:
    """The same as the insurer knows it by the endorsements alone."""
    known = told_of(Policy.objects.get(starts_on__year=year), person.pk)
    held = [(key, price, days) for key, each in known.items() for price, days in each.items()]
    return _words((key, price.plan_id, price.variant, *span) for key, price, days in held for span in days)


def money(person: Person, year: int) -> Money:
    lines = list(lines_of(person).filter(endorsement__policy__starts_on__year=year))
    return Money(*(sum(getattr(line, name) for line in lines) for name in ("premium_fen", "employee_fen", "points")))


def lines_of(person: Person) -> Any:
    family = [person.pk, *person.dependants.values_list("pk", flat=True)]
    return EndorsementLine.objects.filter(person__in=family, endorsement__approved_at__isnull=False)


def _words(spans: Any) -> str:
    ordered = sorted(spans, key=lambda each: (each[1] == FAMILY, each[3]))
    return ", ".join(map(_said, ordered)) or "–"


def _said(span: tuple[int, str, str, date, date]) -> str:
    person, plan, variant, first, last = span
    own = f"own {variant or 'std'}" if plan == "acme-tech-staff" else "own managers"
    name = Person.objects.get(pk=person).relation if plan == FAMILY else own
    return f"{name} {first:%m-%d}..{last:%m-%d}".replace(" 01-01..12-31", "")
