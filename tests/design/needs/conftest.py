from datetime import date
from pathlib import Path

import pytest

from tuanbao.demo.company import Company, make_company
from tuanbao.plan import load_programme
from tuanbao.pricing.group import Group, group_of
from tuanbao.pricing.model import ClaimModel, load_model
from tuanbao.roster import MEMBERS, normalise

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def company() -> Company:
    return make_company(seed=4, people=300)


@pytest.fixture(scope="session")
def demo(company: Company) -> Group:
    """Those of the demo's company who are there at the end of the year."""
    programme, plans = load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml")
    return group_of(normalise(company.members, MEMBERS), programme, plans, date(2026, 12, 31))


@pytest.fixture(scope="session")
def model() -> ClaimModel:
    return load_model()
