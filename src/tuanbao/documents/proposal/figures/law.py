"""Law, tax, roll-out and what employees may buy, as a proposal shows them (合规、税务、实施与自选). Fen a year."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanbao.design.law import AfterTax, CompanyTax
from tuanbao.design.law.rules import SEVERITIES, Finding, Severity
from tuanbao.design.needs.cells import cells_shown
from tuanbao.design.proposal import Proposal, Side
from tuanbao.design.rollout.measures import MEASURES
from tuanbao.documents.proposal import words
from tuanbao.language import Text
from tuanbao.reference.documented import Confidence

ONE_BY_ONE = "people"
"""A roll-out that draws single people: their IDs are not shown."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """What one rule found in the proposed programme; several places of one rule stand together."""

    severity: Severity
    title: Text
    sentence: Text
    """Of the first place, without the source."""
    more: int
    """Further places of the same rule."""
    new: bool
    """The present programme does not have it."""
    source: str
    confidence: Confidence


def law_rows(found: Proposal, severity: Severity | None = None) -> tuple[LawRow, ...]:
    """Of one severity, or of all, the gravest first."""
    report = found.proposed.report
    rules = {rule.code: rule for rule in report.checked}
    today = {(one.rule, one.where) for one in found.present.report.findings}
    by_rule: dict[str, list[Finding]] = {}
    for one in report.findings:
        by_rule.setdefault(one.rule, []).append(one)
    rows = []
    for code, places in by_rule.items():
        first, because = places[0], rules[code].because
        said = Text(first.sentence.zh.removesuffix(because.zh), first.sentence.en.removesuffix(because.en))
        new = any((one.rule, one.where) not in today for one in places)
        rows.append(
            LawRow(first.severity, rules[code].title, said, len(places) - 1, new, first.source, first.confidence)
        )
    order = list(SEVERITIES)
    shown = [row for row in rows if severity in (None, row.severity)]
    return tuple(sorted(shown, key=lambda row: order.index(row.severity)))


def resolved(found: Proposal) -> tuple[Text, ...]:
    """Rules that the present programme breaks and the proposed one does not."""
    now, new = found.present.report, found.proposed.report
    still = {one.rule for one in new.breaches}
    titles = {rule.code: rule.title for rule in now.checked}
    return tuple(titles[code] for code in dict.fromkeys(one.rule for one in now.breaches) if code not in still)


def unchecked(found: Proposal) -> tuple[tuple[Text, Text], ...]:
    """Rules that could not be checked, and why."""
    return tuple((rule.title, why) for rule, why in found.proposed.report.unchecked)


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One line after tax, under both programmes; None where it is not known."""

    name: Text
    present: int | None
    proposed: int | None
    strong: bool = False


def company_tax_rows(found: Proposal) -> tuple[TaxRow, ...]:
    """What the company pays by treatment, what it saves in tax, and what it costs in the end. Rows of nothing go."""
    now, new = (side.after_tax.company for side in (found.present, found.proposed))
    paid = [
        TaxRow(row.title, now.of(row.key).paid, row.paid) for row in new.treatments if row.paid or now.of(row.key).paid
    ]
    return (
        *paid,
        TaxRow(words.PAID_BY_COMPANY, now.paid, new.paid, strong=True),
        TaxRow(words.DEDUCTIBLE, now.deductible, new.deductible),
        TaxRow(words.tax_saved(_percent(new)), -now.tax_saved, -new.tax_saved),
        TaxRow(words.NET_COST, now.net_cost, new.net_cost, strong=True),
    )


def employee_tax_rows(found: Proposal) -> tuple[TaxRow, ...]:
    """Both readings of the rules, of employees with a salary on the roster; empty for fewer than ten of them."""
    sides = [side.after_tax.employees for side in (found.present, found.proposed)]
    if any(each is None or not cells_shown(int(each.known.sum())) for each in sides):
        return ()
    now, new = ([int(fen) for fen in _of_employees(side)] for side in (found.present, found.proposed))
    names = (words.PAID_FOR_THEM, words.TAX_ALL, words.NET_ALL, words.TAX_POOLED, words.NET_POOLED)
    strong = (False, False, True, False, True)
    return tuple(TaxRow(*row) for row in zip(names, now, new, strong, strict=True))


def _of_employees(side: Side) -> tuple[int, ...]:
    own = side.after_tax.employees
    assert own is not None
    paid = int(own.paid[own.known].sum())
    return paid, own.net_value - paid, own.net_value, own.net_value_pooled - paid, own.net_value_pooled


def _percent(company: CompanyTax) -> str:
    return f"{float(company.rate):.4g}" if company.rate > 1 else f"{float(company.rate) * 100:.4g}%"


def tax_notes(found: Proposal) -> tuple[Text, ...]:
    """What was assumed, and how tax could be saved, of the proposed side."""
    own: AfterTax = found.proposed.after_tax
    return (*own.notes,)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase of the roll-out."""

    name: Text
    months: tuple[int, int]
    who: Text
    people: int
    watch: Text
    stop: tuple[Text, ...]


def phases(found: Proposal) -> tuple[PhaseRow, ...]:
    """Empty where no roll-out was planned. Single people are never named."""
    plan = found.rollout
    if plan is None:
        return ()
    return tuple(
        PhaseRow(
            one.name,
            one.months,
            _who(plan.by, one.units, one.people, plan.people),
            one.people,
            _named([MEASURES[key].name for key in one.watch]),
            one.stop,
        )
        for one in plan.phases
    )


def _who(by: str, units: Sequence[str], people: int, everybody: int) -> Text:
    if people == everybody:
        return Text("全体员工", "all employees")
    if by == ONE_BY_ONE:
        return Text(f"随机抽取的 {people} 名员工", f"{people} employees drawn at random")
    return Text("、".join(units), ", ".join(units))


def _named(names: Sequence[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


@dataclass(frozen=True, slots=True)
class UpgradeRow:
    """What employees of a plan may buy at their own cost; fen a year and head."""

    plan: str
    title: Text
    name: Text
    per_head: int


def upgrade_rows(found: Proposal) -> tuple[UpgradeRow, ...]:
    """By plan, the cheapest first."""
    titles = {plan.id: plan.title for plan in found.plans.plans}
    return tuple(UpgradeRow(one.plan, titles[one.plan], one.name, one.per_head) for one in found.plans.upgrades)


def options_dropped(found: Proposal) -> tuple[Text, ...]:
    """Variants that employees may choose today and that the proposal does not offer."""
    choice = found.tiered.programme.choice
    allowed = choice.variants if choice and choice.variants else None
    proposed = {(plan.id, name) for plan in found.plans.plans for name in plan.variants}
    return tuple(
        plan.variant(name).title
        for plan in found.tiered.plans
        for name in plan.variants
        if (allowed is None or name in allowed.get(plan.id, ())) and (plan.id, name) not in proposed
    )
