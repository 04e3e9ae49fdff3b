"""The proposal as slides with native charts (幻灯片)."""
