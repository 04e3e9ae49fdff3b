"""The words of compiled plans: every entry, case and band with its short name, its clause and its place in the file."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath
from typing import Any, NamedTuple

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled
from tuanbao.language import Text
from tuanbao.money import format_percent
from tuanbao.plan import source
from tuanbao.plan.clauses import clauses
from tuanbao.plan.model import Band, Deductible, Limit, PatientCap, Plan, Reimbursement
from tuanbao.plan.wording import cap_label, deductible_label
from tuanbao.plan.wording.conditions import condition
from tuanbao.plan.wording.words import all_of, quoted

LIMITS = {
    "visit": Text("本次就诊限额", "visit limit"),
    "day": Text("当日限额", "day limit"),
    "case": Text("本次事故限额", "case limit"),
    "year": Text("年度限额", "yearly limit"),
    "lifetime": Text("终身限额", "lifetime limit"),
}
COUNTS = {
    "visit": Text("本次就诊次数限额", "visit limit"),
    "day": Text("当日次数限额", "day limit"),
    "case": Text("本次事故次数限额", "case limit"),
    "year": Text("年度次数限额", "yearly limit"),
}
DEDUCTIBLE = Text("免赔额", "deductible")
COMPANY = Text("公共保额", "company-wide limit")


class EntryWords(NamedTuple):
    """A deductible, patient cap or limit in a sentence."""

    name: Text
    label: Text
    """The name as short as the benefit's sentences allow: where there is one deductible, it is "the deductible"."""
    clause: str
    place: str | None
    amount: int
    """Fen, or bills; of no meaning where ``field`` is not -1."""
    field: int
    """Column of People.amounts, or -1."""
    source: Any


class BandWords(NamedTuple):
    percent: str
    clause: str
    place: str | None


def place_of(plan: Plan, path: source.Path_) -> str | None:
    """ "staff.yaml:31" of a path in the plan's tree; None where the plan came from no file."""
    origin = plan._origin
    if origin is None or origin.file in ("", "-"):
        return None
    return f"{PurePath(origin.file).name}:{source.follow(origin.tree, path)[1][0]}"


class BenefitWords:
    """One benefit of a plan in words; everything is made when first asked for."""

    def __init__(self, plan: Plan, benefit: Any) -> None:
        self.plan = plan
        self.benefit = benefit
        self.id: str = benefit.id
        self.title: Text = benefit.title
        self._places: dict[str, tuple[str, str | None]] = {}

    @cached_property
    def position(self) -> int:
        """Where the benefit stands in the plan's file."""
        tree = self.plan._origin.tree if self.plan._origin else None
        written = tree["benefits"] if tree is not None else self.plan.benefits
        ids = [item["id"] if isinstance(item, source.Mapping) else item.id for item in written]
        return ids.index(self.id)

    def at(self, key: str) -> tuple[str, str | None]:
        """Clause and place of a term that is no entry of a list: "waiting", "hospitals.wards"."""
        if key not in self._places:
            place = place_of(self.plan, ("benefits", self.position, *key.split(".")))
            self._places[key] = f"{self.id}.{key}", place
        return self._places[key]

    def entry_place(self, key: str, clause: str) -> str | None:
        number = clauses(self.benefit, key).index(clause)
        return place_of(self.plan, ("benefits", self.position, key, number))

    @cached_property
    def itself(self) -> tuple[str, str | None]:
        return self.id, place_of(self.plan, ("benefits", self.position))

    @cached_property
    def company_limit(self) -> EntryWords:
        """The company-wide limit of a benefit that has one."""
        number, limit = next((n, e) for n, e in enumerate(self.benefit.limits) if e.shared == "company")
        place = place_of(self.plan, ("benefits", self.position, "limits", number))
        return EntryWords(COMPANY, COMPANY, clauses(self.benefit, "limits")[number], place, limit.amount, -1, limit)

    @cached_property
    def cases(self) -> list[tuple[Text, str, str | None]]:
        """Of every case its condition, clause and place."""
        cases = self.benefit.terms.cases
        paths = [("benefits", self.position, "coinsurance", c) for c in range(len(cases))]
        return [
            (condition(case.when), f"{self.id}.coinsurance[{c}]", place_of(self.plan, paths[c]))
            for c, case in enumerate(cases)
        ]

    def bands(self) -> Iterator[BandWords]:
        """In the order in which they are compiled: the bands of the cases, then the others."""
        terms = self.benefit.terms
        for c, case in enumerate(terms.cases):
            listed = isinstance(case.pay, tuple)
            for b, band in enumerate(case.bands):
                yield self._band(band, (c, "pay", b) if listed else (c,))
        is_list = isinstance(self.benefit.coinsurance, tuple)
        for b, band in enumerate(terms.bands):
            yield self._band(band, (len(terms.cases) + b,) if is_list else ())

    def _band(self, band: Band, path: source.Path_) -> BandWords:
        clause = f"{self.id}.coinsurance" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
        place = place_of(self.plan, ("benefits", self.position, "coinsurance", *path))
        return BandWords(format_percent(band.pay), clause, place)


