"""Everything that the demo opens with (演示数据): a year in force, a window open, work for everybody."""

from collections.abc import Callable
from datetime import date, timedelta

from django_scopes import scope

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.accounts.models import User
from tuanbao.platform.choice.closing import close_window
from tuanbao.platform.choice.models import Window
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import billing, earning, paying, payroll
from tuanbao.platform.people.models import Person
from tuanbao.platform.sample.choices import choose_in_window
from tuanbao.platform.sample.company import make_users, small_company
from tuanbao.platform.sample.cover import begin_year

Tell = Callable[[Text], None]
CHOSEN_LAST_YEAR, CHOSEN_SO_FAR = 0.8, 0.4


def fill(employees: int, tell: Tell) -> Company:
    """The demo company with so many employees and a user for each role."""
    tell(Text("编造一家公司", "Making up a company"))
    company = small_company(employees)
    users = make_users(company)
    with scope(company=company):
        _identified()
        tell(Text("去年的选择", "Last year's choices"))
        _last_window()
        tell(Text("今年的保障和账单", "This year's cover and bills"))
        begin_year(company, 2026, users["hr"])
        _bills(company, users["finance"], users["hr_manager"])
        tell(Text("今年已经选了的人", "Those who have chosen this year"))
        open_now = Window.objects.get(opens_on__year=2026)
        choose_in_window(open_now.opens_on, clock.today() - timedelta(days=1), CHOSEN_SO_FAR, seed=2)
    return company


def _identified() -> None:
    """Made-up papers, recognisable as such; here and there one is missing, for HR to see."""
    for place, person in enumerate(Person.objects.order_by("number")):
        if place % 40 != 7:
            person.identity_type, person.identity_number = "other", f"DEMO{person.number}"
            person.save()


def _last_window() -> None:
    window = Window.objects.get(opens_on__year=2025)
    window.closed_at = None
    window.save()
    choose_in_window(window.opens_on, window.closes_on, CHOSEN_LAST_YEAR, seed=1)
    with clock.clock_at(window.closes_on + timedelta(days=1)):
        close_window(window)


def _bills(company: Company, finance: User, approver: User) -> None:
    """Bills, payroll and what was earned, month by month up to last month; all but the last bill are paid."""
    policy = Policy.objects.get(starts_on__year=2026)
    last = clock.today().replace(day=1) - timedelta(days=1)
    for month in (date(2026, number, 1) for number in range(1, last.month + 2)):
        with clock.clock_at(month - timedelta(days=8)):
            bill = billing.issue(policy, month, finance)
            run = payroll.make_run(company, month, finance)
        if month <= last and bill is not None:
            with clock.clock_at(month + timedelta(days=12)):
                billing.approve(bill, approver)
                paying.pay(policy, clock.today(), bill.total_fen, f"TT{month:%y%m}", f"demo-{month}", finance)
                payroll.confirm(run, user=finance)
        if month < last.replace(day=1):
            with clock.clock_at(month + timedelta(days=33)):
                earning.earn(policy, month, finance)
