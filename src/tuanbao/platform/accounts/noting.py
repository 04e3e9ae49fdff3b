"""Changes of how somebody signs in stand in the audit log (登录方式变更留痕)."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed

from tuanbao.platform.protection.audit import record


def note() -> None:
    """Called when the room is ready."""
    authenticator_added.connect(factor_added, dispatch_uid="accounts.factor_added")
    authenticator_removed.connect(factor_removed, dispatch_uid="accounts.factor_removed")
    social_account_added.connect(linked, dispatch_uid="accounts.linked")
    social_account_removed.connect(unlinked, dispatch_uid="accounts.unlinked")


def factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A passkey, an authenticator app, recovery codes."""
    record("account.factor_added", user, request=request, user=user, kind=authenticator.type)


def factor_removed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    record("account.factor_removed", user, request=request, user=user, kind=authenticator.type)


def linked(sender: Any, request: Any, sociallogin: Any, **kwargs: Any) -> None:
    """By its owner, by verified address or by number."""
    told = sociallogin.account
    record("account.linked", told.user, request=request, user=told.user, provider=told.provider)


def unlinked(sender: Any, request: Any, socialaccount: Any, **kwargs: Any) -> None:
    told = socialaccount
    record("account.unlinked", told.user, request=request, user=told.user, provider=told.provider)
