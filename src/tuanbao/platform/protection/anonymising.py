"""Making people unrecognisable whose data was kept long enough (匿名化). The ledger and other facts remain."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction

from tuanbao.platform import clock
from tuanbao.platform.choice.models import Evidence, LifeEvent
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.people.models import Beneficiary, Document, Employment, Person, Proposal, SyncMessage
from tuanbao.platform.programmes.models import RunFile
from tuanbao.platform.protection.audit import record
from tuanbao.platform.protection.retention import Contract, Due, Kept, due, over

NAME = "（已匿名）"
PREFIX = "ANON-"
_IDENTITY = {"identity_number": "", "identity_index": ""}
RULES: tuple[tuple[type[models.Model], str, Mapping[str, Any]], ...] = (
    (Beneficiary, "insured", {**_IDENTITY, "name": NAME}),
    (Proposal, "insured", {"named": ""}),
    (Document, "person", {"name": NAME, "note": "", "file": ""}),
    (Employment, "person", {"attributes": {}, "city": ""}),
    (LifeEvent, "employee", {"note": ""}),
    (LifeEvent, "about", {"note": ""}),
    (Evidence, "line__person", {"answers": ""}),
)
"""Of every model about a person: the field that names the person, and what is put in place of what."""
BY_NUMBER: tuple[tuple[type[models.Model], Mapping[str, Any]], ...] = ((SyncMessage, {"body": ""}),)
"""What names a person by the employee number, in a field ``number``."""
OF_PERSON: Mapping[str, Any] = {
    **_IDENTITY,
    "name": NAME,
    "identity_type": "",
    "phone": "",
    "phone_index": "",
    "email": "",
    "bank_account": "",
    "salary": "",
    "birth_date": None,
}


def due_people(company: Company) -> list[Due]:
    """Within the company's scope."""
    contracts: dict[int, set[Contract]] = {}
    told = EndorsementLine.objects.values_list(
        "person_id", "endorsement__policy__starts_on", "endorsement__policy__ends_on"
    )
    for person, begins, ends in told.distinct():
        contracts.setdefault(person, set()).add(Contract(begins, ends))
    people = Person.objects.filter(company=company).exclude(number__startswith=PREFIX).select_related("employee")
    kept = (Kept(person.pk, person.family.left_on, tuple(contracts.get(person.pk, ()))) for person in people)
    return list(due(kept, clock.today()))


def due_files(company: Company) -> list[RunFile]:
    """Files of quotes and designs whose plan year ended long enough ago."""
    kept = RunFile.objects.filter(company=company).exclude(content="").select_related("run__programme")
    ended = ((file, file.run.programme.effective_to or file.run.asked_at.date()) for file in kept)
    return [file for file, day in ended if over("programme_run", day, clock.today())]


def empty_file(file: RunFile) -> None:
    """The content goes, name and title stay, and so does the run's summary. Harmless twice."""
    with transaction.atomic():
        held = RunFile.objects.select_for_update().get(pk=file.pk)
        storage, name = held.content.storage, held.content.name
        if name:
            RunFile.objects.filter(pk=file.pk).update(content="")
            record("retention.file_emptied", held, company=held.company, period="programme_run")
            transaction.on_commit(lambda: storage.delete(name))


def anonymise(company: Company, found: Due) -> None:
    """One person, with the history of everything that is about them. Harmless twice."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=found.key)
        files = [document.file for document in Document.objects.filter(person=person) if document.file]
        for model, path, blank in RULES:
            keys = list(model.objects.filter(**{path: person}).values_list("pk", flat=True))  # type: ignore[attr-defined]
            _blank(model, keys, blank)
        number = f"{PREFIX}{person.pk}"
        for model, blank in BY_NUMBER:
            keys = list(model.objects.filter(number=person.number).values_list("pk", flat=True))  # type: ignore[attr-defined]
            _blank(model, keys, {**blank, "number": number})
        _blank(Person, [person.pk], {**OF_PERSON, "number": number})
        _users(person)
        details = {"period": found.period.key, "since": found.since.isoformat()}
        record("retention.anonymised", person, company=company, **details)
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])


def _blank(model: Any, keys: list[Any], blank: Mapping[str, Any]) -> None:
    """The rows themselves and their history, without writing another history row that tells the old content."""
    model.objects.filter(pk__in=keys).update(**blank)
    if hasattr(model, "history"):
        past = model.history.model
        past.objects.filter(**{f"{model._meta.pk.name}__in": keys}).update(**blank)


def _users(person: Person) -> None:
    """The accounts of this person, unless they also act for somebody else."""
    for membership in Membership.objects.filter(person=person).select_related("user"):
        user = membership.user
        if user.memberships.exclude(pk=membership.pk).exists() or user.is_staff:
            continue
        user.username, user.name, user.email = f"anon-{user.pk}", NAME, ""
        user.first_name = user.last_name = ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
        for model in (SocialAccount, EmailAddress, Authenticator):
            model.objects.filter(user=user).delete()
