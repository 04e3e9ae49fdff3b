"""What plans are called (方案名称), over the versions of a company's programmes."""

from tuanbao.language import Text
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion


class PlanTitles:
    """Titles of the approved programmes, the latest first; a plan that none of them knows has its id."""

    def __init__(self) -> None:
        versions = ProgrammeVersion.objects.filter(state="approved").order_by("-effective_from", "-number")
        self._loaded = [load_version(version) for version in versions]

    def plan(self, plan_id: str, variant: str = "") -> Text:
        for loaded in self._loaded:
            if plan_id in loaded.plans and (not variant or variant in loaded.plans[plan_id].variants):
                return loaded.title(plan_id, variant)
        name = f"{plan_id} {variant}".strip()
        return Text(name, name)
