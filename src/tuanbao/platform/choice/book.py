"""Plan years, programmes, windows and prices of a company, read once (年度与费率)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuanbao.platform.choice.models import Window
from tuanbao.platform.choice.options import Member, Price
from tuanbao.platform.choice.windows import PlanYear, YearlyWindow
from tuanbao.platform.companies.standing import kept
from tuanbao.platform.cover.covered import policies_on
from tuanbao.platform.cover.rates import NoRateError, RateRow, rates_of, yearly_price
from tuanbao.platform.programmes.loaded import Approved, Loaded, approved


@dataclass(frozen=True, slots=True)
class Tariff:
    """A policy's first day and its rates."""

    starts_on: date
    rates: tuple[RateRow, ...]


@dataclass(frozen=True)
class Book:
    """Years by first day; a year's key is that of its programme version."""

    years: tuple[PlanYear, ...]
    versions: Mapping[int, Approved]
    tariffs: Mapping[int, Mapping[str, Tariff]]
    """By year and plan."""

    def loaded(self, key: int) -> Loaded:
        return self.versions[key].loaded

    def pricer(self, key: int) -> Price:
        tariffs = self.tariffs[key]

        def price(member: Member, plan_id: str, variant: str) -> int | None:
            tariff = tariffs.get(plan_id)
            if tariff is None:
                return None
            about = (member.relation, member.born, member.sex, tariff.starts_on)
            try:
                return yearly_price(tariff.rates, plan_id, variant, *about)
            except NoRateError:
                return None

        return price


@kept
def read_book(company: int) -> Book:
    """Of several approved versions of a year the last one holds."""
    latest = {each.version.effective_from: each for each in approved(company)}
    by_first = {window.programme.effective_from: window for window in windows(company)}
    return Book(
        tuple(_year(each, by_first.get(first)) for first, each in latest.items()),
        {each.version.pk: each for each in latest.values()},
        {each.version.pk: _tariffs(company, first) for first, each in latest.items()},
    )


@kept
def windows(company: int) -> tuple[Window, ...]:
    return tuple(Window.objects.select_related("programme").order_by("opens_on"))


def _year(each: Approved, window: Window | None) -> PlanYear:
    version, rules = each.version, each.loaded.programme.choice
    return PlanYear(
        key=version.pk,
        first=version.effective_from,
        last=version.effective_to,
        window=YearlyWindow(window.opens_on, window.closes_on, window.closed_at is not None) if window else None,
        locked=rules is None or rules.lock == "year",
        days=dict(rules.life_events) if rules else {},  # type: ignore[arg-type]
    )


def _tariffs(company: int, day: date) -> dict[str, Tariff]:
    found: dict[str, Tariff] = {}
    for policy in policies_on(company, day):
        tariff = Tariff(policy.starts_on, rates_of(policy))
        for plan_id in policy.plans:
            found.setdefault(plan_id, tariff)
    return found
