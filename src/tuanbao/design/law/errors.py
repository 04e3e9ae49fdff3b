"""What is raised when a programme cannot be checked from what was given."""

from tuanbao.language import Text


class LawError(ValueError):
    """Everything that is wrong with the facts of a case, at once: what, where, why and what to do."""

    def __init__(self, *texts: Text) -> None:
        super().__init__("\n".join(text.en for text in texts))
        self.texts = texts
