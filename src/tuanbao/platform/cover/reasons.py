"""Why a line is there, in words (变动原因)."""

from collections.abc import Mapping

from tuanbao.language import Text

REASONS: Mapping[str, Text] = {
    "start": Text("年度起保", "start of the year"),
    "joiner": Text("入职", "joiner"),
    "leaver": Text("离职", "leaver"),
    "transfer": Text("调岗调档", "transfer"),
    "election": Text("员工选择", "choice"),
    "life_event": Text("家庭变化", "family change"),
    "correction": Text("资料更正", "correction"),
}
ACTIONS: Mapping[str, Text] = {"add": Text("加保", "add"), "remove": Text("减保", "remove")}
