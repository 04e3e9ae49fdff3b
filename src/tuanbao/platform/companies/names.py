"""What the histories of companies and their members call fields (变更历史里的字段名)."""

from collections.abc import Mapping

from tuanbao.language import Text
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.protection.changes import Field

OF_COMPANIES: Mapping[str, Field] = {
    "name": Field(Text("名称", "Name")),
    "name_en": Field(Text("英文名称", "English name")),
    "credit_code": Field(Text("统一社会信用代码", "Credit code")),
    "smallest_group": Field(Text("统计最小人数", "Smallest group")),
    "pay_day": Field(Text("发薪日", "Pay day")),
}
OF_MEMBERS: Mapping[str, Field] = {
    "user": Field(Text("用户", "User")),
    "role": Field(Text("角色", "Role"), {key: role.title for key, role in ROLES.items()}),
    "person": Field(Text("人员", "Person")),
    "insurer": Field(Text("保险公司", "Insurer")),
    "active": Field(Text("在用", "Active")),
}
