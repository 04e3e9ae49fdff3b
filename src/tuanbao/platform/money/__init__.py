"""The ledger, bills, payroll, reconciliation (账务)."""
