"""Plan years, programmes, windows and prices of a company, read once (年度与费率)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuanbao.platform.choice.models import Window
from tuanbao.platform.choice.options import Member, Price
from tuanbao.platform.choice.windows import PlanYear, YearlyWindow
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.cover.rates import NoRateError, RateRow, rates_of, yearly_price
from tuanbao.platform.programmes.loaded import Loaded, load_version
from tuanbao.platform.programmes.models import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Tariff:
    """A policy's first day and its rates."""

    starts_on: date
    rates: tuple[RateRow, ...]


@dataclass(frozen=True)
class Book:
    """Years by first day; a year's key is that of its programme version."""

    years: tuple[PlanYear, ...]
    versions: Mapping[int, ProgrammeVersion]
    windows: Mapping[int, Window]
    tariffs: Mapping[int, Mapping[str, Tariff]]
    """By year and plan."""

    def loaded(self, key: int) -> Loaded:
        return load_version(self.versions[key])

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


def read_book() -> Book:
    """Of the company in whose scope this runs. Of several approved versions of a year the last one holds."""
    versions = _latest()
    windows = {window.programme.effective_from: window for window in _windows()}
    years, tariffs, by_key = [], {}, {}
    for version in versions:
        window = windows.get(version.effective_from)
        years.append(_year(version, window))
        tariffs[version.pk] = _tariffs(version)
        if window is not None:
            by_key[version.pk] = window
    return Book(tuple(years), {version.pk: version for version in versions}, by_key, tariffs)


def _latest() -> list[ProgrammeVersion]:
    found = {
        version.effective_from: version
        for version in ProgrammeVersion.objects.filter(state="approved").order_by("effective_from", "number")
    }
    return list(found.values())


def _windows() -> list[Window]:
    return list(Window.objects.select_related("programme").order_by("opens_on"))


def _year(version: ProgrammeVersion, window: Window | None) -> PlanYear:
    rules = load_version(version).programme.choice
    return PlanYear(
        key=version.pk,
        first=version.effective_from,
        last=version.effective_to,
        window=YearlyWindow(window.opens_on, window.closes_on, window.closed_at is not None) if window else None,
        locked=rules is None or rules.lock == "year",
        days=dict(rules.life_events) if rules else {},  # type: ignore[arg-type]
    )


def _tariffs(version: ProgrammeVersion) -> dict[str, Tariff]:
    day = version.effective_from
    policies = Policy.objects.filter(starts_on__lte=day, ends_on__gte=day).prefetch_related("rates")
    found: dict[str, Tariff] = {}
    for policy in policies:
        tariff = Tariff(policy.starts_on, rates_of(policy))
        for plan_id in policy.plans:
            found.setdefault(plan_id, tariff)
    return found
