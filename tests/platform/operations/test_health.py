"""Machines ask whether the platform lives, is ready, and how it does."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from tuanbao.platform.operations import health


@pytest.mark.django_db
def test_a_ready_installation_says_so_to_anybody(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "migrations": True, "disk": True}


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client: Client, settings: Any) -> None:
    settings.LEAST_FREE_MB = 10**9
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["disk"] is False


@pytest.mark.django_db
def test_missing_migrations_and_a_lost_database_are_not_ready(client: Client, monkeypatch: Any) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_migrated", set())
    MigrationRecorder(connection).record_unapplied("protection", "0002_sealed")
    assert client.get("/health/ready").json()["migrations"] is False

    def lost() -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "CHECKS", {**health.CHECKS, "database": lost})
    assert client.get("/health/ready").status_code == 503


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_who_has_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.get("/metrics").status_code == 403
    sent_on = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=sent_on).status_code == 403, "a proxy on this machine is not this machine"
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
    settings.METRICS_TOKEN = "t0ken"
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 403
