"""Texts, money, days and moments as pages write them (页面上的写法)."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.platform.web.languages import language


def said(text: Any) -> str:
    """A Text, or {zh, en} as it is kept in JSON, in the language of the request; a plain string as it is."""
    if text is None:
        return ""
    if isinstance(text, dict):
        return str(text.get(language()) or text.get("zh", ""))
    return text.to(language()) if isinstance(text, Text) else str(text)


def yuan(fen: int | None) -> SafeString:
    """``123450`` -> "1,234.50" in tabular figures; nothing where there is no amount."""
    if fen is None:
        return mark_safe("")
    return format_html('<span class="amount">{}</span>', format_yuan(int(fen)))


def day(value: date | datetime | None) -> str:
    """2026-03-05."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


def moment(value: datetime | None) -> str:
    """2026-03-05 14:03."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
