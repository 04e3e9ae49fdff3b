"""Official statistics of the care that people use (医保、卫生统计公报)."""

from tuanbao.reference.documented import Documented, documented


def health_statistics() -> dict[str, Documented]:
    """Every figure by name, with unit, date, source and confidence."""
    return documented("health_statistics.yaml")
