"""The history of records tells the platform's time, as everything else does."""

from datetime import date

from django.utils import timezone

from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.history import create_with_history

DAY = date(2027, 3, 4)


def test_a_change_is_written_down_with_the_time_of_the_clock(company: Company) -> None:
    person = Person.objects.all()[0]
    with clock_at(DAY):
        person.save()
    assert timezone.localtime(person.history.first().history_date).date() == DAY


def test_so_are_many_at_once(company: Company) -> None:
    several = [Person(company=company, number=f"N{n}", name="甲", birth_date=DAY) for n in range(2)]
    with clock_at(DAY):
        create_with_history(several, Person)
    rows = Person.history.filter(number__in=["N0", "N1"])
    assert {timezone.localtime(row.history_date).date() for row in rows} == {DAY}
