"""Which policies and endorsements somebody may see (可见范围): an insurer its own, and of those no drafts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.cover.models import Endorsement, Policy


def is_insurer(request: HttpRequest) -> bool:
    return bool(request.membership.may("cover.confirm"))  # type: ignore[attr-defined]


def policies(request: HttpRequest) -> "QuerySet[Policy]":
    every: QuerySet[Policy] = Policy.objects.select_related("insurer")
    if is_insurer(request):
        every = every.filter(insurer_id=request.membership.insurer_id)  # type: ignore[attr-defined]
    return every


def endorsements(request: HttpRequest) -> "QuerySet[Endorsement]":
    every: QuerySet[Endorsement] = Endorsement.objects.filter(policy__in=policies(request))
    every = every.select_related("policy", "policy__insurer", "made_by", "approved_by", "confirmed_by")
    return every.exclude(approved_at=None) if is_insurer(request) else every


def policy_or_404(request: HttpRequest, pk: Any) -> Policy:
    return get_object_or_404(policies(request), pk=pk)


def endorsement_or_404(request: HttpRequest, pk: Any) -> Endorsement:
    return get_object_or_404(endorsements(request), pk=pk)


def may(request: HttpRequest) -> dict[str, bool]:
    """What the page offers: telling the insurer, and confirming (the insurer, or HR for it)."""
    manage = bool(request.membership.may("cover.manage"))  # type: ignore[attr-defined]
    told = manage or is_insurer(request)
    return {"may_manage": manage, "may_confirm": told, "may_download": told, "insurer": is_insurer(request)}


def below(url: str, zh: str, en: str) -> dict[str, Any]:
    """The step of the breadcrumbs above a page."""
    return {"crumbs": [{"address": reverse(url), "title": Text(zh, en)}]}


def below_policies() -> dict[str, Any]:
    return below("cover:policies", "保单", "Policies")
