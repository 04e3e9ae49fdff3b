"""The lines of the form in which beneficiaries are named (受益人表单): from those who are named, and back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tuanbao.platform.people.beneficiaries import Named
from tuanbao.platform.people.models import Beneficiary


def as_lines(held: Sequence[Beneficiary]) -> list[dict[str, Any]]:
    """Those who are named, and two empty lines; the first that is empty would receive everything."""
    lines: list[dict[str, Any]] = [
        {
            "name": each.name,
            "relation": each.relation,
            "identity_number": each.identity_number,
            "order": each.order,
            "share": Decimal(each.share_bp) / 100,
        }
        for each in held
    ]
    empty = [{"order": 1, "share": None if held or place else 100} for place in range(2)]
    return [*lines, *empty]


def named_by(said: dict[str, Any]) -> Named:
    share = int((said["share"] or 0) * 100)
    return Named(said["name"], said["relation"], share, said["order"] or 1, said["identity_number"].upper())
