"""What is raised when no price can be given."""

from tuanbao.language import Text


class QuoteError(ValueError):
    """No price can be given; ``text`` says what is wrong, why and what to do, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
