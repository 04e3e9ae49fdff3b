"""What belongs to a company (企业所属). Outside a scope its queries raise; inside they see this company only."""

from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager, ScopeError, get_scope

from tuanbao.platform.companies.models import Company


class Owned(models.Model):
    """Base of every model that belongs to a company."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    objects: ClassVar[models.Manager] = ScopedManager(company="company")  # type: ignore[type-arg]

    class Meta:
        abstract = True


def company_in_scope() -> int:
    """Raises ScopeError outside a scope, as a query does."""
    known = get_scope()
    company: Company | int | None = known.get("company") if known.get("_enabled", True) else None
    if company is None:
        raise ScopeError("no company is in scope")
    return company.pk if isinstance(company, Company) else company
