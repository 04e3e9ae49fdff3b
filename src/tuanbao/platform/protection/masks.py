"""How sensitive values are shown (脱敏)."""


def mask(value: str, first: int = 0, last: int = 4) -> str:
    """ "110101199003074477" -> "**************4477"; short values are hidden altogether."""
    if not value:
        return ""
    kept = first + last
    if len(value) <= kept + 1:
        return "*" * len(value)
    return value[:first] + "*" * (len(value) - kept) + value[len(value) - last :]


def mask_phone(value: str) -> str:
    return mask(value, 3, 4)


def mask_identity(value: str) -> str:
    return mask(value, 3, 4)


def mask_account(value: str) -> str:
    return mask(value, 0, 4)
