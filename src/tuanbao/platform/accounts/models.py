"""Users (用户)."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from tuanbao.language import Text

LANGUAGES = {"zh-hans": Text("中文", "Chinese"), "en": Text("英文", "English")}


class User(AbstractUser):
    """Somebody who signs in. What they may do where stands in their memberships; ``is_staff`` is the system
    administrator (系统管理员), who has no membership and sees no company's data."""

    name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username
