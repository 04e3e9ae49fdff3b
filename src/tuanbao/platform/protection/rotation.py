"""New keys for what is encrypted (密钥轮换): every column, its history, second factors and files, in batches."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from tuanbao.platform.protection.fields import EncryptedText

BATCH = 500
Tell = Callable[[str, int], None]
"""``tell(what, how many were encrypted anew)``."""
FACTORS = ("secret", "seed")
"""What allauth keeps encrypted within the data of a second factor."""


class Ring:
    """The first key encrypts; ``renewed`` gives None where that was done before."""

    def __init__(self, keys: list[str]) -> None:
        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def renewed(self, token: bytes) -> bytes | None:
        try:
            self._first.decrypt(token)
        except InvalidToken:
            return self._all.rotate(token)
        return None


def encrypted_columns() -> Iterator[tuple[Any, list[str]]]:
    """Every model, history tables among them, with its encrypted columns."""
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.local_concrete_fields
        columns = [str(field.column) for field in fields if isinstance(field, EncryptedText)]
        if columns and not model._meta.proxy:
            yield model, columns


def encrypt_anew(keys: list[str], tell: Tell) -> int:
    """Everything with the first key. May be stopped and started again: what is done is skipped."""
    ring, total = Ring(keys), 0
    for model, columns in encrypted_columns():
        done = sum(_batch(ring, model, columns, rows) for rows in _batches(model, columns))
        tell(model._meta.db_table, done)
        total += done
    for what, renew in (("mfa", _factors), ("documents", _files)):
        done = renew(ring)
        tell(what, done)
        total += done
    return total


def _batches(model: Any, columns: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    """By primary key, past the database layer, which would decrypt."""
    quote = connection.ops.quote_name
    key, table = quote(model._meta.pk.column), quote(model._meta.db_table)
    names = ", ".join([key, *map(quote, columns)])
    last: Any = None
    while True:
        where = "" if last is None else f"WHERE {key} > %s"
        query = f"SELECT {names} FROM {table} {where} ORDER BY {key} LIMIT {BATCH}"
        with connection.cursor() as cursor:
            cursor.execute(query, [] if last is None else [last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _batch(ring: Ring, model: Any, columns: list[str], rows: list[tuple[Any, ...]]) -> int:
    quote, done = connection.ops.quote_name, 0
    with transaction.atomic(), connection.cursor() as cursor:
        for key, *tokens in rows:
            new = {c: ring.renewed(token.encode()) for c, token in zip(columns, tokens, strict=True) if token}
            changed = {column: token.decode() for column, token in new.items() if token}
            if not changed:
                continue
            sets = ", ".join(f"{quote(column)} = %s" for column in changed)
            table, pk = quote(model._meta.db_table), quote(model._meta.pk.column)
            cursor.execute(f"UPDATE {table} SET {sets} WHERE {pk} = %s", [*changed.values(), key])
            done += len(changed)
    return done


def _factors(ring: Ring) -> int:
    from allauth.mfa.models import Authenticator

    done = 0
    for factor in Authenticator.objects.iterator(BATCH):
        new = {name: ring.renewed(factor.data[name].encode()) for name in FACTORS if factor.data.get(name)}
        changed = {name: token.decode() for name, token in new.items() if token}
        if changed:
            Authenticator.objects.filter(pk=factor.pk).update(data={**factor.data, **changed})
            done += len(changed)
    return done


def _files(ring: Ring) -> int:
    """Each is replaced whole, or left as it was."""
    done, root = 0, Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix == ".part":
            continue
        token = ring.renewed(path.read_bytes())
        if token is not None:
            part = path.with_name(path.name + ".part")
            part.write_bytes(token)
            part.chmod(path.stat().st_mode)
            part.replace(path)
            done += 1
    return done


def can_decrypt() -> bool:
    """The first value of every encrypted column can be read with the installation's keys."""
    ring = MultiFernet([Fernet(key) for key in settings.KEYS["encryption"]])
    quote = connection.ops.quote_name
    for model, columns in encrypted_columns():
        for column in columns:
            name, table = quote(column), quote(model._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {name} FROM {table} WHERE {name} <> '' LIMIT 1")
                row = cursor.fetchone()
            if row and not _readable(ring, row[0]):
                return False
    return True


def _readable(ring: MultiFernet, token: str) -> bool:
    try:
        ring.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
