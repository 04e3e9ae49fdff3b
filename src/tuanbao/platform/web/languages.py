"""Which language a request speaks (语言)."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from tuanbao.language import Language, Text


def language() -> Language:
    """That of the request being answered; Chinese where there is none."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def say_now(zh: str, en: str) -> str:
    """A sentence in the language of the request."""
    return Text(zh, en).to(language())


spoken = lazy(say_now, str)
"""``label=spoken("姓名", "Name")``: in the language of the request that reads it, for labels and messages of forms."""
