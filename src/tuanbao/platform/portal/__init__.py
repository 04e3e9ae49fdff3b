"""The employee's screens, phone first (员工端)."""
