"""What next year should cost, and why (续保)."""
