"""What the past says about next year, and how much that is worth (经验分析)."""
