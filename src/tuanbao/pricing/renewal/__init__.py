"""Renewal (续保): loss ratios, the indicated change and its reasons, refund, the coming years, terms that hold it.

past = past_year(plans, members, bills, premiums, valuation=date(2026, 12, 31))
renewal = renew(past, next_years_plans)
renewal.ratios["policy_year"].sentence(), renewal.indicated.explanation, renewal.path.holds, renewal.notes
"""

from tuanbao.pricing.renewal.assumptions import Assumptions, ModelView, Reserves, TrendAssumption
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.past import PastYear, past_year
from tuanbao.pricing.renewal.pooling import Pooling
from tuanbao.pricing.renewal.refund import RefundTerms
from tuanbao.pricing.renewal.renew import Renewal, renew

__all__ = [
    "Assumptions",
    "ModelView",
    "PastYear",
    "Pooling",
    "RefundTerms",
    "Renewal",
    "RenewalError",
    "Reserves",
    "TrendAssumption",
    "past_year",
    "renew",
]