class Book:
    """The words of all plans of a run."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.benefits = [BenefitWords(*both) for both in zip(compiled.benefit_plans, compiled.benefits, strict=True)]
        self.rows: list[list[int]] = compiled.program.benefits.tolist()
        """Program.benefits as lists: what is read one by one is read faster from them."""
        self.entry_rows: list[list[int]] = compiled.program.entries.tolist()
        self._entries: dict[int, EntryWords] = {}
        self._owners = self._owners_of_entries()

    @cached_property
    def bands(self) -> list[BandWords]:
        """The words of Program.bands."""
        return [band for words in self.benefits if isinstance(words.benefit, Reimbursement) for band in words.bands()]

    def entry(self, number: int) -> EntryWords:
        """The words of Program.entries[number]."""
        found = self._entries.get(number)
        if found is None:
            found = self._entries[number] = self._entry(number)
        return found

    def amount(self, number: int, own: list[int]) -> int:
        """The entry's amount; ``own`` are the person's amounts of {field: …}."""
        words = self.entry(number)
        return words.amount if words.field < 0 else own[words.field]

    def _owners_of_entries(self) -> list[int]:
        owners = [-1] * len(self.entry_rows)
        for number, row in enumerate(self.rows):
            if row[a.B_KIND] == a.REIMBURSEMENT:
                owners[row[a.B_DEDUCTIBLES] : row[a.B_END]] = [number] * (row[a.B_END] - row[a.B_DEDUCTIBLES])
        return owners

    def _entry(self, number: int) -> EntryWords:
        entry, clause = self.compiled.entries[number], self.compiled.entry_clauses[number]
        words = self.benefits[self._owners[number]]
        key, name, label = _label(words, entry)
        row = self.entry_rows[number]
        return EntryWords(name, label, clause, words.entry_place(key, clause), row[a.E_AMOUNT], row[a.E_FIELD], entry)


def _label(words: BenefitWords, entry: Deductible | PatientCap | Limit) -> tuple[str, Text, Text]:
    """The list that the entry stands in, its full name, and its name in a sentence."""
    if isinstance(entry, Deductible):
        full = _shared(words, "deductible", entry, deductible_label(entry))
        return "deductible", full, DEDUCTIBLE if len(words.benefit.deductible) == 1 and not entry.pool else full
    if isinstance(entry, PatientCap):
        full = _shared(words, "patient_cap", entry, cap_label(entry))
        return "patient_cap", full, full
    name = (LIMITS if entry.count is None else COUNTS)[entry.per]
    if entry.shared == "family":
        name = Text(f"全家{name.zh}", f"family {name.en}")
    if entry.when is not None:
        when = condition(entry.when)
        name = Text(f"{name.zh}（{when.zh}）", f"{name.en} ({when.en})")
    full = _shared(words, "limits", entry, name)
    return "limits", full, full


def _shared(words: BenefitWords, key: str, entry: Any, label: Text) -> Text:
    """With the other benefits that use the same pool."""
    if entry.pool is None:
        return label
    others = [
        quoted(benefit.title)
        for benefit in words.plan.benefits
        if isinstance(benefit, Reimbursement) and benefit.id != words.id
        if any(theirs.pool == entry.pool for theirs in getattr(benefit, key))
    ]
    if not others:
        return label
    names = all_of(others)
    if label.zh.endswith("）"):
        return Text(f"{label.zh[:-1]}，与{names.zh}共用）", f"{label.en[:-1]}, shared with {names.en})")
    return Text(f"{label.zh}（与{names.zh}共用）", f"{label.en} (shared with {names.en})")
