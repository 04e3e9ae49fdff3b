"""Queries that are asked of a whole company or of one family (整体或单户查询)."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from tuanbao.platform.companies.prepared import NUMBER, Prepared


def of_families(build: Callable[..., Any], *paths: str, **fields: Any) -> Callable[..., list[Any]]:
    """``asked(employee, **values)`` gives the rows of a family: those where a path leads to the employee. Without an
    employee (None) it gives those of everybody."""
    everybody = Prepared[Any](build, **fields)

    def of_one(employee: Any, **values: Any) -> Any:
        return build(**values).filter(reduce(or_, (Q(**{path: employee}) for path in paths)))

    family = Prepared[Any](of_one, employee=NUMBER, **fields)

    def asked(employee: int | None, **values: Any) -> list[Any]:
        return everybody(**values) if employee is None else family(employee=employee, **values)

    return asked
