"""What every part of a plan or programme is built from."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tuanbao.language import Language, Text
from tuanbao.plan.fields import Day, refusal


class Part(BaseModel):
    """A part of a plan: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Name(Part):
    """A name or note in Chinese, English or both."""

    zh: str | None = None
    en: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Name":
        if not (self.zh or self.en):
            raise refusal("empty_name", "应有中文（zh）或英文（en）", "expected a text in Chinese (zh) or English (en)")
        return self

    def to(self, language: Language) -> str:
        """The text in this language, or in the other where only that one stands."""
        own, other = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return own or other or ""

    @property
    def text(self) -> Text:
        return Text(self.to("zh"), self.to("en"))


class Period(Part):
    """The plan year (保险期间), both days included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> "Period":
        if self.last < self.first:
            raise refusal("period_backwards", "to 不能早于 from", "to cannot be before from")
        return self
