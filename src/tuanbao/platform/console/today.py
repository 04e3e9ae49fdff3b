"""What several figures and tasks of the overview ask for, asked once (今日概况)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from tuanbao.platform.choice.models import Election, Window
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.console.premium import Told, insured_on
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.people.models import Person


@dataclass(frozen=True)
class Today:
    """The overview of somebody on a day."""

    who: Membership
    day: date

    @cached_property
    def told(self) -> list[Told]:
        """The lines of approved endorsements of the policies that run today; of an insurer its own."""
        lines = EndorsementLine.objects.exclude(endorsement__approved_at=None).filter(
            endorsement__policy__starts_on__lte=self.day, endorsement__policy__ends_on__gte=self.day
        )
        if self.who.role == "insurer":
            lines = lines.filter(endorsement__policy__insurer=self.who.insurer)
        names = ("person_id", "plan_id", "variant", "action", "first_day", "last_day", "premium_fen")
        return [
            Told(person, f"{plan}:{variant}", action == "add", first, last, fen)
            for person, plan, variant, action, first, last, fen in lines.values_list(*names)
        ]

    @cached_property
    def insured(self) -> set[int]:
        return insured_on(self.told, self.day)

    @cached_property
    def employed(self) -> int:
        return employed(self.day)

    @cached_property
    def window(self) -> Window | None:
        """The one in which people choose now."""
        opened = Window.objects.filter(opens_on__lte=self.day, closes_on__gte=self.day, closed_at=None)
        return opened.select_related("programme").first()

    @cached_property
    def may_choose(self) -> int:
        """Those employed on the first day of the year that is chosen for, as on the page of progress."""
        return employed(self.window.programme.effective_from) if self.window else 0

    @cached_property
    def chosen(self) -> int:
        """Employees who have chosen themselves for the window's year."""
        made = (
            Election.objects.filter(programme_id=self.window.programme_id) if self.window else Election.objects.none()
        )
        return made.exclude(source__in=("default", "renewed")).values("employee").distinct().count()


def employed(day: date) -> int:
    return Person.objects.filter(employee=None, hired_on__lte=day).filter(still(day)).count()


def still(day: date) -> Q:
    """Neither the person nor the one from whom the family hangs has left."""
    own = Q(left_on=None) | Q(left_on__gte=day)
    return own & (Q(employee=None) | Q(employee__left_on=None) | Q(employee__left_on__gte=day))
