from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tuanbao.cli import app
from tuanbao.demo import make_company, write_company

PLAN = Path(__file__).parents[2] / "examples" / "plans" / "acme-tech.yaml"


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Without the line breaks that tables make."""
        return " ".join((self.out + self.err).split())


Run = Callable[..., Answer]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command as in a terminal of 120 cells, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("TUANBAO_LANG", raising=False)

    def run(*arguments: object) -> Answer:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with members.csv, bills.csv and events.csv of a company of 60."""
    folder = tmp_path_factory.mktemp("company")
    write_company(make_company(people=60), folder, "csv")
    return folder


@pytest.fixture(scope="session")
def given(tables: Path) -> list[object]:
    """The arguments that name the plan and the tables."""
    return [PLAN, "--members", tables / "members.csv", "--bills", tables / "bills.csv"]
