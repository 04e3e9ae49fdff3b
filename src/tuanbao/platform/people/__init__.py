"""Employees, dependants, documents, beneficiaries (人员)."""
