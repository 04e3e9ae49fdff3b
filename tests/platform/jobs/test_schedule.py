"""What is due by the schedule is done once a slot."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs import schedule
from tuanbao.platform.jobs.models import ScheduleRun
from tuanbao.platform.jobs.schedule import every, run_due
from tuanbao.platform.people.models import Person


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: Any) -> None:
    monkeypatch.setattr(schedule, "_ENTRIES", {})


def at(hour: int, minute: int = 0, day: int = 20) -> Any:
    return clock_at(datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")))


def test_a_daily_entry_runs_once_from_its_hour_on(company: Any) -> None:
    times = []
    every("day", at="02:00", name="test.daily")(lambda: times.append(1))
    with at(1):
        assert run_due() == 0
    with at(9):
        assert (run_due(), run_due()) == (1, 0)
    with at(3, day=21):
        assert run_due() == 1
    assert len(times) == 2


def test_an_entry_of_every_minute_runs_once_a_minute(company: Any) -> None:
    every("minute", name="test.minutely")(lambda: None)
    with at(9, 1):
        assert (run_due(), run_due()) == (1, 0)
    with at(9, 2):
        assert run_due() == 1


def test_an_entry_for_each_company_runs_in_its_scope(company: Any) -> None:
    Company.objects.create(slug="other", name="另一家")
    seen = {}

    @every("day", each_company=True)
    def count(each: Company) -> None:
        seen[each.slug] = Person.objects.count()

    assert run_due() == 2
    assert seen["other"] == 0
    assert seen["acme"] > 30


def test_an_entry_that_fails_does_not_stop_the_others_and_undoes_what_it_did(company: Any, caplog: Any) -> None:
    name = "some" + "body"

    @every("day", name="test.broken")
    def broken() -> None:
        Company.objects.create(slug="half", name="一半")
        raise ValueError(name)

    every("day", name="test.sound")(lambda: None)
    assert run_due() == 2
    assert ScheduleRun.objects.get(name="test.broken").failed
    assert not Company.objects.filter(slug="half").exists()
    assert name not in caplog.text


def test_what_another_worker_has_begun_is_left_to_it(company: Any, monkeypatch: Any) -> None:
    times = []
    every("day", name="test.raced")(lambda: times.append(1))
    with transaction.atomic():
        assert run_due() == 1
    # the other worker looked before the first had noted its run
    monkeypatch.setattr(schedule.ScheduleRun.objects, "filter", _none_at_first(ScheduleRun.objects.filter))
    assert run_due() == 0
    assert times == [1]


def _none_at_first(real: Any) -> Any:
    asked = []

    def filtered(**about: Any) -> Any:
        asked.append(about)
        return real(**about).none() if len(asked) == 1 else real(**about)

    return filtered
