"""A policy's rates as a table of Excel (费率表): written, filled in, read with every error named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.platform.cover.models import Policy, Rate
from tuanbao.platform.cover.rates import RateRow, rates_of
from tuanbao.roster import RowError, read_table, words
from tuanbao.roster.columns import Column, Layout

OLDEST = 150
RATES = Layout(
    "rates",
    Text("费率", "rates"),
    (
        Column(
            "plan_id",
            "text",
            Text("方案", "Plan"),
            Text("方案编号", "the plan's id"),
            required=True,
            headings=("方案编号", "计划"),
            verbatim=True,
        ),
        Column(
            "variant",
            "text",
            Text("档次", "Variant"),
            Text("可不填", "may be empty"),
            empty="",
            headings=("可选档次",),
            verbatim=True,
        ),
        Column(
            "relation",
            "enum",
            Text("与员工关系", "Relation"),
            Text("员工、配偶、子女或父母", "employee, spouse, child or parent"),
            required=True,
            names=vocabulary.RELATIONS,
            words=words.RELATION_WORDS,
            headings=("关系",),
        ),
        Column(
            "age_from",
            "integer",
            Text("年龄从", "Age from"),
            Text("周岁，含", "completed years"),
            empty=0,
            headings=("最小年龄", "起始年龄"),
        ),
        Column(
            "age_to",
            "integer",
            Text("年龄到", "Age to"),
            Text("周岁，含", "completed years"),
            empty=OLDEST,
            headings=("最大年龄", "截止年龄"),
        ),
        Column(
            "sex",
            "enum",
            Text("性别", "Sex"),
            Text("不填为不分性别", "empty: both"),
            names=vocabulary.SEXES,
            words=words.SEX_WORDS,
        ),
        Column(
            "yearly_fen",
            "money",
            Text("年保费", "Yearly premium"),
            Text("元，每人每年", "yuan a person and year"),
            required=True,
            headings=("年保费（元）", "保费", "每人保费", "年费率"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Row and column as they stand in the file, and what is wrong there."""

    row: int
    column: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Read:
    rates: tuple[RateRow, ...]
    problems: tuple[Problem, ...]


def read(data: bytes, name: str, plans: Sequence[str]) -> Read:
    """Raises TableError where it is no such table."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"rates{Path(name).suffix.lower()}"
        path.write_bytes(data)
        reading = read_table(path, RATES)
    rows = [(int(number), _rate(row)) for number, row in zip(reading.rows, reading.table.to_pylist(), strict=True)]
    problems = [*map(_problem, reading.errors), *_wrong(rows, plans), *_overlapping(rows)]
    return Read(tuple(rate for _, rate in rows), tuple(sorted(problems, key=lambda problem: problem.row)))


def _problem(error: RowError) -> Problem:
    return Problem(error.row, RATES[error.column].header, error.reason)


def _rate(row: dict[str, Any]) -> RateRow:
    return RateRow(
        row["plan_id"],
        row["variant"] or "",
        row["relation"],
        row["age_from"],
        row["age_to"],
        row["sex"] or "",
        row["yearly_fen"],
    )


def _wrong(rows: Iterable[tuple[int, RateRow]], plans: Sequence[str]) -> Iterator[Problem]:
    for number, rate in rows:
        if rate.plan_id not in plans:
            known = "、".join(plans), ", ".join(plans)
            yield Problem(
                number,
                RATES["plan_id"].header,
                Text(
                    f"“{rate.plan_id}”不在这份保单承保的方案（{known[0]}）中",
                    f"{rate.plan_id} is not insured here ({known[1]})",
                ),
            )
        if not 0 <= rate.age_from <= rate.age_to <= OLDEST:
            words = Text(f"年龄应从小到大，在 0 到 {OLDEST} 之间", f"ages go upwards, between 0 and {OLDEST}")
            yield Problem(number, RATES["age_to"].header, words)
        if rate.yearly_fen < 0:
            yield Problem(number, RATES["yearly_fen"].header, Text("保费不能是负数", "a premium is not negative"))


def _overlapping(rows: Sequence[tuple[int, RateRow]]) -> Iterator[Problem]:
    """Two rows that fit the same person: which one counts would be chance."""
    seen: dict[tuple[str, str, str], list[tuple[int, RateRow]]] = {}
    for number, rate in rows:
        for other, known in seen.setdefault((rate.plan_id, rate.variant, rate.relation), []):
            ages = rate.age_from <= known.age_to and known.age_from <= rate.age_to
            if ages and (rate.sex == known.sex or "" in (rate.sex, known.sex)):
                words = Text(f"与第 {other} 行适用于同样的人", f"it fits the same people as row {other}")
                yield Problem(number, RATES["age_from"].header, words)
        seen[rate.plan_id, rate.variant, rate.relation].append((number, rate))


@transaction.atomic
def replace_rates(policy: Policy, rates: Iterable[RateRow]) -> int:
    """The table takes the place of the one before; people already told at another price wait as corrections."""
    policy.rates.all().delete()
    made = Rate.objects.bulk_create(
        Rate(company_id=policy.company_id, policy=policy, **{name: getattr(rate, name) for name in RateRow.__slots__})
        for rate in rates
    )
    return len(made)


def written(policy: Policy) -> list[list[Any]]:
    """Headings and rows, to be changed and read again; without rates a row a plan to be filled in."""
    rows = rates_of(policy) or tuple(RateRow(plan, "", "employee", 0, OLDEST, "", 0) for plan in policy.plans)
    cells = [[_cell(column, getattr(rate, column.name)) for column in RATES.columns] for rate in rows]
    return [[column.header.zh for column in RATES.columns], *cells]


def _cell(column: Column, value: Any) -> Any:
    if column.kind == "money":
        return value / 100
    return column.names[value].zh if column.names and value else value
