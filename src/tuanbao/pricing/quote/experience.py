"""The group's own past as a factor on the model's expectation (自身经验)."""

from dataclasses import dataclass, field
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.reference.documented import Confidence


@dataclass(frozen=True, slots=True)
class Experience:
    """What the group's own past says (经验): its claims over the model's, and how far it is believed.

    ``factor`` is expected claims by experience over those by the model; ``credibility`` (可信度) between 0 and 1.
    """

    factor: Fraction
    credibility: Fraction
    reason: Text = field(default=Text("以往赔付与模型之比", "past claims over the model's"))
    source: str = ""
    confidence: Confidence = "medium"

    def __post_init__(self) -> None:
        if not 0 <= self.credibility <= 1 or self.factor < 0:
            raise QuoteError(
                Text(
                    "可信度应在 0 与 1 之间，经验系数不能为负",
                    "credibility lies between 0 and 1, and the factor of experience is not negative",
                )
            )

    @property
    def blend(self) -> Fraction:
        """Z f + (1 − Z)."""
        return self.credibility * self.factor + 1 - self.credibility
