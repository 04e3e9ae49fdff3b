"""Fields for sensitive data (敏感字段): encrypted at rest, found again by a blind index."""

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def ring() -> MultiFernet:
    """The keys of the installation: the first encrypts, all decrypt."""
    return _ring(tuple(settings.KEYS["encryption"]))


def encrypt(text: str) -> str:
    return ring().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    return ring().decrypt(token.encode()).decode() if token else ""


def blind_index(text: str) -> str:
    """The same text gives the same index; nobody without the key can tell the text, or try all texts."""
    if not text:
        return ""
    key = settings.KEYS["index"].encode()
    return hmac.new(key, text.strip().upper().encode(), hashlib.sha256).hexdigest()


class EncryptedText(models.TextField):  # type: ignore[type-arg]
    """A text that the database holds only encrypted. Cannot be searched: put a BlindIndex beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return None if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull"}:
            raise TypeError(f"{self.name} is encrypted: look it up by its blind index")
        return super().get_lookup(lookup_name)


class BlindIndex(models.CharField):  # type: ignore[type-arg]
    """The blind index of another field, kept up to date on every save, bulk or not."""

    def __init__(self, *, of: str = "", **options: Any) -> None:
        self.of = of
        options.update(max_length=64, blank=True, editable=False, db_index=True)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for key in ("max_length", "blank", "editable", "db_index"):
            options.pop(key, None)
        return name, path, args, options | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = blind_index(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value
