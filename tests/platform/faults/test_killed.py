"""A worker is killed in the middle of work on money and on people: another one ends it as if nothing had been."""

import time
from collections.abc import Callable
from typing import Any

from tests.platform.faults.acts import AT_LEAST, MARRIED, MOVED, NEW, POLICIES, STEPS
from tests.platform.faults.conftest import ACTS, REACHED
from tests.platform.operations.installation import Installation, wait_for

BILLS = "select count(*) from money_bill"


def killed(installation: Installation, when: Callable[[], object]) -> None:
    """A worker works until something is seen from outside, and is killed that moment; it is given up for dead."""
    worker = installation.worker()
    try:
        wait_for(when)
    finally:
        worker.kill()
        worker.wait()
    time.sleep(1.1)


def ended(installation: Installation, *what: str) -> dict[str, Any]:
    """Another worker does what is left."""
    assert installation.worker("--batch", "--dead-after=1").wait(300) == 0
    return installation.ask(ACTS, *what)


def test_a_bill_run_that_was_killed_bills_every_policy_once(installation: Installation) -> None:
    installation.ask(ACTS, "bills")
    killed(installation, lambda: installation.number(BILLS) >= 2)
    assert 2 <= installation.number(BILLS) < POLICIES, "it was in the middle"
    found = ended(installation, "billed")
    assert (found["state"], found["attempts"], found["result"]) == ("done", 2, {"bills": POLICIES})
    assert found["bills"] == [[owed] for owed in found["owed"]]
    assert found["lines"] == found["owed"]
    assert len(set(found["owed"])) == 1, "all insure the same people at the same rates"
    assert (found["due"], found["not_due"]) == (sum(found["owed"]), 0)
    assert set(found["zero"]) == {0}


def test_an_import_that_was_killed_has_everybody_of_the_list_once(installation: Installation) -> None:
    before = installation.ask(ACTS, "roster", "N")["before"]
    killed(installation, lambda: installation.number(REACHED) >= AT_LEAST)
    assert AT_LEAST <= installation.number(REACHED) < STEPS, "it was in the middle"
    found = ended(installation, "people", "N")
    assert (found["state"], found["attempts"], found["reached"]) == ("done", 2, STEPS)
    assert (found["skipped"], found["files"]) == ([], False)
    assert found["employees"] == [f"N{n:04}" for n in range(NEW)]
    assert found["spouses"] == [[f"N{n:04}-1", f"N{n:04}"] for n in range(MARRIED)]
    assert (found["positions"], found["moved"]) == (NEW, MOVED)
    assert (found["told"], found["moves_told"]) == ([[1, NEW + MARRIED]], [[1, MOVED]])
    assert found["everybody"] == before + NEW + MARRIED
