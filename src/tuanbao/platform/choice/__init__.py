"""Windows, elections, life events (弹性选择)."""
