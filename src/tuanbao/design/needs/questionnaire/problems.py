"""What can be wrong with answers (答卷错误): row, column, value, and the reason in both languages."""

from typing import NamedTuple

from tuanbao.language import Text
from tuanbao.reference.needs import parameter
from tuanbao.roster.errors import reason, shown
from tuanbao.roster.reasons import REASONS as OF_TABLES


class AnswerError(NamedTuple):
    """One thing wrong in one row. ``row`` is its number in the file; 0: the headings."""

    row: int
    column: Text
    value: str
    code: str
    reason: Text

    @property
    def place(self) -> Text:
        """Row and column in words."""
        row = Text(f"第 {self.row} 行", f"row {self.row}") if self.row else Text("表头", "headings")
        return Text(f"答卷{row.zh}“{self.column.zh}”", f"answers, {row.en}, {self.column.en}")


REASONS = {
    "not_in_block": Text("这一项不在本组的四项之中", "is not one of the four items of this set"),
    "unknown_item": Text(
        "不是问卷里的条目；可以填条目原文，或它在本组的序号 1 至 4",
        "is no item of the questionnaire; write the item, or its number in the set, 1 to 4",
    ),
    "best_is_worst": Text(
        "最看重和最不看重不能是同一项", "what matters most and what matters least cannot be the same"
    ),
    "half_answered": Text(
        "这一组只选了一项；请把最看重和最不看重都选上，或都空着",
        "only one of the two was chosen in this set; choose both or neither",
    ),
    "nothing_answered": Text("这一行没有任何评分和选择", "the row has neither ratings nor choices"),
    "duplicate_number": Text(
        "工号重复，第 {first} 行已有；只用前一行", "the number stands in row {first} already, which is used"
    ),
    "duplicate_answers": Text(
        "全部答案与第 {first} 行完全相同，应是重复粘贴；只用前一行",
        "all answers are those of row {first}, as if pasted twice; that row is used",
    ),
    "unknown_block": Text(
        "问卷没有这一题组，这一列未使用；请检查是否用了另一版问卷",
        "the questionnaire has no such set and the column is not used; is it of another version?",
    ),
    "unknown_column": Text("不是问卷的列，未使用", "is no column of the questionnaire and is not used"),
}


def problem(row: int, column: Text | str, value: str, code: str, **details: object) -> AnswerError:
    """The error of a code, with the sentences here or those of tables."""
    header = Text(column, column) if isinstance(column, str) else column
    sensitive = code == "duplicate_number"
    return AnswerError(row, header, shown(value, sensitive=sensitive), code, _reason(code, details))


def _reason(code: str, details: dict[str, object]) -> Text:
    if code == "rating_range":
        low, high = parameter("rating_scale")["lowest"], parameter("rating_scale")["highest"]
        return Text(f"评分应为 {low} 至 {high} 的整数", f"a rating is a whole number from {low} to {high}")
    if code in OF_TABLES:
        words = details.get("words", "")
        return reason(code, **{**details, "words": "、".join(words) if isinstance(words, list) else words})
    zh, en = REASONS[code]
    return Text(zh.format(**details), en.format(**details))
