"""Making, revoking and recognising tokens (令牌)."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django_scopes import scopes_disabled

from tuanbao.platform import clock
from tuanbao.platform.api.models import Token
from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.audit import record

_WRITTEN = re.compile(r"tb_([0-9]{1,18})_([A-Za-z0-9_-]{43})")


def make_token(
    company: Company,
    name: str,
    scopes: Sequence[str],
    user: Any = None,
    expires_at: datetime | None = None,
    request: Any = None,
) -> tuple[Token, str]:
    """The token, and how it is written in the header: that is known only now."""
    unknown = set(scopes) - set(SCOPES)
    if unknown:
        raise ValueError(f"no such scopes: {sorted(unknown)}")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        token: Token = Token.objects.create(
            company=company,
            name=name,
            scopes=sorted(scopes),
            secret_hash=_hash(secret),
            created_at=clock.now(),
            created_by=user,
            expires_at=expires_at,
        )
        record("token.made", token, company=company, user=user, request=request, scopes=token.scopes)
    return token, f"tb_{token.pk}_{secret}"


def revoke(token: Token, request: Any = None) -> None:
    """Harmless twice."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).exists():
            token.revoked_at = clock.now()
            token.save(update_fields=["revoked_at"])
            record("token.revoked", token, company=token.company, request=request)


def token_of(authorization: str) -> Token | None:
    """The token that the header names, if it holds. The company follows from it, and so no scope is there yet."""
    kind, _, written = authorization.partition(" ")
    found = _WRITTEN.fullmatch(written.strip()) if kind.lower() == "bearer" else None
    if found is None:
        return None
    with scopes_disabled():
        token = Token.objects.select_related("company", "created_by").filter(pk=int(found[1])).first()
    if token is None or not hmac.compare_digest(token.secret_hash, _hash(found[2])):
        return None
    return token if token.holds(clock.now()) else None


def counted(token: Token) -> int:
    """Counts a call and says how many it makes in this minute. One minute's limit may be used up at its end and the
    next one's at its beginning; calls of the same instant at the turn of a minute may be counted as one."""
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    own = Token.objects.filter(pk=token.pk)
    if not own.filter(minute=minute).update(calls=F("calls") + 1, last_used_at=now):
        own.update(minute=minute, calls=1, last_used_at=now)
    return int(own.values_list("calls", flat=True).get())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
