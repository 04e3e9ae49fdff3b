"""From expected cost to the price (报价)."""
