"""The plan language: model, loading with line and column, checks, variants, programme."""

from tuanbao.plan.loading import load_file, load_plan, load_plans, load_programme, parse_plans
from tuanbao.plan.model import DailyAllowance, LumpSum, Plan, Reimbursement
from tuanbao.plan.problems import PlanError, Problem
from tuanbao.plan.programme import Programme

__all__ = [
    "DailyAllowance",
    "LumpSum",
    "Plan",
    "PlanError",
    "Problem",
    "Programme",
    "Reimbursement",
    "load_file",
    "load_plan",
    "load_plans",
    "load_programme",
    "parse_plans",
]
