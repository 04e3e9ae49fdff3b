"""Tabler's outline icons, inline (图标)."""

import re
from functools import lru_cache
from importlib.resources import files

from django.utils.safestring import SafeString, mark_safe

FOLDER = ("@tabler", "icons", "icons", "outline")


@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "users" %}``: decoration beside words, hidden from screen readers."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"not the name of an icon: {name!r}")
    text = files("tuanbao_assets").joinpath(*FOLDER, f"{name}.svg").read_text("utf-8")
    inner = re.sub(r"\s*\n\s*", "", text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")])
    return mark_safe(
        f'<svg class="icon {css}" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner}</svg>'
    )
