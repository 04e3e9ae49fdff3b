"""New keys: everything is encrypted anew, nothing is lost, and the old key can go."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile

from tuanbao.platform import clock
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.protection.fields import decrypt, encrypt
from tuanbao.platform.protection.rotation import encrypt_anew


@pytest.fixture
def old_key(settings: Any, tmp_path: Any) -> str:
    settings.MEDIA_ROOT = tmp_path
    key: str = settings.KEYS["encryption"][0]
    return key


def test_everything_is_encrypted_anew_and_the_old_key_can_go(old_key: str, company: Company, settings: Any) -> None:
    person = Person.objects.all()[0]
    person.phone, person.identity_number = "13800001111", "110101199003074477"
    person.save()
    index = person.identity_index
    document = Document.objects.create(
        company=company,
        person=person,
        kind="x",
        name="x",
        handed_in_at=clock.now(),
        file=ContentFile(b"paper", "a.pdf"),
    )
    user = User.objects.get(username="hr")
    factor = Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("S")})

    new = Fernet.generate_key().decode()
    settings.KEYS = {**settings.KEYS, "encryption": [new, old_key]}
    done: dict[str, int] = {}
    total = encrypt_anew(settings.KEYS["encryption"], lambda what, count: done.update({what: count}))
    assert total > 5
    assert done["people_person"] >= 2
    assert done["people_historicalperson"] >= 2
    assert (done["documents"], done["mfa"]) == (1, 1)
    assert encrypt_anew(settings.KEYS["encryption"], lambda what, count: None) == 0, "again: nothing is left to do"

    settings.KEYS = {**settings.KEYS, "encryption": [new]}
    person = Person.objects.get(pk=person.pk)
    assert (person.phone, person.identity_number, person.identity_index) == ("13800001111", "110101199003074477", index)
    assert person.history.first().phone == "13800001111"
    assert Document.objects.get(pk=document.pk).file.read() == b"paper"
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "S"


def test_a_stopped_rotation_goes_on_where_it_was(
    old_key: str, company: Company, settings: Any, monkeypatch: Any
) -> None:
    from tuanbao.platform.protection import rotation

    monkeypatch.setattr(rotation, "BATCH", 3)
    people = list(Person.objects.all()[:7])
    for person in people:
        person.phone = f"1380000{person.pk:04d}"
        person.save()
    keys = [Fernet.generate_key().decode(), old_key]

    def stop(what: str, count: int) -> None:
        if what == "people_person":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encrypt_anew(keys, stop)
    encrypt_anew(keys, lambda what, count: None)
    settings.KEYS = {**settings.KEYS, "encryption": keys[:1]}
    assert [Person.objects.get(pk=person.pk).phone for person in people] == [person.phone for person in people]
