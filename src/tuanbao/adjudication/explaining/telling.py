"""How steps become a sentence: the step is kept, and what is worth saying of it is said."""

from collections.abc import Mapping
from typing import Any

from tuanbao.adjudication.explaining.model import Step
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.vocabulary import CATEGORIES

Row = Mapping[str, Any]
"""A row of a normalised table."""
CATEGORY_NAMES = {word: Text(name.zh, name.en[:1].upper() + name.en[1:]) for word, name in CATEGORIES.items()}
COMPONENT_COLUMNS = ("in_scope_below", "in_scope", "in_scope_above", "class_b", "out_of_scope")


def spaced(zh: str) -> str:
    """Chinese before a number: a space, but none after a full-width bracket."""
    return zh if zh.endswith("）") else f"{zh} "


class Telling:
    """The steps of one row so far, and the parts of its sentence."""

    __slots__ = ("en", "steps", "zh")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.zh: list[str] = []
        self.en: list[str] = []

    def note(self, kind: str, zh: str, en: str, amount: int, clause: str, place: str | None = None) -> None:
        """A step that the sentence leaves out."""
        self.steps.append(Step(kind, Text(zh, en), amount, clause, place))

    def tell(self, kind: str, zh: str, en: str, amount: int, clause: str, place: str | None = None) -> None:
        """A step that is part of the sentence."""
        self.steps.append(Step(kind, Text(zh, en), amount, clause, place))
        self.zh.append(zh)
        self.en.append(en)

    def add(self, zh: str, en: str) -> None:
        """A part of the sentence that is no step."""
        self.zh.append(zh)
        self.en.append(en)

    def sentence(self, header: Text) -> Text:
        return Text(f"{header.zh}：{'，'.join(self.zh)}", f"{header.en}: {', '.join(self.en)}")


class OpenLine:
    """A line while its benefits are explained one after the other."""

    __slots__ = ("bill", "earlier", "header", "others", "own", "person", "position", "remaining")

    def __init__(self, position: int, bill: Row, person: Row, own: list[int]) -> None:
        self.position = position
        self.bill = bill
        self.person = person
        self.own = own
        """The person's amounts of {field: …}."""
        below, between, above, class_b, outside = (bill[name] for name in COMPONENT_COLUMNS)
        self.remaining: list[int] = [below, between - below - above, above, class_b, outside]
        self.earlier: list[tuple[Text, str, str | None, int]] = []
        """Title, clause and place of every benefit that paid, and what it paid before a company-wide limit."""
        name, total = CATEGORY_NAMES[bill["category"]], format_yuan(bill["total"])
        self.header = Text(f"{name.zh} {total} 元", f"{name.en} {total} yuan")
        self.others = _paid_by_others(bill)

    def begin(self) -> Telling:
        """What was paid before this benefit: by the pooled fund, by others, by earlier benefits."""
        telling = Telling()
        for step in self.others:
            telling.tell(*step)
        for title, clause, place, paid in self.earlier:
            yuan = format_yuan(paid)
            zh, en = f"“{title.zh}”已赔 {yuan} 元", f"{yuan} already paid by “{title.en}”"
            telling.tell("earlier", zh, en, paid, clause, place)
        return telling


def _paid_by_others(bill: Row) -> list[tuple[str, str, str, int, str]]:
    steps = []
    if bill["pooled"]:
        yuan = format_yuan(bill["pooled"])
        zh, en = f"医保统筹基金支付 {yuan} 元", f"basic medical insurance paid {yuan}"
        steps.append(("pooled", zh, en, bill["pooled"], "bills.pooled"))
    if bill["other_paid"]:
        yuan = format_yuan(bill["other_paid"])
        zh, en = f"其他途径支付 {yuan} 元", f"others paid {yuan}"
        steps.append(("other_paid", zh, en, bill["other_paid"], "bills.other_paid"))
    return steps
