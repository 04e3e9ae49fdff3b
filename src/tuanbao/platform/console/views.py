"""The overview of everybody who works in the console (总览)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuanbao.platform import clock
from tuanbao.platform.console import homes
from tuanbao.platform.console.today import Today


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Every role but the employee's has one, made of what it may see; hence no permission of its own."""
    who = request.membership  # type: ignore[attr-defined]
    if who is None or who.role not in homes.HOMES:
        return redirect("home")
    today = Today(who, clock.today())
    trend = homes.trend_of(today)
    context = {
        "todos": homes.todos_of(today),
        "figures": homes.figures_of(today),
        "trend": trend,
        "trend_data": homes.linked(today, trend),
    }
    return render(request, "console/overview.html", context)
