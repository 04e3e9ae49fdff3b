"""The programme beside the market (市场对标)."""

from tuanbao.design.benchmark.breadth_depth import Depth, breadth_of, depth_of
from tuanbao.design.benchmark.comparing import benchmark
from tuanbao.design.benchmark.market import MarketError, MarketShare, market_weights, theme_shares, weight_notes
from tuanbao.design.benchmark.own_market import OwnMarket, load_market, parse_market
from tuanbao.design.benchmark.positions import Benchmark

__all__ = [
    "Benchmark",
    "Depth",
    "MarketError",
    "MarketShare",
    "OwnMarket",
    "benchmark",
    "breadth_of",
    "depth_of",
    "load_market",
    "market_weights",
    "parse_market",
    "theme_shares",
    "weight_notes",
]
