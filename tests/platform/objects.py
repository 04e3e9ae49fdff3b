"""For every address that names an object: how the tests get one of a company (每个网址的对象).

Whoever adds an address with an argument adds a line here, or the walk through all addresses fails and says so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tuanbao.platform.companies.models import Company, Membership

Given = Mapping[str, Any]


def a_membership(company: Company) -> Given:
    return {"pk": Membership.objects.filter(company=company).order_by("pk").first().pk}  # type: ignore[union-attr]


OBJECTS: Mapping[str, Callable[[Company], Given]] = {
    "companies:switch": a_membership,
    "companies:member": a_membership,
    "companies:member_link": a_membership,
    "companies:member_active": a_membership,
}
"""Within the company's scope: the address's arguments for an object of this company."""
NOBODYS: Mapping[str, str] = {
    "accounts:invited": "a signed link, no object of a company",
    "accounts:demo": "a role",
    "protection:consent": "the key of a purpose, the same for all companies",
}
"""Addresses with arguments that name no object of a company, each with its reason."""
