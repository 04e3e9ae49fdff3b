"""A record of any model with as little in it as the model takes (最少内容的记录), for walks through all addresses."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from tuanbao.platform import clock
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company


def some(model: Any, company: Company, **known: Any) -> Any:
    """The company's first, or a new one. Within the company's scope."""
    found = model.objects.filter(company=company, **known).order_by("pk").first()
    return found or make(model, company, **known)


def make(model: Any, company: Company, **known: Any) -> Any:
    given = {"company": company, **known}
    for field in model._meta.concrete_fields:
        if field.name in given or field.attname in given or field.primary_key or _may_be_left_out(field):
            continue
        given[field.name] = _value(field, company)
    return model.objects.create(**given)


def _may_be_left_out(field: Any) -> bool:
    return field.null or field.has_default() or not field.editable or (field.blank and not field.is_relation)


def _value(field: Any, company: Company) -> Any:
    if isinstance(field, models.OneToOneField):
        return make(field.related_model, company)
    if isinstance(field, models.ForeignKey):
        related: Any = field.related_model
        return User.objects.order_by("pk").first() if related is User else some(related, company)
    if field.choices:
        return field.choices[0][0]
    made = {
        models.DateTimeField: clock.now,
        models.DateField: lambda: date(2026, 1, 1),
        models.BooleanField: lambda: False,
        models.JSONField: dict,
        models.UUIDField: uuid.uuid4,
        models.DecimalField: lambda: Decimal(1),
        models.IntegerField: lambda: 1,
        models.URLField: lambda: "https://example.com/",
        models.EmailField: lambda: "a@example.com",
    }
    kind = next((each for each in made if isinstance(field, each)), None)
    return made[kind]() if kind else "x"
