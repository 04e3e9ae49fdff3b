"""The roles for templates (角色)."""

from collections.abc import Mapping

from django import template

from tuanbao.platform.companies.roles import ROLES, Role

register = template.Library()


@register.simple_tag
def demo_roles() -> Mapping[str, Role]:
    return ROLES
