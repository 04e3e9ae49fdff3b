"""团保: group employee insurance, from plan to payment."""
