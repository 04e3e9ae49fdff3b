"""What a token may be allowed to do (令牌权限)."""

from collections.abc import Mapping

from tuanbao.language import Text

SCOPES: Mapping[str, Text] = {
    "people:read": Text("查看人员（证件、银行账号、手机号隐去）", "see people (identity, bank and phone masked)"),
    "people:write": Text("新增、修改人员，发送同步消息", "add and change people, send messages about them"),
    "people:sensitive": Text("查看完整的证件号、银行账号、手机号和工资", "see whole identity, bank, phone, salary"),
    "programmes:read": Text("查看方案", "see plans and programmes"),
    "choice:read": Text("查看选择窗口和选择", "see windows and elections"),
    "cover:read": Text("查看保单、费率、批单", "see policies, rates and endorsements"),
    "cover:write": Text("确认批单", "confirm endorsements"),
    "money:read": Text("查看账目", "see the ledger"),
    "webhooks:manage": Text("管理事件推送", "manage webhooks"),
}
