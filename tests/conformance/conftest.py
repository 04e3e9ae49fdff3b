"""Reads a conformance case and adjudicates it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import support
from tuanbao.adjudication import Result, adjudicate
from tuanbao.adjudication.intake import plan_needs
from tuanbao.money import parse_yuan
from tuanbao.plan import source
from tuanbao.plan.loading import _load
from tuanbao.plan.model import Plan


@dataclass(frozen=True)
class Case:
    """A case of the language: plans, tables, and what must come out."""

    tree: source.Mapping
    plans: list[Plan]

    def adjudicate(self) -> Result:
        amounts = frozenset(amount for plan in self.plans for amount in plan_needs(plan).amounts)
        defaults = self.tree.get("defaults", {})
        return adjudicate(
            self.plans,
            support.people(self.tree["members"], amounts),
            support.bills({**defaults, **bill} for bill in self.tree["bills"]),
            support.events(self.tree["events"]) if "events" in self.tree else None,
            openings=support.openings(self.tree["openings"]) if "openings" in self.tree else None,
            hospital_lists=support.hospital_lists(self.tree["hospital_lists"])
            if "hospital_lists" in self.tree
            else None,
        )


def read_case(path: Path) -> Case:
    tree = source.read_documents(path)[0]
    trees = tree["plans"] if "plans" in tree else [tree["plan"]]
    plans, _ = _load(trees, path)
    return Case(tree, plans)


def fen(value: Any) -> int:
    return parse_yuan(value)
