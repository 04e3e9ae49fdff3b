"""The programme (方案体系): who gets which plan, who pays, and what may be chosen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from tuanbao.plan.fields import AgeRange, Identifier, Number, Relation, Share, refusal
from tuanbao.plan.parts import Name, Part, Period

LifeEvent = Literal["birth", "marriage", "divorce", "adoption", "death", "new_hire", "parent_retired", "other_cover"]


def _word(value: Any) -> Any:
    """What stands in a cell of the people's table, as a text: numbers and true and false as they are written."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal | date) else value


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


_ONE_OR_MORE = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_WORD = {"type": ["string", "number", "boolean"]}
_WORDS = {"anyOf": [_WORD, {"type": "array", "items": _WORD, "minItems": 1}]}

PlanNames = Annotated[
    tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1), WithJsonSchema(_ONE_OR_MORE, mode="validation")
]
Words = Annotated[
    tuple[Annotated[str, BeforeValidator(_word)], ...],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(_WORDS, mode="validation"),
]


class Tier(Part):
    """A class of employees (职级档次) and what they get."""

    tier: Identifier
    name: Name | None = None
    when: Annotated[dict[str, Words], Field(min_length=1)] | None = None
    plan: PlanNames


class PaidBy(Part):
    """Who pays what share of the premium; the two make the whole."""

    employer: Share = Fraction(0)
    employee: Share = Fraction(0)

    @model_validator(mode="after")
    def _make_the_whole(self) -> "PaidBy":
        if self.employer + self.employee != 1:
            zh, en = "企业与员工的比例之和应为 100%", "employer and employee must make 100% together"
            raise refusal("shares_not_whole", zh, en)
        return self


class Dependant(Part):
    """Which dependants (连带被保险人) may have which plan."""

    relation: Relation
    age: AgeRange | None = None
    tiers: tuple[Identifier, ...] | None = None
    plan: PlanNames
    max: Number | None = None
    paid_by: PaidBy


PointCount = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]


class Points(Part):
    """The points of an employee a year (积分), and what one is worth in yuan."""

    per_employee: PointCount
    yuan_per_point: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    by_tier: dict[Identifier, PointCount] = Field(default_factory=dict)


class Choice(Part):
    """What may be chosen, when, and for how long (弹性选择)."""

    window: Period
    lock: Literal["year"] | None = None
    life_events: dict[LifeEvent, Number] = Field(default_factory=dict)
    points: Points | None = None
    variants: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Programme(Part):
    """First matching tier wins; everyone must match."""

    programme: Identifier
    name: Name | None = None
    note: Name | None = None
    plans: Annotated[tuple[str, ...], Field(min_length=1)]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    dependants: tuple[Dependant, ...] = ()
    choice: Choice | None = None

    def tier_of(self, employee: Mapping[str, Any]) -> Tier:
        """The tier of an employee's row. The last tier has no condition, so there always is one."""
        return next(tier for tier in self.tiers if _matches(tier, employee))

    def plans_of_dependant(self, relation: str, age: int, tier: str) -> Dependant | None:
        """The rule under which a dependant of an employee of this tier is covered, or None."""
        return next((rule for rule in self.dependants if _admits(rule, relation, age, tier)), None)


def _matches(tier: Tier, employee: Mapping[str, Any]) -> bool:
    return all(_word(employee.get(column)) in words for column, words in (tier.when or {}).items())


def _admits(rule: Dependant, relation: str, age: int, tier: str) -> bool:
    in_age = rule.age is None or rule.age.youngest <= age <= rule.age.oldest
    return rule.relation == relation and in_age and (rule.tiers is None or tier in rule.tiers)
