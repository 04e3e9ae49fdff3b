"""What a design cannot do, and why."""

from tuanbao.language import Text


class DesignError(Exception):
    """A design that cannot be made. ``texts`` has everything that is wrong."""

    def __init__(self, *texts: Text) -> None:
        super().__init__("\n".join(text.en for text in texts))
        self.texts = texts

    @property
    def text(self) -> Text:
        """Everything that is wrong, one below the other."""
        return Text("\n".join(text.zh for text in self.texts), "\n".join(text.en for text in self.texts))
