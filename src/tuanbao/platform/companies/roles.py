"""The roles (角色), and what each may do. Views ask for a permission, never for a role.

HR never has ``medical.view``: diagnoses and the medical content of claims are for the claims desk and the person.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tuanbao.language import Text

PERMISSIONS: Mapping[str, Text] = {
    "company.manage": Text("管理企业设置和成员", "manage the company's settings and members"),
    "people.view": Text("查看人员", "see people"),
    "people.edit": Text("导入、修改人员", "import and change people"),
    "people.reveal": Text("查看完整的证件号、银行账号和手机号", "see whole identity, bank and phone numbers"),
    "programme.view": Text("查看方案", "see plans and programmes"),
    "programme.edit": Text("编辑方案、询价、设计", "edit programmes, quote and design"),
    "programme.approve": Text("批准方案", "approve programmes"),
    "choice.view": Text("查看选择进度", "see how choosing goes"),
    "choice.manage": Text("开关窗口、审核材料", "open and close windows, decide on documents"),
    "cover.view": Text("查看保单与保全", "see policies and endorsements"),
    "cover.manage": Text("办理加减人", "make endorsements"),
    "cover.confirm": Text("确认批单", "confirm endorsements"),
    "money.view": Text("查看账单", "see bills and the ledger"),
    "money.manage": Text("出账单、记付款、导出扣款", "issue bills, record payments, export payroll"),
    "money.approve": Text("批准账单", "approve bills"),
    "audit.view": Text("查看历史和审计记录", "see history and the audit log"),
    "medical.view": Text("查看理赔的医疗内容", "see the medical content of claims"),
    "own.view": Text("查看本人和家人的保障", "see one's own and the family's cover"),
    "own.choose": Text("为本人和家人选择", "choose for oneself and the family"),
}


class Role(NamedTuple):
    title: Text
    permissions: frozenset[str]
    home: str
    """Name of the URL that the role begins with."""


_HR = {
    "people.view",
    "people.edit",
    "programme.view",
    "programme.edit",
    "choice.view",
    "choice.manage",
    "cover.view",
    "cover.manage",
    "money.view",
}

ROLES: Mapping[str, Role] = {
    "hr": Role(Text("人事", "HR"), frozenset(_HR), "console:overview"),
    "hr_manager": Role(
        Text("人事负责人", "HR manager"),
        frozenset(_HR | {"company.manage", "people.reveal", "programme.approve", "money.approve", "audit.view"}),
        "console:overview",
    ),
    "finance": Role(
        Text("财务", "finance"),
        frozenset({"people.view", "programme.view", "cover.view", "money.view", "money.manage", "money.approve"}),
        "console:overview",
    ),
    "broker": Role(
        Text("经纪人", "broker"),
        frozenset({"people.view", "programme.view", "programme.edit", "choice.view", "cover.view", "money.view"}),
        "console:overview",
    ),
    "insurer": Role(Text("保险公司", "insurer"), frozenset({"cover.view", "cover.confirm"}), "console:overview"),
    "claims_officer": Role(
        Text("理赔", "claims officer"),
        frozenset({"people.view", "people.reveal", "programme.view", "cover.view", "medical.view"}),
        "console:overview",
    ),
    "auditor": Role(
        Text("审计", "auditor"),
        frozenset({"people.view", "programme.view", "choice.view", "cover.view", "money.view", "audit.view"}),
        "console:overview",
    ),
    "employee": Role(Text("员工", "employee"), frozenset({"own.view", "own.choose"}), "portal:home"),
}
