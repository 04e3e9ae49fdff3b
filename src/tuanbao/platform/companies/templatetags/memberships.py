"""The memberships between which somebody may switch (可切换的身份)."""

from typing import Any

from django import template
from django.middleware.csrf import get_token

from tuanbao.platform.companies.models import Membership

register = template.Library()


@register.inclusion_tag("companies/switch.html", takes_context=True)
def switch_menu(context: Any) -> dict[str, Any]:
    """``{% switch_menu %}``: entries of a dropdown; nothing for who has one membership."""
    request = context["request"]
    held = Membership.objects.filter(user=request.user, active=True).select_related("company").order_by("pk")
    return {"held": held, "active": context.get("membership"), "token": get_token(request)}
