"""Every design over the same bills (同一批票据上的全部候选方案)."""
