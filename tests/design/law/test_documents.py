"""The two documents name every rule and every parameter as the program has them."""

import re
from datetime import date
from pathlib import Path

import pytest

from tuanbao.design.law import GROUPS, RULES, SEVERITIES, TREATMENTS
from tuanbao.language import Language, Text
from tuanbao.reference.documented import Confidence, documented

DOCS = Path(__file__).parents[3] / "docs"
PAGES: dict[Language, Path] = {"en": DOCS / "law-and-tax.md", "zh": DOCS / "law-and-tax.zh-CN.md"}
SURE: dict[Confidence, Text] = {
    "high": Text("高", "high"),
    "medium": Text("中", "medium"),
    "low": Text("低：未经证实", "low: not verified"),
}


def rows_of_rules(language: Language) -> list[str]:
    return [
        f"| `{rule.code}` | {SEVERITIES[rule.severity].to(language)} | {rule.title.to(language)} | {rule.source} |"
        f" {SURE[rule.confidence].to(language)} |"
        for rule in RULES
    ]


def rows_of_parameters(language: Language) -> list[str]:
    return [
        f"| `{name}` | {shown(entry.value)} | {entry.date} | {entry.source} | {SURE[entry.confidence].to(language)} |"
        for name, entry in documented("law.yaml").items()
        if not isinstance(entry.value, str) or "%" in entry.value
    ]


def shown(value: object) -> str:
    """As it stands in the file, without quotes."""
    days = re.sub(
        r"datetime\.date\((\d+), (\d+), (\d+)\)", lambda m: date(*map(int, m.groups())).isoformat(), str(value)
    )
    return days.replace("'", "")


@pytest.mark.parametrize("language", PAGES)
def test_every_rule_stands_in_the_document_with_its_source_and_confidence(language: Language) -> None:
    lines = PAGES[language].read_text(encoding="utf-8").splitlines()
    assert [row for row in rows_of_rules(language) if row not in lines] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_number_stands_in_the_document_with_its_date(language: Language) -> None:
    lines = PAGES[language].read_text(encoding="utf-8").splitlines()
    rows = rows_of_parameters(language)
    assert len(rows) > 15
    assert [row for row in rows if row not in lines] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_subject_and_treatment_is_named(language: Language) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    names = [title for title, _ in GROUPS.values()] + list(TREATMENTS.values())
    assert [name.zh for name in names if name.to(language) not in text] == []


@pytest.mark.parametrize("language", PAGES)
def test_no_rule_stands_in_the_document_that_the_program_does_not_have(language: Language) -> None:
    words = {SEVERITIES[severity].to(language) for severity in SEVERITIES}
    lines = [line.split(" | ") for line in PAGES[language].read_text(encoding="utf-8").splitlines()]
    written = [cells[0].strip("| `") for cells in lines if len(cells) == 5 and cells[1] in words]
    assert written == [rule.code for rule in RULES]


def test_both_pages_have_the_same_shape() -> None:
    shapes = [
        [line[:2] for line in page.read_text(encoding="utf-8").splitlines() if line[:2] in ("# ", "##", "| ", "- ")]
        for page in PAGES.values()
    ]
    assert shapes[0] == shapes[1]
