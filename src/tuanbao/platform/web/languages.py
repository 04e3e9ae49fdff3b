"""Which language a request speaks (语言)."""

from django.utils.translation import get_language

from tuanbao.language import Language


def language() -> Language:
    """That of the request being answered; Chinese where there is none."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"
