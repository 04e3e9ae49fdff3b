"""Whom an outside account belongs to (外部账号对应到谁): the user of the employee whose number the provider names."""

from typing import Any

from django_scopes import scope

from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company, Membership


def user_by_email(login: Any, adapter: Any) -> User | None:
    """The only user whose address, as HR has written it, is one that the provider calls verified; None where two have
    it, or where it is somebody who is not active."""
    for address in login.email_addresses:
        if address.verified and adapter.can_authenticate_by_email(login, address.email):
            found = list(User.objects.filter(email__iexact=address.email)[:2])
            if len(found) == 1 and found[0].is_active:
                return found[0]
    return None


def user_by_number(login: Any) -> User | None:
    """The only active user who is this employee in the provider's company; None where that cannot be told."""
    app = login.provider.app
    company = Company.objects.filter(slug=app.settings.get("company") or "").first() if app else None
    number = claim(login.account.extra_data, app.settings.get("number_claim", "")) if company else ""
    if company is None or not number:
        return None
    with scope(company=company):
        found = Membership.objects.filter(
            company=company,
            role="employee",
            active=True,
            user__is_active=True,
            person__company=company,
            person__number=number,
        )
        users = {membership.user for membership in found.select_related("user")}
    return users.pop() if len(users) == 1 else None


def claim(told: Any, name: str) -> str:
    """A field of what the provider told; OIDC keeps it under ``userinfo`` or ``id_token``."""
    if not name or not isinstance(told, dict):
        return ""
    for place in (told, told.get("userinfo"), told.get("id_token")):
        value = place.get(name) if isinstance(place, dict) else None
        if isinstance(value, list):
            value = value[0] if value else None
        if value:
            return str(value)
    return ""


KEPT = frozenset({"nick", "name", "userid", "sub", "preferred_username"})


def keep_little(sender: object, instance: Any, **kwargs: Any) -> None:
    """Providers tell phone numbers and more; nothing of it is kept but what the account is called there."""
    told = instance.extra_data if isinstance(instance.extra_data, dict) else {}
    instance.extra_data = {name: value for name, value in told.items() if name in KEPT}
