"""What a schedule of benefits says around the plan's own terms, in one language."""

from collections.abc import Iterable

from tuanbao.language import Language, Text
from tuanbao.plan.wording import Change, Option, Schedule, Section

OVERVIEW_HEAD = (
    Text("责任", "Benefit"),
    Text("保额/限额", "Sum or limit"),
    Text("免赔额", "Deductible"),
    Text("赔付比例", "Percentage paid"),
)
ROW_HEAD = Text("条款", "Term"), Text("内容", "What it says")
WAS_BECOMES = Text("【原】", "[this plan]"), Text("【改为】", "[instead]")
CHANGE_HEAD = Text("条款", "Term"), Text("原方案", "This plan"), Text("改为", "Instead")
PLAN_ID = Text("方案编号", "Plan")
PERIOD = Text("保险期间", "Period")
PLAN = Text("方案", "Plan")
BENEFIT = Text("责任", "Benefit")
SUMMARY = Text("责任总览", "Summary of benefits")
IN_SHORT = Text("一句话", "In short")
NOTE = Text("说明", "Note")
GLOSSARY = Text("名词解释", "Words explained")
ADDED = Text("新增责任 ", "Added: ")
OPTION = Text("可选方案：{}", "Option: {}")
UNCHANGED = Text("（与原方案相同）", " (as this plan)")


class Words:
    """Texts in one language; ``words(text)`` is that language's."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, text: Text) -> str:
        return text.to(self.language)

    def each(self, texts: Iterable[Text]) -> list[str]:
        return [self(text) for text in texts]

    def facts(self, schedule: Schedule) -> list[tuple[str, str]]:
        """What stands under the title: 方案编号, 保险期间."""
        period = [(self(PERIOD), self(schedule.period))] if schedule.period is not None else []
        return [(self(PLAN_ID), schedule.id), *period]

    @property
    def row_head(self) -> list[str]:
        return self.each(ROW_HEAD)

    @property
    def change_head(self) -> list[str]:
        return self.each(CHANGE_HEAD)

    @property
    def note(self) -> str:
        return self(NOTE)

    def names(self, titles: Iterable[Text]) -> str:
        return ("、" if self.language == "zh" else ", ").join(self.each(titles))

    def pair(self, label: str, value: str) -> str:
        return f"{label}：{value}" if self.language == "zh" else f"{label}: {value}"

    def heading(self, section: Section) -> str:
        """1. 门急诊医疗（医疗费用报销）."""
        title = self(section.title)
        if section.kind is not None:
            kind = self(section.kind)
            title = f"{title}（{kind}）" if self.language == "zh" else f"{title} ({kind})"
        return title if section.number is None else f"{section.number}. {title}"

    def option_heading(self, option: Option) -> str:
        title = self(OPTION).format(self(option.title))
        return title if option.changes or option.added else title + self(UNCHANGED)

    def change(self, change: Change) -> str:
        """Before and after, one line where both are short."""
        before, after = self(change.before), self(change.after)
        parted = "\n" in before + after or len(before + after) > 60
        if not parted:
            return f"{before} → {after}"
        was, becomes = self.each(WAS_BECOMES)
        return "\n".join((was, before, becomes, after))

    def overview(self, schedule: Schedule) -> list[list[str]]:
        """The rows of the summary table."""
        return [
            [f"{section.number}. {self(section.title)}", self(line.cover), self(line.deductible), self(line.pay)]
            for section in schedule.sections
            if (line := section.overview) is not None
        ]
