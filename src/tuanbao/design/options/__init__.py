"""What may be changed, what must hold, and what counts how much (可选项、约束、价值)."""
