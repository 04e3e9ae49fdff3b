"""What happens to endorsements, for the rooms that follow (批单信号)."""

from django.dispatch import Signal

approved = Signal()
"""``endorsement=``: sent within the transaction that approves it."""
