"""Encrypted fields, consent, retention, the audit log (个人信息保护与审计)."""
