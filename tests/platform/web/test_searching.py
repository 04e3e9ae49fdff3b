"""The search finds what one may see; what makes the portal an app is public and says nothing about anybody."""

from typing import Any

import pytest
from django.test import Client

from tuanbao.platform.people.models import Person


def hits(client: Client, words: str) -> str:
    return client.get("/search/", {"q": words}, headers={"HX-Target": "search-hits"}).content.decode()


def test_people_policies_and_pages_are_found(sign_in: Any, company: Any) -> None:
    person = Person.objects.first()
    client = sign_in("hr")
    assert person.number in hits(client, person.name)
    assert "DEMO-2026" in hits(client, "demo-2026")
    assert "总览" in hits(client, "总")
    assert "没有找到" in hits(client, "不存在")


def test_who_may_not_see_people_does_not_find_them(sign_in: Any, company: Any) -> None:
    person = Person.objects.first()
    assert person.name not in hits(sign_in("insurer"), person.number)
    assert person.name not in hits(sign_in("employee"), person.number)


@pytest.mark.django_db
def test_the_app_is_described_and_its_worker_serves_the_root() -> None:
    client = Client()
    manifest = client.get("/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["short_name"] == "团保"
    worker = client.get("/sw.js")
    assert worker["Service-Worker-Allowed"] == "/"
    assert "javascript" in worker["Content-Type"]
    assert "RELEASE" not in worker.content.decode()
    assert client.get("/offline/").status_code == 200
