"""What templates say (模板中的文字): every sentence in Chinese and English, money, dates, masks."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.platform.protection import masks
from tuanbao.platform.web import fields, icons
from tuanbao.platform.web.languages import language

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> SafeString:
    """``{% say "还可用 {left}" "{left} left" left=… %}``: values are escaped, the sentences are the template's own."""
    sentence = zh if language() == "zh" else en
    return mark_safe(sentence.format(**{name: conditional_escape(value) for name, value in values.items()}))


@register.filter
def said(text: Any) -> str:
    """A Text, or {zh, en} as it is kept in JSON, in the language of the request; a plain string as it is."""
    if text is None:
        return ""
    if isinstance(text, dict):
        return str(text.get(language()) or text.get("zh", ""))
    return text.to(language()) if isinstance(text, Text) else str(text)


@register.filter
def yuan(fen: int | None) -> SafeString:
    """``123450`` -> "1,234.50" in tabular figures; nothing where there is no amount."""
    if fen is None:
        return mark_safe("")
    return format_html('<span class="amount">{}</span>', format_yuan(int(fen)))


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-03-05."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """2026-03-05 14:03."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


register.filter("mask_phone", masks.mask_phone)
register.filter("mask_identity", masks.mask_identity)
register.filter("mask_account", masks.mask_account)
register.filter("styled", fields.styled)
register.filter("styled_choice", fields.styled_choice)
register.filter("field_kind", fields.field_kind)
register.simple_tag(icons.icon, name="icon")
