"""For every address that names an object: how the tests get one of a company (每个网址的对象).

Whoever adds an address with arguments adds a line here, or the walk through all addresses fails and says so. The first
line whose pattern fits holds.
"""

from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from typing import Any

from django.apps import apps

from tests.platform.making import some
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.people.models import Person

Given = Mapping[str, Any]
Getting = Callable[[Company], Given]


def of(label: str, **known: Any) -> Getting:
    """The key of some record of a model, as ``pk``."""
    return lambda company: {"pk": some(apps.get_model(label), company, **known).pk}


def own(**arguments: str) -> Getting:
    """What belongs to the first employee who signs in: ``own(number="number", plan="=acme-tech-staff")``."""

    def getting(company: Company) -> Given:
        person: Any = Membership.objects.filter(company=company, role="employee").order_by("pk")[0].person
        return {name: path[1:] if path[0] == "=" else getattr(person, path) for name, path in arguments.items()}

    return getting


def of_person(label: str, path: str = "person") -> Getting:
    """A record about the first employee who signs in."""

    def getting(company: Company) -> Given:
        person = Membership.objects.filter(company=company, role="employee").order_by("pk")[0].person
        return {"pk": some(apps.get_model(label), company, **{path: person}).pk}

    return getting


def _dependant(company: Company) -> Person:
    """Of the first employee who signs in."""
    employee: Any = Membership.objects.filter(company=company, role="employee").order_by("pk")[0].person
    found = Person.objects.filter(employee=employee).order_by("pk").first()
    return found or Person.objects.create(
        company=company, number=f"D{employee.number}", employee=employee, relation="child", name="x"
    )


def _a_dependant(company: Company) -> Given:
    return {"number": _dependant(company).number}


def with_kind(label: str, kind: str) -> Getting:
    return lambda company: {**of(label)(company), "kind": kind}


def _a_plan_of_a_programme(company: Company) -> Given:
    programme: Any = some(apps.get_model("programmes.ProgrammeVersion"), company)
    return {"pk": programme.pk, "plan": programme.plans.first().pk}


def _a_file_of_a_run(company: Company) -> Given:
    file = some(apps.get_model("programmes.RunFile"), company)
    return {"pk": file.run_id, "file": file.pk}


def _a_delivery(company: Company) -> Given:
    delivery = some(apps.get_model("api.Delivery"), company)
    return {"pk": delivery.webhook_id, "delivery": delivery.pk}


OBJECTS: Mapping[str, Getting] = {
    "companies:*": of("companies.Membership"),
    "jobs:*": of("jobs.Job"),
    "people:import_*": of("people.Import"),
    "people:apart_*": of("people.Apart"),
    "people:document_*": of("people.Document"),
    "people:beneficiaries": lambda company: {"pk": _dependant(company).employee_id},
    "people:end": lambda company: {"pk": _dependant(company).pk},
    "people:*": of("people.Person"),
    "programmes:remove_plan": _a_plan_of_a_programme,
    "programmes:run_file": _a_file_of_a_run,
    "programmes:run*": of("programmes.ProgrammeRun"),
    "programmes:*": of("programmes.ProgrammeVersion"),
    "cover:policy*": of("cover.Policy"),
    "cover:rates_*": of("cover.Policy"),
    "cover:people_covered": of("cover.Policy"),
    "cover:members_file": of("cover.Policy"),
    "cover:full_x12": of("cover.Policy"),
    "cover:endorse": of("cover.Policy"),
    "cover:*": of("cover.Endorsement"),
    "choice:decide": of("choice.LifeEvent"),
    "choice:declaration": of("choice.Evidence", kind="health"),
    "choice:papers": of("choice.Evidence", kind="documents"),
    "money:bill": of("money.Bill"),
    "money:approve": of("money.Bill"),
    "money:bill_file": with_kind("money.Bill", "xlsx"),
    "money:payroll_file": with_kind("money.PayrollRun", "csv"),
    "money:payroll_*": of("money.PayrollRun"),
    "money:settle": of("money.InsurerBill"),
    "money:differences": of("money.InsurerBill"),
    "money:transaction": of("money.Transaction"),
    "money:reverse": of("money.Transaction"),
    "choose:done": of_person("choice.Election", "employee"),
    "choose:confirmation": of_person("choice.Election", "employee"),
    "family:proposal": of_person("people.Proposal", "insured"),
    "family:file": of_person("people.Document"),
    "family:*": _a_dependant,
    "portal:benefit": own(number="number", plan="=acme-tech-staff", benefit="=outpatient"),
    "portal:would_pay": own(number="number"),
    "api:token_*": of("api.Token"),
    "api:delivery_*": _a_delivery,
    "api:webhook*": of("api.Webhook"),
}
"""By the pattern of an address's name: its arguments for an object of this company, found within its scope."""
STEPS = ("family", "needs", "options", "price", "worth", "compare", "undo", "confirm")
NOBODYS: Mapping[str, str] = {
    **dict.fromkeys((f"choose:{step}" for step in STEPS), "an occasion of the signed-in person; others have no name"),
    "money:own_file": "a year of the signed-in person",
    "accounts:invited": "a signed link, no object of a company",
    "accounts:demo": "a role",
    "protection:consent": "the key of a purpose, the same for all companies",
    "money:account": "the code of an account, the same for all companies",
    "money:account_file": "a year of the company's own account",
}
"""Addresses with arguments that name no object of a company, each with its reason."""


def getting(name: str) -> Getting | None:
    return next((each for pattern, each in OBJECTS.items() if fnmatch(name, pattern)), None)
