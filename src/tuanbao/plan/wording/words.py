"""The smallest pieces of wording: amounts, percentages, days and lists, in both languages."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan
from tuanbao.plan.fields import Ages, Amount, PersonField

_CHINESE_GAP = re.compile(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])")
NOTHING = Text("", "")
NONE = Text("无", "none")


def say(zh: str, en: str, **parts: Text | str | int) -> Text:
    """A sentence in both languages, with its parts put in, each in its language."""
    in_zh = {name: part.zh if isinstance(part, Text) else part for name, part in parts.items()}
    in_en = {name: part.en if isinstance(part, Text) else part for name, part in parts.items()}
    return Text(zh.format(**in_zh), en.format(**in_en))


def joined(texts: Iterable[Text], zh: str, en: str) -> Text:
    items = list(texts)
    return Text(zh.join(text.zh for text in items), en.join(text.en for text in items))


def all_of(texts: Iterable[Text]) -> Text:
    """甲、乙、丙; a, b and c."""
    return _listed(list(texts), "and")


def any_of(texts: Iterable[Text]) -> Text:
    """甲、乙、丙; a, b or c."""
    return _listed(list(texts), "or")


def clauses_of(texts: Iterable[Text]) -> Text:
    """Parts of one sentence: 甲；乙; a; b."""
    return joined(texts, "；", "; ")


def lines(texts: Iterable[Text]) -> Text:
    return joined(texts, "\n", "\n")


def _listed(texts: list[Text], last: str) -> Text:
    if len(texts) < 2:
        return texts[0] if texts else NONE
    *first, final = (text.en for text in texts)
    return Text("、".join(text.zh for text in texts), f"{', '.join(first)} {last} {final}")


def capital(text: Text) -> Text:
    """With a capital in English, as a sentence or label begins."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def tight(text: Text) -> Text:
    """Without blanks between Chinese characters, which stand only beside figures."""
    return Text(_CHINESE_GAP.sub("", text.zh), text.en)


def quoted(text: Text) -> Text:
    return Text(f"“{text.zh}”", f'"{text.en}"')


def money(fen: int) -> Text:
    """5,000 元; decimals only where there are some."""
    written = format_yuan(fen).removesuffix(".00")
    return Text(f"{written} 元", f"{written} yuan")


def amount(value: Amount) -> Text:
    """An amount, or where the person's own stands (按被保险人清单约定)."""
    if isinstance(value, PersonField):
        zh = "按被保险人清单“{column}”栏为您约定的金额"
        return say(zh, 'the amount agreed for you in the list of the insured, column "{column}"', column=value.field)
    return money(value)


def amount_in_short(value: Amount) -> Text:
    """As `amount`, where there is no room to say where the person's own stands."""
    return Text("您的约定金额", "your agreed amount") if isinstance(value, PersonField) else money(value)


def percent(share: Fraction) -> Text:
    written = format_percent(share)
    return Text(written, written)


def days(number: int) -> Text:
    return Text(f"{number} 天", f"{number} day" if number == 1 else f"{number} days")


def day(value: date) -> Text:
    return Text(f"{value.year} 年 {value.month} 月 {value.day} 日", f"{value.day} {value:%B} {value.year}")


def from_to(first: date, last: date) -> Text:
    return say("{first}至 {last}", "{first} to {last}", first=day(first), last=day(last))


def ages(value: Ages) -> Text:
    return Text(f"{value.youngest} 岁至 {value.oldest} 岁", f"aged {value.youngest} to {value.oldest}")
