"""What the law sets, as it is published; every entry is dated, sourced and says how sure it is."""

from datetime import date
from fractions import Fraction

import pytest

from tuanbao.reference.documented import CONFIDENCES, documented
from tuanbao.reference.law import (
    income_tax_brackets,
    law,
    law_number,
    law_share,
    law_yuan,
    minor_death_basis,
    retirement_month,
)

ENTRIES = documented("law.yaml")


@pytest.mark.parametrize("name", ENTRIES)
def test_every_parameter_has_unit_date_source_and_confidence(name: str) -> None:
    entry = ENTRIES[name]
    assert entry.unit
    assert entry.source
    assert type(entry.date) is date
    assert entry.confidence in CONFIDENCES


@pytest.mark.parametrize(
    ("name", "part", "share", "document"),
    [
        ("supplementary_medical", None, Fraction(5, 100), "财税〔2009〕27号"),
        ("supplementary_pension", None, Fraction(5, 100), "财税〔2009〕27号"),
        ("welfare", None, Fraction(14, 100), "第四十条"),
        ("corporate_income_tax", "general", Fraction(25, 100), "企业所得税法"),
        ("corporate_income_tax", "high_tech", Fraction(15, 100), "企业所得税法"),
        ("corporate_income_tax", "small", Fraction(20, 100), "企业所得税法"),
        ("annuity", "employer", Fraction(8, 100), "第36号"),
        ("annuity", "total", Fraction(12, 100), "第36号"),
        ("annuity_deferral", "employee", Fraction(4, 100), "财税〔2013〕103号"),
        ("annuity_deferral", "base", Fraction(3), "财税〔2013〕103号"),
        ("health_management", None, Fraction(20, 100), "2019年第3号"),
    ],
)
def test_shares_are_those_of_the_documents(name: str, part: str | None, share: Fraction, document: str) -> None:
    assert law_share(name, part) == share
    assert document in law(name).source


def test_numbers_and_amounts_are_those_of_the_documents() -> None:
    assert law_number("group_minimum") == 3
    assert law_number("waiting") == 180
    assert law_number("impact_assessment") == 3
    assert [law_number("records", part) for part in ("up_to_one_year", "longer")] == [5, 10]
    assert law_yuan("income_tax", "basic_deduction") == 60_000_00
    assert law_yuan("tax_favoured_health") == 2_400_00
    assert [bracket.rate for bracket in income_tax_brackets()] == [
        Fraction(n, 100) for n in (3, 10, 20, 25, 30, 35, 45)
    ]


def test_the_caps_on_a_minors_death_have_their_document() -> None:
    assert "保监发〔2015〕90号" in minor_death_basis().source


@pytest.mark.parametrize(
    ("kind", "born", "retires"),
    [  # from the tables of the decision of 2024-09-13
        ("men", date(1964, 12, 31), (2024, 12)),
        ("men", date(1965, 1, 1), (2025, 2)),
        ("men", date(1965, 5, 1), (2025, 7)),
        ("men", date(1976, 9, 1), (2039, 9)),
        ("men", date(1990, 1, 1), (2053, 1)),
        ("women_55", date(1970, 1, 1), (2025, 2)),
        ("women_55", date(1981, 9, 1), (2039, 9)),
        ("women_50", date(1975, 1, 1), (2025, 2)),
        ("women_50", date(1975, 3, 1), (2025, 5)),
        ("women_50", date(1984, 11, 1), (2039, 11)),
    ],
)
def test_the_month_of_retirement_is_that_of_the_published_tables(
    kind: str, born: date, retires: tuple[int, int]
) -> None:
    year, month = retires
    assert retirement_month(born, kind) == year * 12 + month - 1
