"""What goes with self-funding where nothing was agreed (自筹的参考条件)."""

from functools import cache

from tuanbao.reference.documented import Documented, documented


@cache
def self_funding_customs() -> dict[str, Documented]:
    """administration, specific_loading, aggregate_loading, specific_retentions, aggregate_attachments, appetite."""
    return dict(documented("self_funding.yaml"))
