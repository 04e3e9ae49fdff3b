"""HR's pages of people who may stand twice: two people after all, or one record too many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people import uniting
from tuanbao.platform.people.duplicates import WHYS
from tuanbao.platform.people.models import Apart, Person
from tuanbao.platform.web.languages import language

_TITLE = Text("疑似重复", "Duplicates")


@requires("people.view")
def duplicates(request: HttpRequest) -> HttpResponse:
    said = Apart.objects.filter(taken_back_at=None).select_related("one", "other", "said_by")
    context = {
        "groups": [{"why": WHYS[why], "people": people} for why, people in uniting.groups()],
        "apart": said,
        "may_edit": request.membership.may("people.edit"),  # type: ignore[attr-defined]
        "crumbs": [{"title": _TITLE}],
    }
    return render(request, "people/duplicates.html", context)


@requires("people.edit")
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """They are different people."""
    keys = {int(key) for key in request.POST.getlist("people") if key.isdecimal()}
    uniting.say_apart(list(Person.objects.filter(pk__in=keys)), request)
    return _back(request, Text("已记下：不是重复", "Noted: different people"))


@requires("people.edit")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    uniting.take_back(get_object_or_404(Apart, pk=pk), request)
    return _back(request, Text("已撤回", "Taken back"))


@requires("people.edit")
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """This record is one too many: which one is kept, and what becomes of this one."""
    drop = get_object_or_404(Person.objects.select_related("employee"), pk=pk)
    others = uniting.others_of(drop)
    if request.method == "POST":
        keep = next((each for each in others if str(each.pk) == request.POST.get("keep")), None)
        if keep is not None and _done(request, keep, drop):
            return _back(request, Text("已处理，历史里写明了原因", "Done; the history says why"))
    context = {
        "drop": drop,
        "others": [{"person": each, "against": uniting.reasons_against(each, drop)} for each in others],
        "crumbs": [{"title": _TITLE, "address": reverse("people:duplicates")}, {"title": drop.name}],
    }
    return render(request, "people/duplicate.html", context)


def _done(request: HttpRequest, keep: Person, drop: Person) -> bool:
    if request.POST.get("how") == "void":
        uniting.void(drop, keep, request)
        return True
    try:
        uniting.merge(keep, drop, request)
    except uniting.MergeRefusedError as error:
        for text in error.texts:
            messages.error(request, text.to(language()))
        return False
    return True


def _back(request: HttpRequest, text: Text) -> HttpResponse:
    messages.success(request, text.to(language()))
    return redirect("people:duplicates")
