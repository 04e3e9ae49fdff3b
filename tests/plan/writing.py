"""Small plans as texts, and what is wrong with them. A ‸ marks where the problem should be found."""

import json
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
import yaml

from tuanbao.plan import PlanError, Problem, parse_plans

MARK = "‸"
EVERY_FEATURE = Path(__file__).parent / "every_feature.yaml"
EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "plan: p\nperiod: {from: 2026-01-01, to: 2026-12-31}\nbenefits:\n"


def benefits(*written: str) -> str:
    """A plan of these benefits."""
    return HEAD + "".join("  - " + indent(dedent(text).strip(), "    ")[4:] + "\n" for text in written)


def reimbursement(terms: str, name: str = "out") -> str:
    """A plan with one reimbursement and these terms of it."""
    return benefits(f"id: {name}\nkind: reimbursement\ncovers: [outpatient]\n{dedent(terms).strip()}")


def lump_sum(terms: str) -> str:
    return benefits(f"id: life\nkind: lump_sum\n{dedent(terms).strip()}")


def allowance(terms: str) -> str:
    return benefits(f"id: cash\nkind: daily_allowance\n{dedent(terms).strip()}")


def problems_of(text: str) -> tuple[Problem, ...]:
    """All problems of a text without its mark; the test fails where there is none."""
    with pytest.raises(PlanError) as refused:
        parse_plans(text.replace(MARK, ""), "plan.yaml")
    return refused.value.problems


def place_of_mark(text: str) -> tuple[int, int]:
    """Line and column of the mark, from 1."""
    before = text.partition(MARK)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _DatesAsTexts(yaml.SafeLoader):
    """As an editor reads YAML: JSON knows no dates."""


_DatesAsTexts.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def as_json(text: str) -> list[Any]:
    """The documents of a text as JSON values: dates and all keys are texts."""
    documents = yaml.load_all(text, Loader=_DatesAsTexts)
    return [json.loads(json.dumps(document)) for document in documents if document is not None]
