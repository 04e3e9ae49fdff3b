"""A worker is killed in the middle of a job: another does it, nothing is lost and nothing is there twice."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.operations.installation import Installation, installed, wait_for

DRIVER = "tests.platform.jobs.driver"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, "jobs", "tests.platform.jobs.worker_settings") as made:
        yield made


def notes(installation: Installation) -> list[str]:
    file = installation.home / "notes"
    return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []


def test_a_job_whose_worker_is_killed_ends_once(installation: Installation) -> None:
    installation.ask(DRIVER, "prepare")
    first = installation.worker()
    try:
        wait_for(lambda: notes(installation))
        time.sleep(0.8)
    finally:
        first.kill()
        first.wait()
    assert notes(installation) == ["begun"]
    time.sleep(1.1)

    assert installation.worker("--batch", "--dead-after=1").wait(300) == 0
    found = installation.ask(DRIVER, "state")
    assert found == {"state": "done", "attempts": 2, "result": {"steps": 10}, "steps": 10, "waiting": 0}
    assert notes(installation) == ["begun", "begun", "ended"]
