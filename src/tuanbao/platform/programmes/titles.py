"""What plans are called (方案名称), over the versions of a company's programmes."""

from tuanbao.language import Text
from tuanbao.platform.companies.owned import company_in_scope
from tuanbao.platform.programmes.loaded import approved


class PlanTitles:
    """Titles of the approved programmes of the company in scope, the latest first; an unknown plan has its id."""

    def __init__(self) -> None:
        self._loaded = [each.loaded for each in reversed(approved(company_in_scope()))]

    def plan(self, plan_id: str, variant: str = "") -> Text:
        for loaded in self._loaded:
            if plan_id in loaded.plans and (not variant or variant in loaded.plans[plan_id].variants):
                return loaded.title(plan_id, variant)
        name = f"{plan_id} {variant}".strip()
        return Text(name, name)
