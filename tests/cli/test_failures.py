"""Mistakes that a library function finds are told in words on the terminal, never as a traceback."""

import pytest

from tuanbao.cli.failures import PROBLEMS, tell
from tuanbao.language import Text
from tuanbao.pricing.actuarial_value import ContinuanceError
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.model import ModelError, PeopleError
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.response import ResponseError
from tuanbao.pricing.simulation.errors import SimulationError
from tuanbao.risk.errors import RiskError
from tuanbao.roster import RowError

SAID = Text("名单上没有人", "nobody is on the roster")


@pytest.mark.parametrize(
    "error",
    [
        QuoteError(SAID),
        SimulationError(SAID),
        ModelError(SAID),
        ExperienceError(SAID),
        RenewalError(SAID),
        ResponseError(SAID),
        RiskError(SAID.zh, SAID.en),
        ContinuanceError(SAID.zh, SAID.en),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_pricing_is_told_in_the_users_language(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(error, "zh") == PROBLEMS
    assert capsys.readouterr().err.strip() == SAID.zh
    assert tell(error, "en") == PROBLEMS
    assert capsys.readouterr().err.strip() == SAID.en


def test_people_whose_risk_is_not_known_are_listed_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    missing = Text("没有出生日期", "no birth date")
    rows = [RowError("members", row, "birth_date", "", "required", missing) for row in (3, 17)]
    assert tell(PeopleError(rows), "en") == PROBLEMS
    shown = capsys.readouterr().err
    assert "no birth date" in shown
    assert " 3 " in shown
    assert " 17 " in shown


def test_an_error_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="a bug"):
        tell(ValueError("a bug"), "zh")
