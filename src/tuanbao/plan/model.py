"""The plan language as types: what a plan may say (保险方案). The meaning is fixed in docs/plan-language.md."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Discriminator, Field, PrivateAttr, Tag, model_validator

from tuanbao.language import Text
from tuanbao.plan.fields import (
    AgeRange,
    AmountOrField,
    Category,
    Cause,
    Days,
    Diagnosis,
    EventKind,
    Fen,
    Grade,
    Identifier,
    Level,
    Mode,
    Number,
    Ownership,
    Relation,
    Share,
    Unsettled,
    Ward,
    refusal,
)
from tuanbao.plan.parts import Name, Part, Period
from tuanbao.plan.source import Mapping

ALL = Fraction(1)
Scope = Literal["visit", "day", "case", "year"]
Names = tuple[Annotated[str, Field(min_length=1)], ...]
Diagnoses = tuple[Diagnosis, ...]


class When(Part):
    """Tests of the line and the person, all of which must hold (适用条件)."""

    categories: tuple[Category, ...] | None = None
    causes: tuple[Cause, ...] | None = None
    levels: tuple[Level, ...] | None = None
    ownership: tuple[Ownership, ...] | None = None
    wards: tuple[Ward, ...] | None = None
    lists: Names | None = None
    settled: bool | None = None
    diagnoses: Diagnoses | None = None
    relations: tuple[Relation, ...] | None = None
    ages: AgeRange | None = None
    insured: bool | None = None
    pre_existing: bool | None = None
    work: bool | None = None

    @model_validator(mode="after")
    def _tests_something(self) -> "When":
        if not self.model_fields_set:
            raise refusal("empty_when", "when 里应至少有一个条件", "expected at least one test in when")
        return self


class Deductible(Part):
    """An amount that the person bears first (免赔额)."""

    per: Scope
    amount: AmountOrField
    shared: Literal["member", "family"] = "member"
    pool: Identifier | None = None
    credit: tuple[Literal["earlier_benefits", "other_paid"], ...] = ()
    when: When | None = None
    id: Identifier | None = None

    @model_validator(mode="after")
    def _credits_a_year(self) -> "Deductible":
        if self.credit and self.per != "year":
            zh, en = "credit 只能用于每年（per: year）的免赔额", "credit goes with a yearly deductible (per: year) only"
            raise refusal("credit_not_yearly", zh, en)
        return self


class PatientCap(Part):
    """The most that a person or family bears; beyond it the benefit pays in full (个人自付封顶)."""

    per: Scope
    amount: AmountOrField
    shared: Literal["member", "family"] = "member"
    pool: Identifier | None = None
    when: When | None = None
    id: Identifier | None = None


class Limit(Part):
    """The most that a benefit pays, or the most bills that it pays (限额、次数限额)."""

    per: Literal["visit", "day", "case", "year", "lifetime"]
    amount: AmountOrField | None = None
    count: Number | None = None
    shared: Literal["member", "family", "company"] = "member"
    pool: Identifier | None = None
    when: When | None = None
    id: Identifier | None = None

    @model_validator(mode="after")
    def _is_sayable(self) -> "Limit":
        if (self.amount is None) == (self.count is None):
            zh, en = "应有 amount（金额）或 count（次数）之一", "expected either amount or count"
            raise refusal("amount_or_count", zh, en)
        if self.amount == 0:
            zh, en = "限额不能为 0；不赔的责任应删去", "a limit of 0: leave the benefit out instead"
            raise refusal("limit_of_zero", zh, en)
        if self.per == "lifetime" and self.count is not None:
            raise refusal("lifetime_count", "终身限额只能是金额", "a lifetime limit is an amount")
        plain = self.per == "year" and isinstance(self.amount, int) and self.when is None and self.pool is None
        if self.shared == "company" and not plain:
            zh = "公共保额（shared: company）应为每年一个金额，不带 when、pool 和 {field: …}"
            en = "a company-wide limit (shared: company) is one yearly amount without when, pool or {field: …}"
            raise refusal("company_limit_form", zh, en)
        return self


class Band(Part):
    """A range of the year's accumulated expense after deductible, and the percentage paid in it (分段)."""

    up_to: Fen | None = None
    pay: Share


