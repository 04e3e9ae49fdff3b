"""Health, metrics, backup and restore (运维)."""
