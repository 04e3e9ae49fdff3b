"""The employee's home (我的保障)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanbao.platform.companies.access import requires


@requires("own.view")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")
