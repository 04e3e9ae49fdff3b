"""An installation with the sample company, for the tests of faults: each does its own work in it."""

from collections.abc import Iterator

import pytest

from tests.platform.operations.installation import Installation, installed

ACTS = "tests.platform.faults.acts"
REACHED = "select reached from people_import order by id desc limit 1"


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("faults"), "faults") as made:
        made.ask(ACTS, "company")
        yield made
