"""HR decides on documents; a document is shown to HR, or to the employee's own family."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people import documents
from tuanbao.platform.people.models import Document
from tuanbao.platform.people.relations import documents as titles
from tuanbao.platform.protection import audit
from tuanbao.platform.web.languages import language


@requires("people.edit")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first, and what was decided last."""
    every = Document.objects.select_related("person__employee", "handed_in_by", "decided_by")
    context = {
        "waiting": every.filter(accepted=None).order_by("handed_in_at")[:100],
        "decided": every.exclude(accepted=None).order_by("-decided_at")[:20],
        "titles": titles(),
    }
    return render(request, "people/documents.html", context)


@requires("people.edit")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document, pk=pk)
    if not document.file:
        raise Http404("deleted")
    audit.record("people.document_seen", document, request=request)
    return documents.answer(document)


@requires("people.edit")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document, pk=pk)
    accepted = request.POST.get("decision") == "accept"
    try:
        documents.decide(document, accepted, request.POST.get("note", ""), request.user, request=request)
    except documents.DocumentRefusedError as error:
        messages.error(request, error.text.to(language()))
    else:
        said = (
            Text("已通过", "Accepted") if accepted else Text("已退回，员工会看到原因", "Refused; the employee sees why")
        )
        messages.success(request, said.to(language()))
    return redirect("people:documents")
