"""What templates say (模板中的文字): every sentence in Chinese and English, money, dates, masks."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from tuanbao.platform.protection import masks
from tuanbao.platform.web import fields, icons, written
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import cells

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> SafeString:
    """``{% say "还可用 {left}" "{left} left" left=… %}``: values are escaped, the sentences are the template's own."""
    sentence = zh if language() == "zh" else en
    return mark_safe(sentence.format(**{name: conditional_escape(value) for name, value in values.items()}))


@register.simple_tag
def fixed(template: str, **about: str) -> SafeString:
    """A template that hangs on nothing but the language and what is said here: drawn once."""
    return _fixed(template, language(), tuple(sorted(about.items())))


@lru_cache(maxsize=64)
def _fixed(template: str, language: str, about: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string(template, dict(about))


for write in (written.said, written.yuan, written.day, written.moment):
    register.filter(write.__name__, write)
register.filter("mask_phone", masks.mask_phone)
register.filter("mask_identity", masks.mask_identity)
register.filter("mask_account", masks.mask_account)
register.filter("styled", fields.styled)
register.filter("styled_choice", fields.styled_choice)
register.filter("field_kind", fields.field_kind)
register.simple_tag(icons.icon, name="icon")
register.simple_tag(cells.drawn, name="cell")
