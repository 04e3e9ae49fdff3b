"""Base templates, components, languages (页面)."""
