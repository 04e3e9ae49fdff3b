"""Whether two ways of writing mean the same name (姓名比较)."""

import unicodedata


def same_name(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
