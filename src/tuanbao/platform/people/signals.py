"""What the people's room tells the rooms above it, which it does not know."""

from django.dispatch import Signal

verified = Signal()
"""The papers of a person are accepted; with ``person`` and ``request``."""
