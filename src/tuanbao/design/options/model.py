"""The options of a design as a file says them (设计选项): levers, tiers, payers, services, constraints, value."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from tuanbao.design.themes import THEMES
from tuanbao.plan.fields import Fen, Identifier, Number, OneOf, Relation, Share, refusal
from tuanbao.plan.parts import Name, Part
from tuanbao.plan.programme import Words
from tuanbao.pricing.quote.terms import Factor
from tuanbao.reference.design import design_default, design_factor
from tuanbao.reference.needs import parameter

Theme = Annotated[str, OneOf(THEMES)]


def _as_setting(value: Any) -> Any:
    return {} if value == "now" else value


class Setting(Part):
    """One way to set a lever: a patch as a variant writes it. ``now``, or nothing to patch, leaves the terms alone."""

    name: Name | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    add: tuple[dict[str, Any], ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def patch(self) -> dict[str, Any]:
        written = {"set": self.set, "add": list(self.add), "remove": list(self.remove)}
        return {key: value for key, value in written.items() if value}


class LeverTerms(Part):
    """Terms that move together (可调整的条款). The present terms are always one of the settings."""

    lever: Identifier
    plan: Identifier
    name: Name | None = None
    settings: (
        Annotated[
            tuple[
                Annotated[
                    Setting,
                    BeforeValidator(_as_setting),
                    WithJsonSchema({"anyOf": [{"const": "now"}, {"type": "object"}]}),
                ],
                ...,
            ],
            Field(min_length=1),
        ]
        | None
    ) = None
    path: str | None = None
    values: Annotated[tuple[Any, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> "LeverTerms":
        long, short = self.settings is not None, self.path is not None and self.values is not None
        if long == short or (not short and (self.path is not None or self.values is not None)):
            zh, en = "应写 settings，或者 path 与 values", "expected settings, or path together with values"
            raise refusal("lever_form", zh, en)
        return self

    @property
    def patches(self) -> list[tuple[Name | None, dict[str, Any]]]:
        """Name and patch of every setting, as written."""
        if self.settings is not None:
            return [(setting.name, setting.patch) for setting in self.settings]
        return [(None, {"set": {self.path: value}}) for value in self.values or ()]


class NewTier(Part):
    """Employees who are to have terms of their own (新的档次), beginning from those of a plan."""

    tier: Identifier
    name: Name | None = None
    when: Annotated[dict[str, Words], Field(min_length=1)]
    plan: Identifier


class Payer(Part):
    """What the company may pay of a relation's premium, and how many then join (家属保费由谁承担、参加比例)."""

    relation: Relation
    employer: Annotated[tuple[Share, ...], Field(min_length=1)]
    joining: Annotated[tuple[Share, ...], Field(min_length=1)] | None = None
    """The share of today's dependants who join, for each share paid; left out: all of them."""

    @model_validator(mode="after")
    def _goes_together(self) -> "Payer":
        if self.joining is not None and len(self.joining) != len(self.employer):
            zh, en = "joining 应与 employer 一一对应", "joining needs one share for each of employer"
            raise refusal("joining_length", zh, en, ("joining",))
        return self


class Service(Part):
    """Something beside insurance, at a stated cost (体检、健康服务、企业年金)."""

    service: Identifier
    theme: Theme
    name: Name | None = None
    tiers: tuple[Identifier, ...] | None = None
    per_head: Annotated[tuple[Fen, ...], Field(min_length=1)] | None = None
    of_pay: Annotated[tuple[Share, ...], Field(min_length=1)] | None = None
    now: Annotated[int, Field(strict=True, ge=0)] = 0
    """Which of the options stands today, from 0."""
    worth: Factor = Field(default_factory=lambda: design_factor("service_worth"))
    """Yuan of value for a yuan of cost."""

    @model_validator(mode="after")
    def _has_one_form(self) -> "Service":
        if (self.per_head is None) == (self.of_pay is None):
            zh, en = "应写 per_head（每人每年元）或 of_pay（占工资比例）之一", "expected either per_head or of_pay"
            raise refusal("service_form", zh, en)
        if self.now >= len(self.options):
            zh, en = "now 应是选项的序号，从 0 起", "now must be the position of an option, from 0"
            raise refusal("service_now", zh, en, ("now",))
        return self

    @property
    def options(self) -> tuple[Any, ...]:
        return self.per_head if self.per_head is not None else self.of_pay or ()


class Floor(Part):
    """What no choice may take away (底线), for people who have ``plan``, or for everybody who has the benefit."""

    plan: Identifier | None = None
    benefit: Identifier | None = None
    at_least: Share = Fraction(1)
    """Of what the present terms pay to the same people; 100 % where left out."""


