"""What cover is called (保障名称): whose, and by which plan."""

from tuanbao.language import Text
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.titles import PlanTitles


class Titles(PlanTitles):
    def of(self, person: Person, plan_id: str, variant: str = "") -> Text:
        """With the dependant's name where it is not the employee's own cover."""
        plan = self.plan(plan_id, variant)
        if person.employee_id is None:
            return plan
        who = person.relation_title
        return Text(f"{who.zh} {person.name}：{plan.zh}", f"{who.en} {person.name}: {plan.en}")

    def line(self, line: EndorsementLine) -> Text:
        return self.of(line.person, line.plan_id, line.variant)
