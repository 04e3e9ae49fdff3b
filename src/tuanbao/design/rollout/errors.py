"""What is raised when a roll-out cannot be planned from what was given."""

from tuanbao.language import Text


class RolloutError(ValueError):
    """Everything that is wrong with the input of a roll-out, at once. ``problems`` are sentences in both languages."""

    def __init__(self, *problems: Text) -> None:
        super().__init__("\n".join(problem.en for problem in problems))
        self.problems = problems

    @property
    def text(self) -> Text:
        return Text("\n".join(p.zh for p in self.problems), "\n".join(p.en for p in self.problems))
