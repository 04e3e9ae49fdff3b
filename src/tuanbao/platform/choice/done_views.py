"""What was chosen, after it was sent (选择结果): the page, and the confirmation to keep."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tuanbao.language import Text
from tuanbao.platform.choice.checking import WAIVERS
from tuanbao.platform.choice.choose_views import me, now_of
from tuanbao.platform.choice.confirming import confirmation_pdf
from tuanbao.platform.choice.models import Election
from tuanbao.platform.companies.access import requires
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.web.languages import language


@requires("own.choose")
def done(request: HttpRequest, pk: int) -> HttpResponse:
    election = _own(request, pk)
    lines = [(line, getattr(line, "evidence", None), _title(election, line)) for line in _lines_of(election)]
    more = [each for each in now_of(request).choosing.occasions if each.year.key != election.programme_id]
    return render(
        request, "choice/choose/done.html", {"election": election, "lines": lines, "more": more, "waivers": WAIVERS}
    )


@requires("own.choose")
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    election = _own(request, pk)
    response = HttpResponse(confirmation_pdf(election, language()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="confirmation-{election.pk}.pdf"'
    return response


def _own(request: HttpRequest, pk: int) -> Election:
    found = Election.objects.select_related("programme", "employee", "company")
    election: Election = get_object_or_404(found, pk=pk, employee=me(request))
    return election


def _lines_of(election: Election) -> Any:
    return election.lines.select_related("person", "evidence")


def _title(election: Election, line: Any) -> Text:
    return load_version(election.programme).title(line.plan_id, line.variant)
