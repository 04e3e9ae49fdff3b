"""What a design takes where its options do not say (设计的默认参数)."""

from fractions import Fraction

from tuanbao.money import parse_percent
from tuanbao.reference.documented import Documented, documented


def design_default(key: str) -> Documented:
    """One entry of design.yaml."""
    return documented("design.yaml")[key]


def design_factor(key: str) -> Fraction:
    """An entry that is one number or one percentage."""
    value = design_default(key).value
    return parse_percent(value) if isinstance(value, str) else Fraction(str(value))
