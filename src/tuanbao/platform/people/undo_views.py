"""HR undoes an import: first what would be put back and what would be left, then it is done."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people import taking_back
from tuanbao.platform.people.importing import ImportRefusedError
from tuanbao.platform.people.models import Import
from tuanbao.platform.people.undoing import counts

PAGE = 50


@requires("people.edit")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Import, pk=pk)
    refused: Text | None = None
    if request.method == "POST":
        try:
            taking_back.undo(found, "leave" in request.POST, request.user, request)
            return redirect("people:import_detail", pk)
        except ImportRefusedError as error:
            refused = error.text
    if found.state != "applied":
        return redirect("people:import_detail", pk)
    verdicts = taking_back.verdicts(found)
    counted = counts(verdicts)
    left = Paginator([each for each in verdicts if each.act == "leave"], PAGE)
    context = {
        "importing": found,
        "refused": refused,
        "counts": counted,
        "anything": counted["remove"] + counted["end"] + counted["put_back"],
        "left": left.get_page(request.GET.get("left")),
        "crumbs": [
            {"title": Text("导入", "Import"), "address": reverse("people:import")},
            {"title": found.name, "address": reverse("people:import_detail", args=[pk])},
            {"title": Text("撤销", "Undo")},
        ],
    }
    return render(request, "people/undo.html", context)
