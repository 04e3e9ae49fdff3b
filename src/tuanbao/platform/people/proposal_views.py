"""HR proposes beneficiaries on an employee's page; the employee answers among the family."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.beneficiaries import Finding
from tuanbao.platform.people.forms import BeneficiaryForms
from tuanbao.platform.people.models import Person, Proposal
from tuanbao.platform.people.naming_lines import as_lines, named_by
from tuanbao.platform.people.proposing import answer, open_proposal, propose
from tuanbao.platform.web.languages import language


@requires("people.edit")
def beneficiaries(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins with empty lines: HR sees no identity number of those who are named."""
    insured = get_object_or_404(Person, pk=pk, relation="employee")
    forms = BeneficiaryForms(request.POST or None, initial=as_lines(()), prefix="named")
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and forms.is_valid():
        named = [named_by(said) for said in forms.cleaned_data if said.get("name")]
        if not named:
            messages.error(request, Text("请至少填一位受益人", "name somebody").to(language()))
            return redirect("people:beneficiaries", pk)
        findings = propose(insured, named, request)
        if not findings:
            sent = Text("已提议，等员工在“家人”里同意", "Proposed; the employee agrees under Family")
            messages.success(request, sent.to(language()))
            return redirect("people:detail", pk)
    context = {
        "insured": insured,
        "forms": forms,
        "findings": findings,
        "waiting": open_proposal(insured),
        "crumbs": [
            {"title": insured.name, "address": reverse("people:detail", args=[pk])},
            {"title": Text("受益人", "Beneficiaries")},
        ],
    }
    return render(request, "people/beneficiaries.html", context)


@requires("own.choose")
@require_POST
def answered(request: HttpRequest, pk: int) -> HttpResponse:
    """The insured's own word; anybody else's proposal is not found."""
    own = request.membership.person  # type: ignore[attr-defined]
    proposal = get_object_or_404(Proposal, pk=pk, insured=own)
    agreed = request.POST.get("answer") == "agree"
    for finding in answer(proposal, agreed, request):
        messages.error(request, finding.text.to(language()))
        return redirect("family:list")
    said = Text("已同意，受益人生效", "Agreed: they are named") if agreed else Text("已拒绝，什么都没有改", "Declined")
    messages.success(request, said.to(language()))
    return redirect("family:list")
