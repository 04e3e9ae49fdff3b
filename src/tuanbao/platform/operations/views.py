"""Health and metrics for machines (健康检查、指标). Nobody signs in here, and nothing about anybody is told."""

from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView

from tuanbao.platform.operations.health import checks
from tuanbao.platform.protection.history import address_of


@login_not_required
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Everything is there that a request needs; else 503."""
    found = checks()
    return JsonResponse({"ready": all(found.values()), **found}, status=200 if all(found.values()) else 503)


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not (_with_token(request) or _from_here(request)):
        raise PermissionDenied
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def _with_token(request: HttpRequest) -> bool:
    token, shown = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    return bool(token) and compare_digest(shown.encode(), f"Bearer {token}".encode())


def _from_here(request: HttpRequest) -> bool:
    """From this machine, and not sent on by a proxy that runs on it."""
    address = address_of(request)
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return bool(address) and not forwarded and ip_address(str(address)).is_loopback
