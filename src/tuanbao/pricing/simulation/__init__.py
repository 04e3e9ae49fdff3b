"""Made-up years of bills and events from a seed (模拟票据)."""
