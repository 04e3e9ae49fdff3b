"""What rarely changes is kept in memory, and never older than the database."""

from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope

from tuanbao.platform.choice.models import Window
from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.standing import Mark, Standing, kept, looking
from tuanbao.platform.cover.covered import policies
from tuanbao.platform.cover.models import Policy, Rate
from tuanbao.platform.programmes.loaded import approved


class _UndoneError(Exception):
    pass


@pytest.fixture
def read(company: Company) -> Any:
    """``read(company)`` -> numbers of the policies; ``read.times`` how often the database was asked."""
    times = []

    @kept
    def numbers(company: int) -> list[str]:
        times.append(company)
        return list(Policy.objects.order_by("number").values_list("number", flat=True))

    numbers.times = times  # type: ignore[attr-defined]
    return numbers


def test_it_is_read_once_until_something_changes(company: Company, read: Any) -> None:
    first = read(company.pk)
    assert read(company.pk) is first
    assert read.times == [company.pk]


def test_a_page_that_is_only_looked_at_reads_the_mark_once(
    company: Company, read: Any, django_assert_num_queries: Any
) -> None:
    read(company.pk)
    with looking():
        with django_assert_num_queries(1):
            read(company.pk)
            read(company.pk)
        renamed(Policy.objects.first())
        assert "new" in read(company.pk), "what is written meanwhile is seen all the same"
    with django_assert_num_queries(2):
        read(company.pk)
        read(company.pk)


def renamed(policy: Policy) -> None:
    policy.number = "new"
    policy.save()


def removed(policy: Policy) -> None:
    Rate.objects.filter(policy=policy).delete()
    other = Policy(company=policy.company, insurer=policy.insurer, number="other")
    other.starts_on, other.ends_on = policy.starts_on, policy.ends_on
    other.save()
    other.delete()


CHANGES = {
    "a row is saved": renamed,
    "a row is deleted": removed,
    "many rows are changed": lambda policy: Policy.objects.filter(pk=policy.pk).update(instalments=4),
    "many rows are deleted": lambda policy: policy.rates.all().delete(),
    "many rows are made": lambda policy: Rate.objects.bulk_create(
        [Rate(company=policy.company, policy=policy, plan_id="x", relation="child", yearly_fen=1)]
    ),
}


@pytest.mark.parametrize("how", CHANGES)
def test_after_any_change_it_is_read_again(company: Company, read: Any, how: str) -> None:
    read(company.pk)
    CHANGES[how](Policy.objects.first())
    read(company.pk)
    assert len(read.times) == 2


def test_a_change_that_is_rolled_back_leaves_nothing_behind(company: Company, read: Any) -> None:
    before = read(company.pk)

    def change() -> None:
        renamed(Policy.objects.first())
        assert "new" in read(company.pk)
        raise _UndoneError

    with pytest.raises(_UndoneError), transaction.atomic():
        change()
    assert read(company.pk) == before
    with transaction.atomic():
        Policy.objects.filter(number=before[0]).update(number="later")
    assert "new" not in read(company.pk)
    assert "later" in read(company.pk)


def test_another_company_keeps_what_it_has(company: Company, read: Any) -> None:
    other = Company.objects.create(slug="other", name="别家")
    with scope(company=other):
        assert read(other.pk) == []
    renamed(Policy.objects.first())
    read(company.pk)
    with scope(company=other):
        assert not Mark.objects.exists()
        read(other.pk)
    assert read.times.count(other.pk) == 1


def test_everything_that_is_kept_renews_the_mark(company: Company) -> None:
    """Every model of whose rows a kept reader gives something."""
    shown = [
        *policies(company.pk),
        *(rate for policy in policies(company.pk) for rate in policy.rates.all()),
        *(policy.insurer for policy in policies(company.pk)),
        *(each.version for each in approved(company.pk)),
        *(plan for each in approved(company.pk) for plan in each.version.plans.all()),
        *Window.objects.all(),
    ]
    assert {type(row).__name__ for row in shown} == {
        "Policy",
        "Rate",
        "Insurer",
        "ProgrammeVersion",
        "PlanVersion",
        "Window",
    }
    assert all(isinstance(row, Standing) for row in shown)
