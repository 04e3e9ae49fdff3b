"""A backup that is made while a worker writes holds one moment: what is restored goes on from there."""

from pathlib import Path

from tests.platform.faults.acts import AT_LEAST, STEPS
from tests.platform.faults.conftest import ACTS, REACHED
from tests.platform.operations.installation import Installation, installed, wait_for

CHANGED_IN_PLACE = {
    *("jobs_job", "people_import", "django_tasks_db_dbtaskresult", "django_tasks_database_dbtaskresult"),
    *("protection_auditentry", "sqlite_sequence", "sqlite_stat1"),
}
"""Tables in which work under way writes over its own rows, restoring leaves a note, or the planner counts."""
WRITTEN = """select (select count(*) from people_person where number like 'B%')
    + (select count(*) from people_employment where department = '部门B')"""


def test_a_backup_made_in_the_middle_of_an_import_is_restored_and_goes_on(
    installation: Installation, tmp_path: Path
) -> None:
    installation.ask(ACTS, "roster", "B")
    file = tmp_path / "b.tar.gz"
    backup = installation.beside(ACTS, "backup", str(file))
    wait_for(file.with_suffix(".ready").exists)
    worker = installation.worker("--batch")
    assert (backup.wait(300), worker.wait(300)) == (0, 0)
    with installed(tmp_path / "copy", "restored") as copy:
        done = copy.run("restore", str(file), "--with-keys")
        assert done.returncode == 0, done.stderr
        reached = copy.number(REACHED)
        assert AT_LEAST <= reached < STEPS, "it was in the middle"
        assert copy.number(WRITTEN) == reached, "place and people are of the same moment"
        assert _gone(copy, installation) == {}, "nothing else is there than was there"
        assert copy.worker("--batch", "--dead-after=0.1").wait(300) == 0
        here, there = copy.ask(ACTS, "people", "B"), installation.ask(ACTS, "people", "B")
        assert {**here, "attempts": 1} == there
        assert copy.run("audit", "verify").returncode == 0


def _gone(copy: Installation, original: Installation) -> dict[str, int]:
    """Rows of the copy that the original, which went on, does not have, by table."""
    later = original.ask(ACTS, "rows")
    found = {table: len(set(rows) - set(later[table])) for table, rows in copy.ask(ACTS, "rows").items()}
    return {table: count for table, count in found.items() if count and table not in CHANGED_IN_PLACE}
