"""The phases of a roll-out (推广阶段): who has the new programme when, what is watched, when one stops."""

from collections.abc import Callable
from typing import Any

from tuanbao.design.rollout.result import Phase, Pilot
from tuanbao.design.rollout.selecting import towards
from tuanbao.design.rollout.units import Units
from tuanbao.language import Text
from tuanbao.reference.rollout import PhaseCustom, phase_customs

NAMES = {
    "pilot": Text("试点", "pilot"),
    "half": Text("推广至半数", "half"),
    "all": Text("全面实施", "all"),
}
WATCH: dict[str, tuple[str, ...]] = {
    "pilot": ("claims_cost", "claimants", "out_of_pocket", "satisfaction"),
    "half": ("claims_cost", "claimants", "out_of_pocket", "satisfaction"),
    "all": ("claims_cost", "claimants", "out_of_pocket", "satisfaction", "turnover"),
}
"""Turnover needs a year; the measure of the effect is watched in every phase."""
_WRONG_PAYMENT = Text(
    "赔付与方案条款不符，或理赔不能按时完成，且一个月内没有纠正",
    "payments differ from the terms, or claims are late, and it is not put right within a month",
)
_OVER_BUDGET = Text(
    "按实际用量重新测算，全年费用超出预算",
    "priced again with what was really used, the year costs more than the budget",
)
_NOT_SHOWN = Text(
    "试点结果不利：效果与预期相反；结果不明确时先延长试点，不扩大范围",
    "the pilot speaks against it; where it says nothing clear, the pilot is prolonged and not enlarged",
)
_WORSE = Text("满意度或离职率较上年明显变差", "satisfaction or turnover are clearly worse than the year before")
STOP = {
    "pilot": (_WRONG_PAYMENT, _OVER_BUDGET),
    "half": (_NOT_SHOWN, _WRONG_PAYMENT, _OVER_BUDGET),
    "all": (_WORSE, _OVER_BUDGET),
}


def phases_of(units: Units, chosen: Any, pilot: Pilot | None, measure: str, beyond: Text | None) -> tuple[Phase, ...]:
    """``chosen`` (units,) bool: the pilot; ``beyond``: how far the wrong way pilot and rest may drift apart.

    Half of the people are the pilot and further units, as near to half as these allow.
    """
    groups: dict[str, Callable[[PhaseCustom], Any]] = {
        "pilot": lambda custom: chosen,
        "half": lambda custom: towards(units, chosen, float(custom.share or 0)),
        "all": lambda custom: chosen | True,
    }
    return tuple(
        _phase(custom, units, groups[custom.key](custom), measure, beyond if pilot else None)
        for custom in phase_customs()
        if pilot is not None or custom.key != "pilot"
    )


def _phase(custom: PhaseCustom, units: Units, mask: Any, measure: str, beyond: Text | None) -> Phase:
    stop = STOP[custom.key]
    return Phase(
        key=custom.key,
        name=NAMES[custom.key],
        months=custom.months,
        units=tuple(name for name, has in zip(units.names, mask, strict=True) if has),
        people=int(mask @ units.sizes),
        watch=tuple(dict.fromkeys((measure, *WATCH[custom.key]))),
        stop=(beyond, *stop) if beyond and custom.key == "pilot" else stop,
    )
