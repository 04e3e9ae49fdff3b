"""Drafts of the demo company's next programme (演示草稿): one that waits for approval, one that is being written."""

from typing import Any

from tuanbao.platform.programmes import deciding, versions
from tuanbao.platform.programmes.models import ProgrammeVersion

CRITICAL = "sum_insured: 300000", "sum_insured: 400000"
PHYSIO = "amount: 3000,", "amount: 5000,"


def make_drafts(author: Any) -> list[ProgrammeVersion]:
    """Within the company's scope: next year's programme with more for critical illness, submitted; with more
    physiotherapy, a draft."""
    source = ProgrammeVersion.objects.filter(state="approved").order_by("-effective_from", "-number").first()
    if source is None:
        return []
    waiting = _changed(source, author, CRITICAL)
    deciding.submit(waiting, author, note="重疾保额提高到 40 万元")
    return [ProgrammeVersion.objects.get(pk=waiting.pk), _changed(source, author, PHYSIO)]


def _changed(source: ProgrammeVersion, author: Any, change: tuple[str, str]) -> ProgrammeVersion:
    draft = versions.draft_from(source, author)
    versions.save_draft(draft, {str(plan.pk): plan.text.replace(*change) for plan in draft.plans.all()})
    return draft
