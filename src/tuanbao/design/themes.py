"""Themes of cover (保障类别): the words in which needs, the market and the benefits of plans meet."""

from tuanbao.language import Text
from tuanbao.money import parse_yuan
from tuanbao.plan.model import DailyAllowance, LumpSum, Reimbursement

THEMES: dict[str, Text] = {
    "outpatient": Text("门急诊医疗", "outpatient care"),
    "inpatient": Text("住院医疗", "inpatient care"),
    "maternity": Text("生育", "maternity"),
    "dental_vision": Text("口腔与眼科", "dental and vision"),
    "high_end": Text("高端医疗（特需、国际部）", "high-end medical care"),
    "million": Text("百万医疗", "million-yuan medical cover"),
    "critical_illness": Text("重大疾病", "critical illness"),
    "accident": Text("意外身故与伤残", "accidental death and disability"),
    "accident_medical": Text("意外医疗", "care after accidents"),
    "life": Text("定期寿险", "life cover"),
    "income": Text("住院津贴与误工补偿", "daily allowances"),
    "employers_liability": Text("雇主责任", "employer's liability"),
    "annuity": Text("企业年金", "enterprise annuity"),
    "checkup": Text("体检", "health check-up"),
    "health_services": Text("健康服务（在线问诊、心理支持）", "health services"),
}
"""In the order in which they are listed everywhere."""
MILLION = parse_yuan(1_000_000)
"""A yearly limit from which inpatient cover is sold as million-yuan cover (百万医疗)."""
_OF_EVENT = {
    **dict.fromkeys(("critical_illness", "moderate_illness", "minor_illness"), "critical_illness"),
    **dict.fromkeys(("accidental_death", "transport_death", "disability"), "accident"),
    **dict.fromkeys(("death", "sudden_death"), "life"),
    "childbirth": "maternity",
}
_OF_CARE = (
    ("maternity", {"maternity"}),
    ("dental_vision", {"dental", "vision"}),
    ("checkup", {"checkup", "vaccination"}),
    ("health_services", {"psychiatric", "online"}),
)
"""What a benefit is that covers nothing else."""


def theme_of(benefit: Reimbursement | DailyAllowance | LumpSum) -> str:
    """The theme of a benefit, by what it pays for and not by its name."""
    if benefit.work == "only":
        return "employers_liability"
    if isinstance(benefit, DailyAllowance):
        return "income"
    if isinstance(benefit, LumpSum):
        return _OF_EVENT[benefit.event]
    return _of_reimbursement(benefit)


def _of_reimbursement(benefit: Reimbursement) -> str:
    covered = set(benefit.covers)
    if benefit.causes == ("accident",):
        return "accident_medical"
    if "overseas" in covered or set(benefit.hospitals.wards or ()) & {"special", "international"}:
        return "high_end"
    for theme, care in _OF_CARE:
        if covered <= care:
            return theme
    if covered & {"inpatient", "special_drug", "proton"} and not covered & {"outpatient", "emergency"}:
        return "million" if _yearly_limit(benefit) >= MILLION else "inpatient"
    return "outpatient"


def _yearly_limit(benefit: Reimbursement) -> int:
    """The largest yearly amount that is written as such; 0 where there is none."""
    amounts = [limit.amount for limit in benefit.limits if limit.per == "year" and isinstance(limit.amount, int)]
    return max(amounts, default=0)
