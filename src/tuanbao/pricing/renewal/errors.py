"""What is raised when a renewal cannot be worked out from what was given."""

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError


class RenewalError(ExperienceError):
    """Everything that is wrong with the input of a renewal, at once. ``problems`` are sentences in both languages."""

    def __init__(self, *problems: Text) -> None:
        super().__init__(Text("\n".join(p.zh for p in problems), "\n".join(p.en for p in problems)))
        self.problems = problems
