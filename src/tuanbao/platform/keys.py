"""The keys of an installation (密钥): from the environment, or made once and kept in a file for its owner only."""

import json
import os
import secrets
from pathlib import Path
from typing import TypedDict

from cryptography.fernet import Fernet


class Keys(TypedDict):
    secret: str
    """Signs sessions."""
    encryption: list[str]
    """Fernet keys; the first encrypts, all decrypt."""
    index: str
    """Of the blind index; rotating it means to compute all indexes again."""


def load_keys(home: Path) -> Keys:
    """``TUANBAO_KEYS`` (JSON) wins; otherwise ``keys.json`` in the home folder, which is made if it is not there."""
    given = os.environ.get("TUANBAO_KEYS")
    if given:
        return _read(given)
    file = home / "keys.json"
    if not file.exists():
        write_keys(file, new_keys())
    return _read(file.read_text("utf-8"))


def new_keys() -> Keys:
    return {
        "secret": secrets.token_urlsafe(48),
        "encryption": [Fernet.generate_key().decode()],
        "index": secrets.token_urlsafe(32),
    }


def with_new_key(keys: Keys) -> Keys:
    """A new first key; what stands encrypted with the others is still read."""
    return {**keys, "encryption": [Fernet.generate_key().decode(), *keys["encryption"]]}


def without_old_keys(keys: Keys) -> Keys:
    return {**keys, "encryption": keys["encryption"][:1]}


def write_keys(file: Path, keys: Keys) -> None:
    """Whole or not at all, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partly = file.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(keys, out)
    partly.replace(file)


def _read(text: str) -> Keys:
    keys: Keys = json.loads(text)
    return keys
