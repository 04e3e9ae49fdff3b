"""Design (方案设计): from what people need and the market has to the best programme that a budget can buy."""
