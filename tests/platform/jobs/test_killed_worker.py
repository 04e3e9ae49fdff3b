"""A worker is killed in the middle of a job: another does it, nothing is lost and nothing is there twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WORKER = [sys.executable, "-m", "django", "tuanbao_worker", "--interval=0.1", "--beat-every=0.3"]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own: SQLite in a file, or PostgreSQL as the other tests."""
    own = {"TUANBAO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.platform.jobs.worker_settings"}
    environment = {**{k: v for k, v in os.environ.items() if k != "TUANBAO_DATABASE"}, **own}
    if os.environ.get("TUANBAO_TEST_DATABASE") != "postgresql":
        yield environment
        return
    import psycopg

    from tests.platform.postgresql import server_url

    name, server = f"jobs_{os.getpid()}", server_url()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[arg-type]
    yield {**environment, "TUANBAO_DATABASE": server.replace("/postgres?", f"/{name}?")}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")  # type: ignore[arg-type]


def ask(environment: dict[str, str], what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.platform.jobs.driver", what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def notes(environment: dict[str, str]) -> list[str]:
    file = Path(environment["TUANBAO_HOME"]) / "notes"
    return file.read_text().splitlines() if file.exists() else []


def wait_for(condition: Any, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_job_whose_worker_is_killed_ends_once(installation: dict[str, str]) -> None:
    ask(installation, "prepare")
    first = subprocess.Popen(WORKER, env=installation, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: notes(installation))
        time.sleep(0.8)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert [line.split()[0] for line in notes(installation)] == ["begun"]
    time.sleep(1.1)

    subprocess.run([*WORKER, "--batch", "--dead-after=1"], env=installation, check=True, timeout=300)
    found = ask(installation, "state")
    assert found == {"state": "done", "attempts": 2, "result": {"steps": 10}, "steps": 10, "waiting": 0}
    assert [line.split()[0] for line in notes(installation)] == ["begun", "begun", "ended"]
