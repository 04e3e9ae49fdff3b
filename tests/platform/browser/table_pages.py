"""The platform's addresses, and one page with nothing but a table."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.urls import path

from tuanbao.language import Text
from tuanbao.platform.people.models import Person
from tuanbao.platform.urls import handler403, handler404, handler500, urlpatterns
from tuanbao.platform.web.tables import Action, Column, Table, table_page
from tuanbao.vocabulary import RELATIONS

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

TABLE = Table(
    "everybody",
    Text("人员", "People"),
    (
        Column("number", Text("工号", "Number"), sort="number", link=lambda person: f"/people/{person.number}/"),
        Column("name", Text("姓名", "Name"), sort="name"),
        Column("relation", Text("关系", "Relation"), kind="badge", filter="relation", choices=RELATIONS),
        Column("birth_date", Text("出生日期", "Born"), kind="day", sort="birth_date", filter="birth_date"),
        Column("pay", Text("月薪", "Pay"), lambda person: person.salary_fen, "money"),
    ),
    search=("number", "name"),
    actions=lambda person: [Action(Text("打开", "Open"), f"/people/{person.number}/")],
)


@login_required
def everybody(request: HttpRequest) -> Any:
    return table_page(request, TABLE, Person.objects.all(), "everybody.html")


urlpatterns = [path("everybody/", everybody), *urlpatterns]
