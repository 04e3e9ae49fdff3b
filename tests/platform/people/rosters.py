"""Roster files for the tests."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tuanbao.platform.people.models import Import, Person
from tuanbao.roster.identity import check_digit


def identity(number: int, born: str = "19900101") -> str:
    first = f"110105{born}{number % 1000:03d}"
    return first + check_digit(first)


def roster(rows: Sequence[Mapping[str, Any]], name: str = "名册.csv") -> SimpleUploadedFile:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode("utf-8-sig"))


def row_of(person: Person, **changed: Any) -> dict[str, Any]:
    """A row that says of somebody what is known."""
    told = {
        "人员编号": person.number,
        "所属员工编号": person.family.number,
        "与员工关系": person.relation_title.zh,
        "姓名": person.name,
        "出生日期": person.birth_date,
    }
    return {**told, **changed}


def latest() -> Import:
    made: Import = Import.objects.order_by("-pk").first()
    return made
