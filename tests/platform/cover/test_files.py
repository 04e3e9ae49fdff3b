"""The insurer can read what it is sent."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from pyx12.params import ParamsBase
from pyx12.x12n_document import x12n_document

from tests.platform.cover.test_endorsing import employee
from tuanbao.platform.clock import clock_at
from tuanbao.platform.cover.endorsing import approve, make_endorsement
from tuanbao.platform.cover.files import HEADINGS, changes_834, full_834, listing
from tuanbao.platform.cover.models import Endorsement, Policy
from tuanbao.platform.people.models import Person


def problems(text: str, tmp_path: Any) -> str:
    """What pyx12 finds wrong with a file by the implementation guide; "" if nothing."""
    path = tmp_path / "file.834"
    path.write_text(text, "ascii")
    answer = io.StringIO()
    fine = x12n_document(ParamsBase(), str(path), answer, None, None)
    return "" if fine else answer.getvalue()


@pytest.fixture
def endorsement(company: Any) -> Endorsement:
    """Second of the year: a joiner with identity number, a leaver."""
    policy = Policy.objects.get(number="DEMO-2026")
    with clock_at(date(2025, 12, 20)):
        approve(make_endorsement(policy), None)
    employee(
        company=company,
        number="N1",
        name="新人",
        hired_on=date(2026, 11, 10),
        identity_type="resident",
        identity_number="110101199005057890",
    )
    gone = Person.objects.filter(relation="employee", hired_on__lte=date(2026, 1, 1)).first()
    gone.left_on = date(2026, 11, 13)
    gone.save()
    made = make_endorsement(policy)
    assert made is not None
    return made


def test_the_change_file_is_a_valid_834(endorsement: Endorsement, tmp_path: Any) -> None:
    text = changes_834(endorsement)
    assert problems(text, tmp_path) == ""
    assert "INS*Y*18*021*28*A***FT~" in text
    assert "INS*Y*18*024*08*A***TE~" in text
    assert "DTP*349*D8*20261113~" in text
    assert "NM1*IL*1*N1*****ZZ*110101199005057890~" in text


def test_a_broken_file_would_be_found(endorsement: Endorsement, tmp_path: Any) -> None:
    assert "AK5*R" in problems(changes_834(endorsement).replace("DMG*D8*", "DMG*XX*"), tmp_path).replace("IK5", "AK5")


def test_the_full_file_is_a_valid_834_and_names_everybody(endorsement: Endorsement, tmp_path: Any) -> None:
    approve(endorsement, None)
    text = full_834(endorsement.policy)
    assert problems(text, tmp_path) == ""
    assert text.count("\nINS*") == Person.objects.filter(relation="employee").count()
    assert "HD*030**HLT*acme-tech-staff*EMP~" in text


def test_the_list_has_a_row_a_line_in_yuan(endorsement: Endorsement) -> None:
    rows = list(openpyxl.load_workbook(io.BytesIO(listing(endorsement))).active.iter_rows(values_only=True))
    assert rows[0] == tuple(heading for heading, _ in HEADINGS)
    assert len(rows) == 1 + endorsement.lines.count()
    joiner = next(row for row in rows if row[2] == "N1")
    assert joiner[1] == "加保"
    assert joiner[7] == "110101199005057890"
    assert joiner[14] == 192.82
