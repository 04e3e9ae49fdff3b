"""HR's screens (企业端)."""
