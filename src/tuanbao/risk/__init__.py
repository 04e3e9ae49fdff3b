"""Aggregate loss, stop-loss, tails, self-funding: the mathematics of a year's total (风险)."""
