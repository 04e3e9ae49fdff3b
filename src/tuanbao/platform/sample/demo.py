"""Everything that the demo opens with (演示数据): a year in force, a window open, work for everybody."""

from collections.abc import Callable

from django_scopes import scope

from tuanbao.language import Text
from tuanbao.platform.companies.models import Company
from tuanbao.platform.sample.company import make_users, small_company

Tell = Callable[[Text], None]


def fill(employees: int, tell: Tell) -> Company:
    """The demo company with so many employees and a user for each role."""
    tell(Text("编造一家公司", "Making up a company"))
    company = small_company(employees)
    make_users(company)
    with scope(company=company):
        pass
    return company
