"""The interface for HR systems (接口)."""
