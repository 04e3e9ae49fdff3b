"""Made-up years of bills and events from a seed (模拟票据)."""

from tuanbao.pricing.simulation.bills import Simulated, simulate_bills
from tuanbao.pricing.simulation.errors import SimulationError
from tuanbao.pricing.simulation.year import Year, simulate_year

__all__ = ["Simulated", "SimulationError", "Year", "simulate_bills", "simulate_year"]
