"""Identity documents (证件号码): resident numbers, permits, passports, company codes, bank cards."""

import re
from datetime import date
from typing import Literal

from tuanbao.language import Text

ID_TYPES = {
    "resident": Text("居民身份证", "resident identity card"),
    "hmt_permit": Text("港澳台居民居住证", "residence permit for Hong Kong, Macao and Taiwan residents"),
    "foreigner_permit": Text("外国人永久居留身份证", "foreigner's permanent residence card"),
    "passport": Text("护照", "passport"),
    "hk_macao_pass": Text("港澳居民来往内地通行证", "Hong Kong and Macao mainland travel permit"),
    "taiwan_pass": Text("台湾居民来往大陆通行证", "Taiwan mainland travel permit"),
    "birth_certificate": Text("出生医学证明", "birth certificate"),
    "other": Text("其他", "other"),
}
RESIDENT_TYPES = frozenset({"resident", "hmt_permit", "foreigner_permit"})
"""Documents whose 18-character number follows GB 11643 and so tells birth date and sex."""

PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for number in range(first, last + 1)
)
"""GB/T 2260, the provinces, regions and municipalities of the mainland."""

PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
"""Residence permits for people from Hong Kong, Macao and Taiwan, issued since 2018-09-01."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORMATS = {
    "passport": re.compile(r"(?=.*\d)[A-Z0-9]{5,9}", re.ASCII),
    "hk_macao_pass": re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII),
    "taiwan_pass": re.compile(r"\d{8}|\d{10}[A-Z0-9]?", re.ASCII),
    "birth_certificate": re.compile(r"[A-Z]\d{9}", re.ASCII),
    "other": re.compile(r".{3,40}"),
}
_OLD_FOREIGNER = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_LIKE_RESIDENT = re.compile(
    r"(?<!\d)(?:[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)",
    re.ASCII,
)


def check_digit(first_seventeen: str) -> str:
    """GB 11643 (ISO 7064 MOD 11-2): the last character of an 18-character number."""
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def resident_problem(number: str) -> str | None:
    """What is wrong with an 18-character number of a resident card or a permit; None if nothing is.

    Codes: id_old, id_length, id_characters, id_region, id_date, id_check_digit. The foreigner's card of 2023 is
    9, province, numeric country code, birth date, sequence, check digit.
    """
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        return "id_old"
    if len(number) != 18:
        return "id_length"
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return "id_characters"
    province = number[1:3] if number[0] == "9" else number[:2]
    if province not in PROVINCES and number[:6] not in PERMIT_REGIONS:
        return "id_region"
    if _birth_date(number) is None:
        return "id_date"
    if check_digit(number[:17]) != number[17]:
        return "id_check_digit"
    return None


def _birth_date(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None


def birth_date_and_sex(number: str) -> tuple[date, Literal["male", "female"]]:
    """Of an 18-character number in which `resident_problem` finds nothing; else ValueError(its code)."""
    problem = resident_problem(number)
    born = _birth_date(number)
    if problem is not None or born is None:
        raise ValueError(problem)
    return born, "male" if int(number[16]) % 2 else "female"


def infer_type(number: str) -> str:
    """The kind of document that a number without one most likely belongs to."""
    if re.fullmatch(r"\d{15}|\d{17}[\dX]", number, re.ASCII):
        if number[0] == "9" and len(number) == 18:
            return "foreigner_permit"
        return "hmt_permit" if number[:2] in {"81", "82", "83"} else "resident"
    return "foreigner_permit" if _OLD_FOREIGNER.fullmatch(number) else "passport"


def document_problem(id_type: str, number: str) -> str | None:
    """What is wrong with a number of a kind of ID_TYPES: the codes of `resident_problem`, or id_format; or None."""
    if id_type == "foreigner_permit" and _OLD_FOREIGNER.fullmatch(number):
        return None
    if id_type in RESIDENT_TYPES:
        return resident_problem(number)
    return None if _FORMATS[id_type].fullmatch(number) else "id_format"


def is_credit_code(code: str) -> bool:
    """Unified social credit code (统一社会信用代码), GB 32100."""
    if len(code) != 18 or any(character not in _CREDIT_ALPHABET for character in code):
        return False
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _CREDIT_ALPHABET[-total % 31] == code[17]


def looks_like_bank_card(number: str) -> bool:
    """Luhn. Some Chinese cards do not pass it: a reason to ask again, never to refuse."""
    if not re.fullmatch(r"\d{12,19}", number, re.ASCII):
        return False
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in number[-1::-2])) % 10 == 0


def mask(number: str) -> str:
    """An identity number as it may stand in a message: "110***********002X"."""
    head, tail = (3, 4) if len(number) >= 15 else (1, 2)
    hidden = len(number) - head - tail
    return number[:head] + "*" * hidden + number[-tail:] if 2 * hidden >= len(number) else "*" * len(number)


def mask_resident_numbers(text: str) -> str:
    """Masks what looks like a resident number wherever it stands in a text."""
    return _LIKE_RESIDENT.sub(lambda match: mask(match[0]), text)
