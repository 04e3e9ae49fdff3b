"""Queries that are put together once and asked again with other values (预备查询).

Django puts the SQL of a query together each time that it is asked, which takes longer than the database takes to
answer. What every page asks is therefore prepared, with gaps where the values go:

    DEPENDANTS = Prepared(lambda employee: Person.objects.filter(employee=employee), employee=NUMBER)
    for person in DEPENDANTS(employee=5): ...

The company is always that of the scope in which it is asked.
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
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


class _Ready(NamedTuple):
    """A query put together: what is the same each time that it is asked."""

    template: Any
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    converters: Any
    """From what the database gives to what the fields hold."""


class Prepared(Generic[Row]):
    """``build`` takes the gaps by name and gives a queryset; asked with values, it gives the list of its rows.

    One with `prefetch_related` is refused: its further queries would not be prepared.
    """

    def __init__(self, build: Callable[..., Any], **fields: "Field[Any, Any]") -> None:
        self._build = build
        self._fields = fields

    def __call__(self, **values: Any) -> list[Row]:
        if values.keys() != self._fields.keys():
            raise TypeError(f"asked with {sorted(values)}, prepared for {sorted(self._fields)}")
        ready, here = self._ready, connections[DEFAULT_DB_ALIAS]
        given = tuple(_given(each, values, here) if isinstance(each, Gap) else each for each in ready.parameters)
        compiler = copy(ready.compiler)
        vars(compiler).update(
            connection=here, as_sql=lambda *_, **__: (ready.sql, given), get_converters=lambda _: ready.converters
        )
        rows = ready.template._chain()
        rows.query.get_compiler = lambda *_, **__: compiler
        return list(rows)

    @cached_property
    def _ready(self) -> _Ready:
        gaps = {name: Gap(name, field) for name, field in self._fields.items()}
        with scope(company=Gap(COMPANY, NUMBER)):
            template: Any = self._build(**gaps)
        if template._prefetch_related_lookups:
            raise TypeError("a prepared query has no prefetch_related")
        compiler = template.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return _Ready(template, compiler, sql, parameters, converters)


def _given(gap: Gap, values: Mapping[str, Any], connection: Any) -> Any:
    value = company_in_scope() if gap.name == COMPANY else values[gap.name]
    return gap.output_field.get_db_prep_value(value, connection=connection)
