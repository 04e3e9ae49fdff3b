"""Queries that are put together once and asked again with other values (预备查询).

Django puts the SQL of a query together each time that it is asked, which takes longer than the database takes to
answer. What every page asks is therefore prepared, with gaps where the values go:

    DEPENDANTS = Prepared(lambda employee: Person.objects.filter(employee=employee), employee=NUMBER)
    for person in DEPENDANTS(employee=5): ...

The company is always that of the scope in which it is asked.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Expression, Field
from django.db.models.sql.compiler import SQLCompiler
from django_scopes import scope

from tuanbao.platform.companies.owned import company_in_scope

NUMBER, WORD, DAY, TIME = BigIntegerField(), CharField(), DateField(), DateTimeField()
"""What a gap may take: a key, a text, a day, a moment."""
COMPANY = "company in scope"
Row = TypeVar("Row")


class Gap(Expression):
    """Where a value will stand."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", (self,)


class Prepared(Generic[Row]):
    """``build`` takes the gaps by name and gives a queryset; asked with values, it gives the list of its rows.

    One with `prefetch_related` is refused: its further queries would not be prepared.
    """

    def __init__(self, build: Callable[..., Any], **fields: "Field[Any, Any]") -> None:
        self._build = build
        self._fields = fields

    def __call__(self, **values: Any) -> list[Row]:
        template, compiler, sql, parameters = self._compiled
        if values.keys() != self._fields.keys():
            raise TypeError(f"asked with {sorted(values)}, prepared for {sorted(self._fields)}")
        filled = copy(compiler)
        filled.connection = connection
        given = tuple(self._given(each, values) if isinstance(each, Gap) else each for each in parameters)
        filled.as_sql = lambda *_, **__: (sql, given)  # type: ignore[method-assign]
        rows = template._chain()
        rows.query.get_compiler = lambda *_, **__: filled
        return list(rows)

    def _given(self, gap: Gap, values: dict[str, Any]) -> Any:
        value = company_in_scope() if gap.name == COMPANY else values[gap.name]
        return gap.output_field.get_db_prep_value(value, connection=connection)

    @cached_property
    def _compiled(self) -> tuple[Any, SQLCompiler, str, Iterable[Any]]:
        gaps = {name: Gap(name, field) for name, field in self._fields.items()}
        with scope(company=Gap(COMPANY, NUMBER)):
            template: Any = self._build(**gaps)
        if template._prefetch_related_lookups:
            raise TypeError("a prepared query has no prefetch_related")
        compiler = template.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return template, compiler, sql, parameters