def _rising(bands: tuple[Band, ...], start: int = 0) -> tuple[Band, ...]:
    """Bands rise, and the last is open. Raises a refusal; ``start`` is the list position of the first band."""
    edge = 0
    for i, band in enumerate(bands, start):
        if i == start + len(bands) - 1:
            if band.up_to is not None:
                zh, en = "最后一段不能有 up_to", "the last band has no up_to: it is open above"
                raise refusal("last_band_closed", zh, en, (i, "up_to"))
        elif band.up_to is None:
            zh, en = "除最后一段外，每段都应有 up_to", "every band but the last needs an up_to"
            raise refusal("band_without_edge", zh, en, (i,))
        elif band.up_to <= edge:
            zh, en = "各段的 up_to 应从 0 起逐段增大", "the up_to of the bands must rise, beginning above 0"
            raise refusal("bands_do_not_rise", zh, en, (i, "up_to"))
        else:
            edge = band.up_to
    return bands


def _percentage_or_list(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "percentage"


def _case_or_band(value: Any) -> str:
    return "case" if isinstance(value, Case) or (isinstance(value, dict) and "when" in value) else "band"


Pay = Annotated[
    Annotated[Share, Tag("percentage")]
    | Annotated[Annotated[tuple[Band, ...], Field(min_length=1), AfterValidator(_rising)], Tag("list")],
    Discriminator(_percentage_or_list),
]


class Case(Part):
    """A percentage, or bands, for lines of which ``when`` holds."""

    when: When
    pay: Pay

    @property
    def bands(self) -> tuple[Band, ...]:
        return (Band(pay=self.pay),) if isinstance(self.pay, Fraction) else self.pay


CoinsuranceItem = Annotated[Annotated[Case, Tag("case")] | Annotated[Band, Tag("band")], Discriminator(_case_or_band)]


class Coinsurance(NamedTuple):
    """What share of the expense after deductible is paid (赔付比例): cases first, then bands."""

    cases: tuple[Case, ...] = ()
    bands: tuple[Band, ...] = (Band(pay=ALL),)


def _in_order(items: tuple[Case | Band, ...]) -> tuple[Case | Band, ...]:
    """Cases stand before the bands, and the bands rise. Raises a refusal."""
    first_band = next((i for i, item in enumerate(items) if isinstance(item, Band)), len(items))
    for i, item in enumerate(items[first_band:], first_band):
        if isinstance(item, Case):
            zh, en = "带 when 的情形应写在分段之前", "a case (with when) stands before the bands"
            raise refusal("case_after_band", zh, en, (i,))
    _rising(tuple(item for item in items if isinstance(item, Band)), first_band)
    return items


CoinsuranceForm = Annotated[
    Annotated[Share, Tag("percentage")]
    | Annotated[Annotated[tuple[CoinsuranceItem, ...], Field(min_length=1), AfterValidator(_in_order)], Tag("list")],
    Discriminator(_percentage_or_list),
]


class Expenses(Part):
    """What share of each component of the bill counts (费用范围)."""

    in_scope: Share = ALL
    in_scope_below: Share | None = None
    in_scope_above: Share | None = None
    class_b: Share = ALL
    out_of_scope: Share = Fraction(0)

    @property
    def shares(self) -> tuple[Fraction, Fraction, Fraction, Fraction, Fraction]:
        """In the order of the components: below, between, above, class B, outside."""
        below = self.in_scope if self.in_scope_below is None else self.in_scope_below
        above = self.in_scope if self.in_scope_above is None else self.in_scope_above
        return below, self.in_scope, above, self.class_b, self.out_of_scope


class Hospitals(Part):
    """Where one may be treated (医院范围)."""

    levels: tuple[Level, ...] | None = None
    ownership: tuple[Ownership, ...] | None = None
    wards: tuple[Ward, ...] | None = None
    lists: Names | None = None
    excluded: Names | None = Field(default=None, alias="except")
    emergency: Literal["any"] | None = None


class Only(Part):
    diagnoses: Diagnoses


class Exclude(Part):
    diagnoses: Diagnoses = ()
    categories: tuple[Category, ...] = ()
    pre_existing: bool = False


class _Benefit(Part):
    """What all kinds of benefit (保险责任) say."""

    id: Identifier
    name: Name | None = None
    note: Name | None = None
    relations: tuple[Relation, ...] | None = None
    causes: tuple[Cause, ...] | None = None
    work: Literal["except", "only"] | None = None
    only: Only | None = None
    exclude: Exclude = Exclude()
    waiting: Days = 0
    within: Days | None = None

    @property
    def title(self) -> Text:
        return self.name.text if self.name else Text(self.id, self.id)


class Reimbursement(_Benefit):
    """费用补偿型: pays what a bill cost, by its terms."""

    kind: Literal["reimbursement"]
    covers: Annotated[tuple[Category, ...], Field(min_length=1)]
    hospitals: Hospitals = Hospitals()
    expenses: Expenses = Expenses()
    unsettled: Unsettled = ALL
    deductible: tuple[Deductible, ...] = ()
    coinsurance: CoinsuranceForm = ALL
    patient_cap: tuple[PatientCap, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def terms(self) -> Coinsurance:
        """The coinsurance in its full form; where the file gives no bands, 100 %."""
        if isinstance(self.coinsurance, Fraction):
            return Coinsurance(bands=(Band(pay=self.coinsurance),))
        cases = tuple(item for item in self.coinsurance if isinstance(item, Case))
        bands = tuple(item for item in self.coinsurance if isinstance(item, Band))
        return Coinsurance(cases=cases, bands=bands or (Band(pay=ALL),))


class MaxDays(Part):
    stay: Number | None = None
    case: Number | None = None
    year: Number | None = None


class DailyAllowance(_Benefit):
    """住院津贴、误工津贴: pays a fixed amount per day."""

    kind: Literal["daily_allowance"]
    of: Literal["stay", "lost_time"] = "stay"
    hospitals: Hospitals = Hospitals()
    amount: AmountOrField
    elimination_days: Days = 0
    max_days: MaxDays = MaxDays()


class SalaryMultiple(Part):
    salary_months: Number
    cap: Fen | None = None


class ShareOfBenefit(Part):
    of: Identifier
    share: Share


def _kind_of_sum(value: Any) -> str:
    if isinstance(value, dict):
        is_salary, is_field = "salary_months" in value or "cap" in value, "field" in value
        return "salary" if is_salary else "<amount>" if is_field else "share"
    return "<amount>"


SumInsured = Annotated[
    Annotated[AmountOrField, Tag("<amount>")]
    | Annotated[SalaryMultiple, Tag("salary")]
    | Annotated[ShareOfBenefit, Tag("share")],
    Discriminator(_kind_of_sum),
]
Schedule = Annotated[
    Annotated[Identifier, Tag("name")] | Annotated[dict[Grade, Share], Field(min_length=1), Tag("scale")],
    Discriminator(lambda value: "scale" if isinstance(value, dict) else "name"),
]


class LumpSum(_Benefit):
    """定额给付型: pays a sum when something happens."""

    kind: Literal["lump_sum"]
    event: EventKind
    modes: tuple[Mode, ...] | None = None
    sum_insured: SumInsured
    schedule: Schedule | None = None
    survival_days: Days = 0
    max_payments: Number = 1
    interval_days: Days = 0
    aggregate: Identifier | None = None


Benefit = Annotated[Reimbursement | DailyAllowance | LumpSum, Discriminator("kind")]


class Variant(Part):
    """An upgrade or downgrade (升级、降级): the plan with a small patch."""

    name: Name | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    add: tuple[dict[str, Any], ...] = ()
    remove: Names = ()


class Plan(Part):
    """What is covered: the one statement that everything else asks."""

    plan: Identifier
    name: Name | None = None
    note: Name | None = None
    period: Period
    benefits: Annotated[tuple[Benefit, ...], Field(min_length=1)]
    variants: dict[Identifier, Variant] = Field(default_factory=dict)

    _origin: "Origin | None" = PrivateAttr(default=None)
    _variant_plans: "dict[str, Plan]" = PrivateAttr(default_factory=dict)

    @property
    def id(self) -> str:
        return self.plan

    @property
    def title(self) -> Text:
        return self.name.text if self.name else Text(self.plan, self.plan)

    def variant(self, name: str) -> "Plan":
        """The plan with a variant's patch; its id is ``plan:variant``. Raises KeyError for an unknown name."""
        return self._variant_plans[name]

    def benefit(self, benefit_id: str) -> Reimbursement | DailyAllowance | LumpSum:
        return next(benefit for benefit in self.benefits if benefit.id == benefit_id)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a plan was read from: the file and the located tree."""

    file: str
    tree: Mapping
