"""Sessions and users as every request asks for them (会话): Django's own, by prepared queries."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.prepared import NUMBER, TIME, WORD, Prepared

SESSION = Prepared[Session](
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), key=WORD, now=TIME
)
USER = Prepared[User](lambda user: User.objects.filter(pk=user), user=NUMBER)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = SESSION(key=self.session_key, now=timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]


class Backend(AuthenticationBackend):
    """Passwords with user name or e-mail address."""

    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(USER(user=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None
