"""What holds on to a person outside this room (牵连): what people have done about them, and who else knows them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models

from tuanbao.language import Text
from tuanbao.platform.people.models import Employment, Person

ACTS: Mapping[str, Text] = {
    "choice.Election": Text("本人已作选择", "has made a choice"),
    "choice.ElectionLine": Text("已有人为其作了选择", "somebody has chosen for them"),
    "choice.LifeEvent": Text("已登记生活事件", "a life event was told"),
    "people.Document": Text("已交材料", "documents were handed in"),
    "people.Beneficiary": Text("已指定受益人", "beneficiaries were named"),
}
"""By the model that says so. All else that names a person is the program's, the insurer's or an account."""
MOVABLE = ("people.Document", "people.Beneficiary", "people.Proposal", "companies.Membership", "people.Apart")
"""What does not bind a person to anything that was told, chosen or posted."""
_SOURCES = {"choice.Election": "source__in", "choice.ElectionLine": "election__source__in"}
_BY_NOBODY = ("default", "renewed")
"""Sources of elections that the program wrote: they are no act of anybody."""


def acts_about(people: Collection[int]) -> dict[int, tuple[Text, ...]]:
    """What people have done about each of these."""
    found: dict[int, list[Text]] = defaultdict(list)
    for model, field in _naming_people():
        text, source = ACTS.get(model._meta.label), _SOURCES.get(model._meta.label)
        if text is not None:
            rows = model._base_manager.exclude(**{source: _BY_NOBODY}) if source else model._base_manager.all()
            for pk in _of(rows, field, people):
                found[pk].append(text)
    return {pk: tuple(dict.fromkeys(texts)) for pk, texts in found.items()}


def known_elsewhere(people: Collection[int], but: Collection[str] = ()) -> set[int]:
    """Those whom any record beside their own positions, and beside these models, names: they cannot be removed."""
    asked = ((model, field) for model, field in _naming_people() if model._meta.label not in but)
    return {pk for model, field in asked for pk in _of(model._base_manager.all(), field, people)}


def _of(rows: Any, field: str, people: Collection[int]) -> set[int]:
    return set(rows.filter(**{f"{field}__in": people}).values_list(field, flat=True))


def _naming_people() -> Iterator[tuple[Any, str]]:
    """Every model and its field that names a person; the history, the family and positions left out."""
    for relation in Person._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if not isinstance(relation, models.ManyToOneRel) or model in {Person, Employment}:
            continue
        if not hasattr(model, "history_type"):
            yield model, relation.field.attname
