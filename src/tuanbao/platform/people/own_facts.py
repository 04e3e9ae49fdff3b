"""Whom and what an employee's own pages ask for each time (家庭与任职)."""

from tuanbao.platform.companies.prepared import NUMBER, Prepared
from tuanbao.platform.people.models import Employment, Person

DEPENDANTS = Prepared[Person](
    lambda employee: Person.objects.filter(employee=employee).order_by("birth_date", "pk"), employee=NUMBER
)
POSTS = Prepared[Employment](
    lambda employee: Employment.objects.filter(person=employee).order_by("starts_on"), employee=NUMBER
)
"""An employee's positions, the first one first."""