class Constraints(Part):
    """What must hold (约束). The company's yearly cost is premium that it pays, and services."""

    budget: Fen | None = None
    growth: Share | None = None
    """At most so much more than ``last_year``, or, without that, than the present programme costs next year."""
    last_year: Fen | None = None
    keep_value: Factor | None = None
    """The cheapest programme that is worth so many times today's value (反过来：保住价值，成本最低)."""
    floors: tuple[Floor, ...] = ()
    order: tuple[Identifier, ...] = ()
    """Tiers from the highest down: none may be worse than the one after it."""
    ratio: Factor | None = None
    """The highest tier gets at most so many times what the lowest gets, for the same people (公平)."""
    breadth: dict[Identifier, Number] = Field(default_factory=dict)
    """By tier, at least so many insured benefits a head (广度)."""
    depth: dict[Identifier, Fen] = Field(default_factory=dict)
    """By tier, at least such sums insured a head (深度)."""
    hold_years: Literal[1, 2, 3] = 1
    """The budget must still do in that year, at unchanged terms and its prices (保费若干年不涨)."""
    stop_loss: Fen | None = None
    """Claims of a person and year above it are ceded; priced as a line of its own where the company funds claims."""


class BadYear(Part):
    """How relief in a bad year counts (坏年景的减负)."""

    worst: Share = Field(default_factory=lambda: Fraction(design_factor("worst_share")))
    counts: Factor = Field(default_factory=lambda: design_factor("bad_year_counts"))
    """So much more does a yuan count that is paid in the worst years."""

    @model_validator(mode="after")
    def _is_a_tail(self) -> "BadYear":
        if not 0 < self.worst <= Fraction(1, 2):
            zh, en = "worst 应大于 0 且不超过 50%", "worst must be above 0 and at most 50%"
            raise refusal("worst_share", zh, en, ("worst",))
        return self


class Value(Part):
    """What counts how much (价值). Weights of themes multiply what needs and market say."""

    bad_year: BadYear = Field(default_factory=BadYear)
    needs: Share = Field(default_factory=lambda: Fraction(design_factor("needs_share")))
    market: Share = Field(default_factory=lambda: Fraction(design_factor("market_share")))
    """Shares of needs and market in the weights of themes; what is left of 100 % is equal weight."""
    weights: dict[Theme, Factor] = Field(default_factory=dict)
    tiers: dict[Identifier, Factor] = Field(default_factory=dict)
    lost_pay: dict[Identifier, Number] = Field(default_factory=lambda: dict(parameter("lost_pay")))
    """Months of pay that a family loses by an event, by its kind."""

    @model_validator(mode="after")
    def _is_a_share(self) -> "Value":
        if self.needs + self.market > 1:
            zh, en = "needs 与 market 之和不能超过 100%", "needs and market cannot exceed 100% together"
            raise refusal("weights_over", zh, en, ("market",))
        return self


class Agreed(Part):
    """What is known of the contract; left out: nobody said, and what hangs on it is not checked (合同事实)."""

    policyholder: Literal["employer", "employee"] | None = None
    beneficiary: Literal["insured_or_relatives", "employer", "other"] | None = None
    consent: bool | None = None
    experience_refund: bool | None = None
    refund_in_contract: bool | None = None
    separate_consent: bool | None = None
    guardian_consent: bool | None = None
    impact_assessment: bool | None = None
    employer_sees_diagnoses: bool | None = None
    human_review: bool | None = None


class Company(Part):
    """The company in law and tax (企业情况)."""

    industry: Literal["all", "smart_manufacturing", "hitech"] | None = None
    enterprise: Literal["general", "high_tech", "small", "small_reduced"] = "general"
    payroll: Fen | None = None
    on_roll: Number | None = None
    contributions: Share | None = None
    contract: Agreed = Field(default_factory=Agreed)


class PilotWish(Part):
    """What a pilot must be able to show (试点要看清的效果): the change against people without the new programme."""

    measure: Literal["claims_cost", "claimants", "out_of_pocket", "satisfaction", "turnover"] = "satisfaction"
    change: Decimal = Field(default_factory=lambda: Decimal(str(design_default("pilot_change").value)))
    """A year: yuan a head for money, points for satisfaction, shares of people (-0.05) for the others."""


class Options(Part):
    """Everything that a file of options says; what is left out has a default that is said."""

    design: Identifier = "design"
    name: Name | None = None
    tiers: tuple[NewTier, ...] = ()
    levers: tuple[LeverTerms, ...] = ()
    usual_levers: bool = True
    """Plans without a lever of their own get the usual ones."""
    payers: tuple[Payer, ...] = ()
    services: tuple[Service, ...] = ()
    constraints: Constraints = Field(default_factory=Constraints)
    value: Value = Field(default_factory=Value)
    company: Company = Field(default_factory=Company)
    pilot: PilotWish = Field(default_factory=PilotWish)
    most_designs: Annotated[int, Field(strict=True, ge=1, le=20_000)] | None = None
    """Joint combinations of a block at most; left out: reference/design.yaml says, for usual and for written levers."""

    @property
    def most_usual(self) -> int:
        return self.most_designs or int(design_factor("most_designs"))

    @property
    def most_written(self) -> int:
        return self.most_designs or int(design_factor("most_written_designs"))

    def levers_of(self, plans: Mapping[str, str]) -> list[tuple[str, LeverTerms]]:
        """Levers of plans; ``plans`` gives for every plan id that it began from. (plan, lever) in file order."""
        return [
            (plan, lever) for lever in self.levers for plan, origin in plans.items() if lever.plan in (plan, origin)
        ]
