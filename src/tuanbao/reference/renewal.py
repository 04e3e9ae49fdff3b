"""What renewals of group medical cover usually agree on (续保惯例): unverified, and so said wherever it is used."""

from tuanbao.reference.documented import Documented, documented


def renewal_customs() -> dict[str, Documented]:
    """Every figure by name, with unit, date, source and confidence."""
    return documented("renewal.yaml")
