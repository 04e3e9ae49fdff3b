"""Two versions beside each other (版本对照): what reads differently for people, and what is written differently."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tuanbao.language import Text
from tuanbao.plan.model import Plan
from tuanbao.plan.wording import Change, changes, programme_schedule, schedule
from tuanbao.plan.wording.structure import Schedule, Section
from tuanbao.platform.programmes.loaded import Loaded

CONTEXT = 2
ADDED, GONE = Text("新增方案", "a new plan"), Text("不再有这个方案", "this plan is gone")
NOTHING = Text("—", "—")


@dataclass(frozen=True, slots=True)
class Compared:
    """What changes in the words of one plan, or of the programme itself."""

    title: Text
    changes: tuple[Change, ...]
    added: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A line of one text: its number, and whether it differs from what stands beside it."""

    number: int | None
    text: str
    differs: bool


def in_words(before: Loaded, after: Loaded) -> list[Compared]:
    """Programme first, then plans; what reads the same is left out."""
    made = [_programmes(before, after)]
    for name, plan in after.plans.items():
        old = before.plans.get(name)
        made.append(_plans(old, plan) if old else Compared(plan.title, (Change(plan.title, NOTHING, ADDED, name),)))
    gone = [plan for name, plan in before.plans.items() if name not in after.plans]
    made += [Compared(plan.title, (Change(plan.title, GONE, NOTHING, plan.id),)) for plan in gone]
    return [each for each in made if each.changes or each.added]


def _plans(before: Plan, after: Plan) -> Compared:
    known = {benefit.id for benefit in before.benefits}
    sections = zip(after.benefits, schedule(after).sections, strict=True)
    added = tuple(section for benefit, section in sections if benefit.id not in known)
    found = list(changes(before, after))
    if before.period != after.period:
        title = Text("保险期间", "Period")
        found.insert(0, Change(title, _period(before), _period(after), "period"))
    told = {(change.clause, change.after) for change in found}
    return Compared(after.title, (*found, *_variants(before, after, told)), added)


def _variants(before: Plan, after: Plan, told: Collection[tuple[str, Text]]) -> Iterator[Change]:
    """Of variants that stay, only what does not change in the plan itself as well."""
    for name in {**before.variants, **after.variants}:
        old, new = (plan.variant(name) if name in plan.variants else None for plan in (before, after))
        if old and new:
            for change in changes(old, new):
                if (change.clause, change.after) in told:
                    continue
                label = Text(f"{new.title.zh}：{change.label.zh}", f"{new.title.en}: {change.label.en}")
                yield Change(label, change.before, change.after, f"{name}.{change.clause}")
        elif new or old:
            title = (new or old or after).title
            yield Change(title, NOTHING if new else title, title if new else NOTHING, name)


def _period(plan: Plan) -> Text:
    said = f"{plan.period.first} – {plan.period.last}"
    return Text(said, said)


def _programmes(before: Loaded, after: Loaded) -> Compared:
    old, new = (programme_schedule(each.programme, list(each.plans.values())) for each in (before, after))
    rows_before, rows_after = _rows(old), _rows(new)
    found = [
        Change(label, rows_before.get(key, (label, NOTHING))[1], rows_after.get(key, (label, NOTHING))[1], key)
        for key, (label, _) in {**rows_before, **rows_after}.items()
        if rows_before.get(key, (label, NOTHING))[1] != rows_after.get(key, (label, NOTHING))[1]
    ]
    return Compared(new.title, tuple(found))


def _rows(words: Schedule) -> Mapping[str, tuple[Text, Text]]:
    return {
        f"{section.title.en}/{row.clause}": (
            Text(f"{section.title.zh}：{row.label.zh}", f"{section.title.en}: {row.label.en}"),
            row.value,
        )
        for section in words.sections
        for row in section.rows
    }


def in_text(before: str, after: str) -> list[tuple[Side, Side] | None]:
    """Lines beside each other, the changed ones with some around; None where unchanged lines are left out."""
    old, new = before.splitlines(), after.splitlines()
    made: list[tuple[Side, Side] | None] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        if made or group[0][1] > 0:
            made.append(None)
        for tag, i1, i2, j1, j2 in group:
            pairs = zip_longest(range(i1, i2), range(j1, j2))
            made += [(_side(old, i, tag), _side(new, j, tag)) for i, j in pairs]
    return made


def _side(lines: Sequence[str], at: int | None, tag: str) -> Side:
    return Side(None, "", tag != "equal") if at is None else Side(at + 1, lines[at], tag != "equal")
