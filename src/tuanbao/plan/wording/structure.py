"""The schedule of benefits (保险责任表) as data: what every form of it, on paper or on a screen, is made of."""

from dataclasses import dataclass

from tuanbao.language import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One term: what it is about, what it says (lines parted by a newline), and the clause of the plan it stands in."""

    label: Text
    value: Text
    clause: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A benefit in one line of the summary table: 保额/限额, 免赔额, 赔付比例."""

    cover: Text
    deductible: Text
    pay: Text


@dataclass(frozen=True, slots=True)
class Section:
    """A benefit (责任) with all its terms; of a programme, a subject such as who is covered, without the first four."""

    title: Text
    rows: tuple[Row, ...]
    number: int | None = None
    kind: Text | None = None
    summary: Text | None = None
    overview: Overview | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a variant changes in one term: how it reads in the plan, and how it reads then."""

    label: Text
    before: Text
    after: Text
    clause: str


@dataclass(frozen=True, slots=True)
class Option:
    """An upgrade or downgrade (升级、降级): its changes, and the benefits that it adds, with all their terms."""

    title: Text
    changes: tuple[Change, ...]
    added: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that a plan, or a programme, promises; ``period`` is None for a programme."""

    id: str
    kind: Text
    title: Text
    period: Text | None
    notes: tuple[Text, ...]
    sections: tuple[Section, ...]
    options: tuple[Option, ...] = ()
