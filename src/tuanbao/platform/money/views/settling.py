"""Settling differences (处理差异): one by its key, or all open ones of a kind."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.money.difference_kinds import WHAT
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import InsurerBill, Settlement
from tuanbao.platform.money.reconciliation import plan_titles
from tuanbao.platform.money.settled import HOW, OPEN, Standing
from tuanbao.platform.money.settling import settle, standing_of
from tuanbao.platform.money.views.common import complain, page, say


@requires("money.view")
def settling(request: HttpRequest, pk: int) -> HttpResponse:
    """``?key=``: one difference and all that was said of it; ``?kind=``: all open ones of a kind."""
    kept = get_object_or_404(InsurerBill.objects.select_related("policy"), pk=pk)
    chosen = _chosen(standing_of(kept), request.GET)
    may = request.membership.may("money.manage")  # type: ignore[attr-defined]
    how, note = request.POST.get("how", ""), request.POST.get("note", "")
    if request.method == "POST" and may:
        try:
            count = settle(kept, {each.key for each in chosen}, how, note, request.user, request)
        except LedgerError as error:
            complain(request, error.text)
        else:
            if how == OPEN:
                say(request, f"已重新打开 {count} 笔差异", f"{count} differences are open again")
            else:
                say(request, f"已处理 {count} 笔差异", f"{count} differences are settled")
            return redirect(f"{reverse('money:differences', args=[pk])}?state=open")
    context = page(request, "money:reconcile", **_shown(kept, chosen), given={"how": how, "note": note})
    return render(request, "money/settling.html", context, status=422 if request.method == "POST" else 200)


def _chosen(found: list[Standing], asked: Any) -> list[Standing]:
    """What the address asks for; 404 where it is not there."""
    key, kind = asked.get("key"), asked.get("kind")
    chosen = [each for each in found if each.key == key or (each.difference.kind == kind and each.state == "open")]
    if not chosen:
        raise Http404
    return chosen


def _shown(kept: InsurerBill, chosen: list[Standing]) -> dict[str, Any]:
    one = chosen[0] if len(chosen) == 1 else None
    plans, first = plan_titles(kept.policy), chosen[0].difference
    back = reverse("money:differences", args=[kept.pk])
    said = Settlement.objects.filter(policy=kept.policy, month=kept.month, key=one.key) if one else ()
    return {
        "kept": kept,
        "what": WHAT[first.kind],
        "one": one,
        "sides": [plans.get(side, Text(side, side)) for side in (first.plan, first.ours, first.theirs)],
        "count": len(chosen),
        "money": sum(each.difference.money for each in chosen),
        "ways": [(how, title) for how, title in HOW.items() if how != OPEN],
        "is_settled": one is not None and one.state == "settled",
        "history": [(HOW[each.how], each) for each in said],
        "crumbs": [
            {"title": Text("三方核对", "Reconciliation"), "address": reverse("money:reconcile")},
            {"title": f"{kept.policy.number} {kept.month:%Y-%m}", "address": back},
            {"title": WHAT[first.kind].title},
        ],
        "back": back,
    }
