"""The demo company: people, programmes of this year and next, policies, users (演示企业). All of it is made up."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from tuanbao.demo import make_company
from tuanbao.platform.accounts.models import User
from tuanbao.platform.choice.models import Window
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.cover.models import Insurer, Policy, Rate
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.programmes.models import PlanVersion, ProgrammeVersion
from tuanbao.platform.protection.history import create_with_history

PASSWORD = "tuanbao-demo"
"""Of every demo user. The demo says so on its sign-in page."""
DEMO = Path(__file__).resolve().parents[2] / "demo"
EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
YEARS = (2026, 2027)
UNCHECKED_SINCE = date(2026, 9, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
"""Of the year whose people, bills and events the made-up company has."""
RATES = (
    ("acme-tech-staff", "", "employee", 1380_00),
    ("acme-tech-staff", "lite", "employee", 1130_00),
    ("acme-tech-staff", "plus", "employee", 1790_00),
    ("acme-tech-family", "", "spouse", 1150_00),
    ("acme-tech-family", "", "child", 860_00),
)
"""Plan, variant, relation, fen a year: demo."""


def small_company(employees: int = 30, seed: int = 2026) -> Company:
    """The company with so many employees and their families, in force for 2026, choosing for 2027."""
    with transaction.atomic():
        company = Company.objects.create(slug="acme", name="示例科技有限公司", name_en="Acme Technology (demo)")
        with scope(company=company):
            _people(company, make_company(seed, max(employees, 20)).members.to_pylist(), employees)
            for year in YEARS:
                _programme(company, year)
            _policies(company)
        return company


def make_users(company: Company) -> dict[str, User]:
    """A user in every role, and one for every employee (the user name is the employee's number)."""
    users = {}
    with scope(company=company):
        insurer = Insurer.objects.first()
        staff = list(Person.objects.filter(relation="employee"))
        for role in ROLES:
            if role != "employee":
                users[role] = _user(role, ROLES[role].title.zh)
                about = {"insurer": insurer} if role == "insurer" else {}
                Membership.objects.create(user=users[role], company=company, role=role, **about)
        own = [User(username=person.number, name=person.name, password=_hashed()) for person in staff]
        User.objects.bulk_create(own)
        named = {user.username: user for user in User.objects.filter(username__in=[each.username for each in own])}
        members = [
            Membership(user=named[person.number], company=company, role="employee", person=person) for person in staff
        ]
        create_with_history(members, Membership)
        users["employee"] = Membership.objects.filter(company=company, role="employee").order_by("pk").first().user  # type: ignore[union-attr]
    return users


def _user(username: str, name: str) -> User:
    return User.objects.create(username=username, name=name, password=_hashed())


@lru_cache(maxsize=1)
def _hashed() -> str:
    """One hash for all: making one takes a third of a second on purpose."""
    return make_password(PASSWORD)


def _people(company: Company, rows: Sequence[dict[str, Any]], employees: int) -> None:
    """The first so many employees and their families."""
    staff = [row for row in rows if row["relation"] == "employee"][:employees]
    made = {row["member_id"]: _employee(company, row) for row in staff}
    create_with_history(made.values(), Person)
    held = _by_number()
    employments = [_employment(company, held[row["member_id"]], row) for row in staff]
    create_with_history(employments, Employment)
    family = [row for row in rows if row["relation"] != "employee" and row["family_id"] in made]
    dependants = [_dependant(company, row, held[row["family_id"]]) for row in family]
    create_with_history(dependants, Person)


def _by_number() -> dict[str, Person]:
    return {person.number: person for person in Person.objects.all()}


def _employment(company: Company, person: Person, row: dict[str, Any]) -> Employment:
    known = ("department", "grade", "job_class", "city")
    about = {name: str(row[name]) for name in known if row.get(name) is not None}
    return Employment(company=company, person=person, starts_on=_hired(row), **about)


def _employee(company: Company, row: dict[str, Any]) -> Person:
    left = row["cover_to"] if row["cover_to"] < LAST else None
    salary = str(row["salary"]) if row.get("salary") else ""
    return _person(company, row, hired_on=_hired(row), left_on=left, salary=salary)


def _hired(row: dict[str, Any]) -> date:
    return date.fromisoformat(row["hire_date"]) if row.get("hire_date") else row["cover_from"]


def _dependant(company: Company, row: dict[str, Any], employee: Person) -> Person:
    """Who came into the family within the year is related from that day; the papers of the last weeks are still to be
    looked at."""
    since = row["cover_from"] if row["cover_from"] > FIRST else None
    verified = None if since and since > UNCHECKED_SINCE else _moment(2025, 11, 10)
    return _person(company, row, employee=employee, related_from=since, verified_at=verified)


def _person(company: Company, row: dict[str, Any], **more: Any) -> Person:
    return Person(company=company, number=row["member_id"], relation=row["relation"], **more, **_about(row))


def _about(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row.get("name") or row["member_id"],
        "birth_date": row["birth_date"],
        "sex": row["sex"] or "",
        "insured": bool(row["insured"]),
        "continuous_from": row.get("continuous_from"),
    }


def _programme(company: Company, year: int) -> None:
    """Plans and programme of a plan year, approved."""
    approved = {"state": "approved", "drafted_at": _moment(year - 1, 10, 8), "decided_at": _moment(year - 1, 10, 20)}
    period = {"effective_from": date(year, 1, 1), "effective_to": date(year, 12, 31)}
    text = _example("acme-tech.yaml").replace("2026-", f"{year}-")
    plans = []
    for part in text.split("\n---"):
        name = next(line.split(":", 1)[1].strip() for line in part.splitlines() if line.startswith("plan:"))
        plans.append(
            PlanVersion.objects.create(
                company=company,
                plan_id=name,
                number=year - YEARS[0] + 1,
                text=part.strip() + "\n",
                **period,
                **approved,
            )
        )
    words = _example("programme.yaml").replace("2025-1", f"{year - 1}-1")
    programme = ProgrammeVersion.objects.create(
        company=company, programme_id="acme-tech", number=year - 2025, text=words, **period, **approved
    )
    programme.plans.set(plans)
    closed = _moment(year - 1, 12, 10) if year == YEARS[0] else None
    Window.objects.create(
        company=company,
        programme=programme,
        opens_on=date(year - 1, 11, 15),
        closes_on=date(year - 1, 12, 10),
        closed_at=closed,
    )


def _policies(company: Company) -> None:
    insurer = Insurer.objects.create(company=company, name="示例人寿", name_en="Example Life (demo)", code="EXLIFE")
    for year in YEARS:
        policy = Policy.objects.create(
            company=company,
            insurer=insurer,
            number=f"DEMO-{year}",
            plans=["acme-tech-staff", "acme-tech-family"],
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )
        for plan, variant, relation, fen in RATES:
            Rate.objects.create(
                company=company, policy=policy, plan_id=plan, variant=variant, relation=relation, yearly_fen=fen
            )


def _example(name: str) -> str:
    """A file of the demo: in the package once it is built, among the examples in a checkout."""
    packed = DEMO / name
    in_checkout = {"acme-tech.yaml": "plans/acme-tech.yaml", "programme.yaml": "programmes/acme-tech.yaml"}
    return (packed if packed.exists() else EXAMPLES / in_checkout[name]).read_text("utf-8")


def _moment(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, day), time(10)))
