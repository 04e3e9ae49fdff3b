"""The terms of a quote (报价条件): loadings, rating classes, billing, who pays; a YAML file or a model in code."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from tuanbao.language import Text
from tuanbao.plan.fields import AgeRange, Ages, Fen, Identifier, Number, Relation, Share, refusal, shown
from tuanbao.plan.parts import Name, Part
from tuanbao.plan.problems import PlanError
from tuanbao.plan.reading import Findings, read
from tuanbao.plan.source import parse_documents
from tuanbao.plan.syntax import read_text
from tuanbao.reference.documented import Documented
from tuanbao.reference.loadings import loading, loading_share

Line = Literal["health", "life", "accident", "liability"]
LINES: dict[Line, Text] = {
    "health": Text("健康险", "health"),
    "life": Text("寿险", "life"),
    "accident": Text("意外险", "accident"),
    "liability": Text("责任险", "liability"),
}
"""Lines of insurance (险种), which value added tax tells apart."""


def _read_factor(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction | str):
        raise refusal("not_a_factor", "应为系数，如 1.5", "expected a factor, as 1.5")
    try:
        factor = Fraction(value)
    except (ValueError, ZeroDivisionError):
        zh, en = f"应为系数，如 1.5，而不是“{shown(value)}”", f"expected a factor, as 1.5, not {shown(value)!r}"
        raise refusal("not_a_factor", zh, en) from None
    if not 0 <= factor <= 1000:
        zh, en = f"系数应在 0 与 1000 之间：{shown(value)}", f"a factor lies between 0 and 1000: {shown(value)}"
        raise refusal("not_a_factor", zh, en)
    return factor


Factor = Annotated[
    Fraction,
    PlainValidator(_read_factor),
    WithJsonSchema({"type": ["number", "string"], "title": "系数，如 1.5 · a factor, as 1.5"}),
]


class Risk(Part):
    """How the uncertainty of the year is paid for (风险附加).

    ``standard_deviation``: ``multiple`` times the standard deviation of the group's claims of a year. ``tvar``:
    ``share`` of what the mean of the worst (1 − ``level``) of all years lies above the mean.
    """

    method: Literal["none", "standard_deviation", "tvar"]
    multiple: Factor | None = None
    level: Share | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _has_its_numbers(self) -> "Risk":
        needed = {"none": (), "standard_deviation": ("multiple",), "tvar": ("level", "share")}[self.method]
        given = {name for name in ("multiple", "level", "share") if getattr(self, name) is not None}
        if given != set(needed):
            words = ", ".join(needed) or "—"
            zh, en = f"{self.method} 需要且只需要：{words}", f"{self.method} needs these and no others: {words}"
            raise refusal("risk_numbers", zh, en)
        if self.level is not None and not 0 < self.level < 1:
            raise refusal("risk_level", "level 应大于 0 且小于 100%", "level must lie between 0 and 100%", ("level",))
        return self


class Children(Part):
    """At most so many children of a family are charged (最多收费子女数); only those under ``under_age`` count."""

    charged: Annotated[int, Field(strict=True, ge=0, le=100)]
    under_age: Number | None = None


class CompositeTier(Part):
    """A composition of families and its price relative to an employee alone (家庭档及系数)."""

    tier: Identifier
    name: Name | None = None
    covers: Annotated[tuple[Relation, ...], Field(min_length=1)]
    factor: Factor

    @property
    def title(self) -> Text:
        return self.name.text if self.name else COMPOSITE_NAMES.get(self.tier, Text(self.tier, self.tier))


class Rates(Part):
    """What list rates are told apart by (费率表的档)."""

    ages: Annotated[tuple[AgeRange, ...], Field(min_length=1)] = Field(default_factory=lambda: _age_bands())
    by_sex: bool = False
    by_occupation: bool = False

    @model_validator(mode="after")
    def _bands_do_not_overlap(self) -> "Rates":
        bands = sorted((band.youngest, band.oldest) for band in self.ages)
        for (_, oldest), (youngest, _) in pairwise(bands):
            if youngest <= oldest:
                zh, en = f"年龄段在 {youngest} 岁处重叠", f"age bands overlap at {youngest}"
                raise refusal("bands_overlap", zh, en, ("ages",))
        return self


class Contribution(Part):
    """What the employer pays of a premium (企业承担规则). The first rule whose relation and tier fit is taken.

    ``percent``: a share of the person's price. ``fixed``: an amount, at most the price. ``percent_with_cap``: a share
    of the family's price (of those whom the rule fits), at most ``cap`` a family. ``reference``: a share of the
    price of ``plan`` for the same person times ``industry_factor``, at most the person's own price.
    """

    kind: Literal["percent", "fixed", "percent_with_cap", "reference"]
    relations: Annotated[tuple[Relation, ...], Field(min_length=1)] | None = None
    tiers: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
    share: Share | None = None
    amount: Fen | None = None
    cap: Fen | None = None
    plan: str | None = None
    industry_factor: Factor = Fraction(1)

    @model_validator(mode="after")
    def _has_its_numbers(self) -> "Contribution":
        needed = {
            "percent": ("share",),
            "fixed": ("amount",),
            "percent_with_cap": ("share", "cap"),
            "reference": ("share", "plan"),
        }[self.kind]
        given = {name for name in ("share", "amount", "cap", "plan") if getattr(self, name) is not None}
        if given != set(needed):
            words = ", ".join(needed)
            zh, en = f"{self.kind} 需要且只需要：{words}", f"{self.kind} needs these and no others: {words}"
            raise refusal("contribution_numbers", zh, en)
        return self

    def fits(self, relation: str, tier: str) -> bool:
        return (self.relations is None or relation in self.relations) and (self.tiers is None or tier in self.tiers)


COMPOSITE_NAMES = {
    "employee": Text("仅员工", "employee only"),
    "employee_spouse": Text("员工与配偶", "employee and spouse"),
    "employee_children": Text("员工与子女", "employee and children"),
    "family": Text("员工、配偶与子女", "employee, spouse and children"),
    "extended_family": Text("含父母的家庭", "family with parents"),
}
_COVERS: dict[str, tuple[str, ...]] = {
    "employee": ("employee",),
    "employee_spouse": ("employee", "spouse"),
    "employee_children": ("employee", "child"),
    "family": ("employee", "spouse", "child"),
    "extended_family": ("employee", "spouse", "child", "parent"),
}


def _composite_tiers() -> tuple[CompositeTier, ...]:
    factors = loading("composite_factors").value
    return tuple(
        CompositeTier(tier=name, covers=_COVERS[name], factor=_read_factor(str(factor)))
        for name, factor in factors.items()
    )


def _age_bands() -> tuple[Ages, ...]:
    bands = (str(band).split("..") for band in loading("age_bands").value)
    return tuple(Ages(int(youngest), int(oldest)) for youngest, oldest in bands)


def _tax() -> dict[Line, Fraction]:
    shares: dict[Line, Any] = loading("value_added_tax").value
    return {line: Fraction(str(share).rstrip("%")) / 100 for line, share in shares.items()}


def _risk() -> Risk:
    entry = dict(loading("risk").value)
    return Risk.model_validate({key: str(item) for key, item in entry.items()})


class QuoteTerms(Part):
    """What turns expected claims into a price. What is left out comes from reference/loadings.yaml, and is said."""

    quote: Identifier = "quote"
    name: Name | None = None
    expenses: Share = Field(default_factory=lambda: loading_share("expenses"))
    commission: Share = Field(default_factory=lambda: loading_share("commission"))
    profit: Share = Field(default_factory=lambda: loading_share("profit"))
    expenses_per_person: Fen = 0
    premium_tax: dict[Line, Share] = Field(default_factory=_tax)
    risk: Risk = Field(default_factory=_risk)
    group_size: bool = False
    minimum_participation: Share = Field(default_factory=lambda: loading_share("minimum_participation"))
    children: Children | None = None
    billing: Literal["list", "composite"] = "list"
    composite: Annotated[tuple[CompositeTier, ...], Field(min_length=1)] = Field(default_factory=_composite_tiers)
    rates: Rates = Field(default_factory=Rates)
    contributions: tuple[Contribution, ...] = ()
    round_to: Annotated[Fen, Field(ge=1)] = 1

    @property
    def of_price(self) -> Fraction:
        """Share of the price before tax that is not for claims, risk and fixed expenses."""
        return self.expenses + self.commission + self.profit

    def origin(self, field: str, reference: str | None = None) -> Documented | None:
        """Where a number comes from if the terms did not say it: the reference entry, else None."""
        return None if field in self.model_fields_set else loading(reference or field)

    def assumed(self) -> Iterator[tuple[str, Documented]]:
        """The fields that stand at their defaults and matter, with where these come from."""
        fields = {"expenses": "", "commission": "", "profit": "", "risk": "", "premium_tax": "value_added_tax"}
        if self.billing == "composite":
            fields["composite"] = "composite_factors"
        for field, reference in fields.items():
            origin = self.origin(field, reference or None)
            if origin is not None:
                yield field, origin


def complaints(terms: QuoteTerms) -> Iterator[tuple[str, str, Text]]:
    """What is wrong between the parts of the terms: key, code, sentence."""
    if terms.of_price >= 1:
        zh = "expenses、commission、profit 之和须小于 100%，否则没有可付赔款的部分"
        en = "expenses, commission and profit must stay below 100% together, or nothing is left for claims"
        yield "expenses", "loadings_of_everything", Text(zh, en)
    names = [tier.tier for tier in terms.composite]
    if len(set(names)) < len(names):
        yield "composite", "repeated_id", Text("家庭档的名称重复", "two composite tiers have one name")
    if all(tier.factor == 0 for tier in terms.composite):
        yield "composite", "no_factor", Text("家庭档的系数不能全为 0", "the factors of the tiers cannot all be 0")


def load_terms(path: str | Path) -> QuoteTerms:
    """The terms in a YAML file. Raises PlanError with all problems, each with line and column."""
    return parse_terms(read_text(Path(path)), str(path))


def parse_terms(text: str, file: str = "-") -> QuoteTerms:
    """As load_terms, of a text."""
    trees = parse_documents(text, Path(file))
    findings = Findings(file, trees[0])
    terms, _ = read(QuoteTerms, trees[0], findings, {})
    for key, code, message in complaints(terms) if terms else ():
        findings.add((key,), code, message)
    if len(trees) > 1:
        message = Text("报价条件应为一个文件一份", "a file holds the terms of one quote only")
        findings.add((), "several_terms", message)
    if findings.problems or terms is None:
        raise PlanError(findings.problems)
    return terms
