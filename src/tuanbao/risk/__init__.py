"""Aggregate loss, stop-loss, tails, self-funding: the mathematics of a year's total (风险)."""

from tuanbao.risk.approximations import lognormal_survival, normal_quantile, normal_survival
from tuanbao.risk.compound import aggregate, aggregate_sum, moments
from tuanbao.risk.discretise import discretise
from tuanbao.risk.distribution import Aggregate, Quality, from_totals
from tuanbao.risk.empirical import Empirical, fixed
from tuanbao.risk.errors import RiskError
from tuanbao.risk.frequency import Binomial, Counts, Frequency, NegativeBinomial, Poisson
from tuanbao.risk.generalised_pareto import GeneralisedPareto, exponential, pareto, uniform
from tuanbao.risk.group_year import GroupYear, group_year
from tuanbao.risk.layers import Layer, Mixture, Scaled
from tuanbao.risk.measures import interpolated_quantile, tail_value_at_risk, value_at_risk
from tuanbao.risk.self_funding import Appetite, Candidate, SelfFunding, Terms, compare
from tuanbao.risk.severity import Gamma, Lognormal, Severity
from tuanbao.risk.splice import Spliced
from tuanbao.risk.stop_loss import Cover, Protection, aggregate_cover, protect, specific_cover
from tuanbao.risk.tail import Excess, Tail, excess_table, fit_tail, hill

__all__ = [
    "Aggregate",
    "Appetite",
    "Binomial",
    "Candidate",
    "Counts",
    "Cover",
    "Empirical",
    "Excess",
    "Frequency",
    "Gamma",
    "GeneralisedPareto",
    "GroupYear",
    "Layer",
    "Lognormal",
    "Mixture",
    "NegativeBinomial",
    "Poisson",
    "Protection",
    "Quality",
    "RiskError",
    "Scaled",
    "SelfFunding",
    "Severity",
    "Spliced",
    "Tail",
    "Terms",
    "aggregate",
    "aggregate_cover",
    "aggregate_sum",
    "compare",
    "discretise",
    "excess_table",
    "exponential",
    "fit_tail",
    "fixed",
    "from_totals",
    "group_year",
    "hill",
    "interpolated_quantile",
    "lognormal_survival",
    "moments",
    "normal_quantile",
    "normal_survival",
    "pareto",
    "protect",
    "specific_cover",
    "tail_value_at_risk",
    "uniform",
    "value_at_risk",
]
