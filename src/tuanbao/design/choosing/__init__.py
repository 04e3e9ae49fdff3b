"""Exactly the best choice (精确选择): one design for each block, one option for each service."""
