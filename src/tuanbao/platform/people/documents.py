"""Documents of people (材料): handed in, kept encrypted, decided by HR, shown to who may see them."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import HttpResponse

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.people import uploads
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.people.relations import documents as titles
from tuanbao.platform.people.relations import missing_documents, rules
from tuanbao.platform.people.verifying import verify
from tuanbao.platform.protection import audit


class DocumentRefusedError(Exception):
    """The file is not taken, and ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def problem(file: File[Any]) -> Text | None:
    """Why a file is not taken."""
    return uploads.problem(file.size, _beginning(file))


def hand_in(
    person: Person, kind: str, file: File[Any], user: Any, *, life_event: Any = None, request: Any = None
) -> Document:
    """Keeps a document of a person for HR to look at."""
    if kind not in titles():
        raise DocumentRefusedError(Text("请选择材料的种类", "choose the kind of document"))
    why = problem(file)
    if why is not None:
        raise DocumentRefusedError(why)
    beginning = _beginning(file)
    document = Document(
        company_id=person.company_id,
        person=person,
        kind=kind,
        name=(file.name or kind)[-200:],
        life_event=life_event,
        handed_in_at=clock.now(),
        handed_in_by=user,
    )
    with transaction.atomic():
        document.file.save(f"{person.pk}-{kind}.{uploads.kind_of(beginning)}", file, save=True)
        audit.record("people.document_handed_in", document, request=request, company=person.company, kind=kind)
    return document


def decide(document: Document, accepted: bool, note: str, user: Any, *, request: Any = None) -> None:
    """HR's word; refusing needs a reason. Once the documents of the relation are accepted the dependant is verified."""
    if not accepted and not note.strip():
        raise DocumentRefusedError(Text("退回时请写明原因", "say why it is refused"))
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.accepted is not None:
            raise DocumentRefusedError(Text("这份材料已经审核过", "this document has been decided"))
        document.accepted, document.note = accepted, note.strip()[:300]
        document.decided_at, document.decided_by = clock.now(), user
        document.save()
        _verify(document.person, request)
        audit.record("people.document_decided", document, request=request, company=document.company, accepted=accepted)


def _verify(person: Person, request: Any) -> None:
    if person.relation == "employee" or person.verified_at:
        return
    accepted = Document.objects.filter(person=person, accepted=True).values_list("kind", flat=True)
    if not missing_documents(rules()[person.relation], list(accepted)):
        verify(person, request)


def _beginning(file: File[Any]) -> bytes:
    file.seek(0)
    beginning: bytes = file.read(32)
    file.seek(0)
    return beginning


def handed_in(person: Person) -> list[str]:
    """Kinds of documents of a person that were not refused."""
    return [each.kind for each in person.documents.all() if each.accepted is not False]


def answer(document: Document) -> HttpResponse:
    """The file as it was handed in. Only kinds that a browser shows without running anything are ever kept."""
    with document.file.open() as file:
        content = file.read()
    kind = uploads.kind_of(content[:32])
    response = HttpResponse(content, content_type=uploads.KINDS.get(kind or "", "application/octet-stream"))
    response["Content-Disposition"] = f'inline; filename="document-{document.pk}.{kind or "bin"}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
