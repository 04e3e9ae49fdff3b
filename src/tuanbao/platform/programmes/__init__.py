"""Plans and programmes, versioned and approved by two (方案)."""
