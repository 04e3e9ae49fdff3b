"""What is raised when a group's own claims experience cannot be used as it was given."""

from __future__ import annotations

from tuanbao.language import Text


class ExperienceError(ValueError):
    """The experience given cannot be analysed; ``text`` says what is wrong, why and what to do, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
