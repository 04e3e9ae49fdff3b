"""Screens of money (账务页面)."""
