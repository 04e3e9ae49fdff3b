"""What of a programme a form changes (方案体系表单): who gets which plan, who pays, when and with what one chooses.

It is made from the text alone, so that it stays while something in the text is wrong.
"""

from collections.abc import Iterator, Mapping

from tuanbao.language import Text
from tuanbao.plan.wording import LIFE_EVENTS
from tuanbao.platform.programmes.patching import Field, Form, Path, Values
from tuanbao.vocabulary import RELATIONS

PLAN = Text("方案", "Plan")
OF_DEPENDANTS = {
    ("age",): Text("年龄（几岁..几岁）", "Ages (from..to)"),
    ("max",): Text("最多几人", "At most how many"),
    ("paid_by", "employer"): Text("企业承担", "Paid by the company"),
    ("paid_by", "employee"): Text("员工承担", "Paid by the employee"),
}
WINDOW = {"from": Text("选择期第一天", "First day to choose"), "to": Text("选择期最后一天", "Last day to choose")}
POINTS = {
    "per_employee": Text("每位员工", "Each employee"),
    "yuan_per_point": Text("1 分抵多少元", "Yuan for a point"),
}
Titles = Mapping[str, Text]
"""Of the plans that may be chosen from, by their names in the text."""


def programme_forms(text: str, plans: Titles) -> list[Form]:
    values = Values(text)
    forms = [
        *(_tier(values, i, plans) for i in range(values.count(("tiers",)))),
        *(_dependant(values, i, plans) for i in range(values.count(("dependants",)))),
        Form("window", Text("选择期", "Time to choose"), tuple(_window(values))),
        Form("points", Text("积分（每年）", "Points a year"), tuple(_points(values))),
        Form("life_events", Text("生活事件：几天内可以改", "Life events: days to act"), tuple(_life_events(values))),
    ]
    return [form for form in forms if form.fields]


def _tier(values: Values, i: int, plans: Titles) -> Form:
    name, title = values["tiers", i, "tier"], _title_of(values, i)
    return Form(f"tier-{name}", title, tuple(_plans(values, ("tiers", i), plans)))


def _title_of(values: Values, i: int) -> Text:
    tier, named = values["tiers", i, "tier"], ("tiers", i, "name")
    zh, en = values[*named, "zh"] or values[named], values[*named, "en"] or values[named]
    return Text(zh or en or tier, en or zh or tier)


def _dependant(values: Values, i: int, plans: Titles) -> Form:
    place: Path = ("dependants", i)
    relation = values[*place, "relation"]
    fields = (values.field((*place, *path), label) for path, label in OF_DEPENDANTS.items())
    title = RELATIONS.get(relation, Text(relation, relation))
    return Form(f"dependant-{i}", title, (*_plans(values, place, plans), *filter(None, fields)), f"dependants.{i}")


def _plans(values: Values, place: Path, plans: Titles) -> Iterator[Field]:
    """One plan, or several in a list."""
    for path in [(*place, "plan"), *values.under((*place, "plan"))]:
        there = {values[path]: Text(values[path], values[path])} if values[path] not in plans else {}
        if field := values.field(path, PLAN, kind="choice", options=tuple({**plans, **there}.items())):
            yield field


def _window(values: Values) -> Iterator[Field]:
    for key, label in WINDOW.items():
        if field := values.field(("choice", "window", key), label, kind="day"):
            yield field


def _points(values: Values) -> Iterator[Field]:
    for key, label in POINTS.items():
        if field := values.field(("choice", "points", key), label):
            yield field
    titles = {values["tiers", i, "tier"]: _title_of(values, i) for i in range(values.count(("tiers",)))}
    for path in values.under(("choice", "points", "by_tier")):
        name = str(path[-1])
        if field := values.field(path, titles.get(name, Text(name, name))):
            yield field


def _life_events(values: Values) -> Iterator[Field]:
    for path in values.under(("choice", "life_events")):
        name = str(path[-1])
        if field := values.field(path, LIFE_EVENTS.get(name, Text(name, name))):
            yield field
