"""Lists are sorted, searched, filtered, paged and exported by their address."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import RequestFactory

from tuanbao.language import Text
from tuanbao.platform.people.models import Person
from tuanbao.platform.web.tables import Action, Column, Table, show, table_page, tables_page
from tuanbao.vocabulary import RELATIONS

PEOPLE = Table(
    "people",
    Text("人员", "People"),
    (
        Column("number", Text("工号", "Number"), sort="number", link=lambda person: f"/people/{person.number}/"),
        Column("name", Text("姓名", "Name")),
        Column("relation", Text("关系", "Relation"), kind="badge", filter="relation", choices=RELATIONS),
        Column("born", Text("出生", "Born"), kind="day", value="birth_date", sort="birth_date", filter="birth_date"),
    ),
    search=("number", "name"),
    actions=lambda person: [Action(Text("打开", "Open"), f"/people/{person.number}/")],
)
BILLS = Table(
    "bills",
    Text("账单", "Bills"),
    (
        Column("to", Text("付款方", "Payer"), sort="to"),
        Column("amount", Text("金额", "Amount"), "fen", "money", sort="fen"),
    ),
    search=("to",),
    order="-amount",
)


def bills() -> list[Any]:
    return [SimpleNamespace(to=f"=客户{n:02d}", fen=n * 100_05 - 300_00) for n in range(60)]


def asked(**query: Any) -> Any:
    return RequestFactory().get("/list/", query)


def test_a_list_stands_in_its_order_and_in_pages_of_25() -> None:
    shown = show(asked(), BILLS, bills())
    assert [row.cells[1].value for row in shown.rows[:2]] == [5602_95, 5502_90]
    assert (len(shown.rows), shown.page.paginator.num_pages) == (25, 3)
    assert len(show(asked(size=100), BILLS, bills()).rows) == 60
    assert show(asked(page="999"), BILLS, bills()).page.number == 3
    assert show(asked(size="7", sort="nothing", page="x"), BILLS, bills()).page.number == 1


def test_a_search_that_finds_nothing_offers_to_clear_it() -> None:
    shown = show(asked(q="没有"), BILLS, bills())
    assert shown.rows == ()
    assert shown.narrowed


def test_sorting_tells_its_direction_and_offers_the_other() -> None:
    head = show(asked(sort="to"), BILLS, bills()).heads[0]
    assert (head.sorted, head.address) == ("ascending", "?sort=-to")


def test_people_are_searched_filtered_and_sorted_in_the_database(company: Any) -> None:
    spouses = show(asked(relation="spouse", sort="-born"), PEOPLE, Person.objects.all())
    born = [row.cells[3].value for row in spouses.rows]
    assert born == sorted(born, reverse=True)
    assert len(born) == Person.objects.filter(relation="spouse").count()
    one = Person.objects.first()
    found = show(asked(q=one.number), PEOPLE, Person.objects.all())
    assert one.number in {row.cells[0].value for row in found.rows}
    young = show(asked(born_from="2000-01-01", born_to="2010-12-31", size=100), PEOPLE, Person.objects.all())
    assert all(date(2000, 1, 1) <= row.cells[3].value <= date(2010, 12, 31) for row in young.rows)


def test_an_export_has_every_row_and_money_in_yuan() -> None:
    answer = table_page(asked(export="xlsx", q="客户"), BILLS, bills(), "unused.html")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 61
    assert sheet["B2"].value == 5602.95
    assert sheet["B2"].number_format == "#,##0.00"
    text = table_page(asked(export="csv"), BILLS, bills(), "unused.html").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "'=客户59,5602.95"
    assert text.splitlines()[-1].endswith("-300.00")


@pytest.mark.django_db
def test_the_rows_alone_are_sent_to_htmx_and_the_page_to_others(company: Any) -> None:
    request = RequestFactory().get("/list/", {"size": 50}, headers={"HX-Target": "people-rows"})
    request.user = request.membership = request.company = None  # type: ignore[attr-defined]
    html = table_page(request, PEOPLE, Person.objects.all(), "web/table.html").content.decode()
    assert html.lstrip().startswith('<div id="people-rows">')
    assert 'data-label="工号"' in html
    assert 'aria-sort="none"' in html
    request.META.pop("HTTP_HX_TARGET")
    del request.headers
    html = table_page(request, PEOPLE, Person.objects.all(), "web/table.html").content.decode()
    assert '<form class="card-header' in html
    assert "<caption" in html


def test_two_lists_of_one_page_are_asked_for_apart() -> None:
    first, second = (replace(BILLS, name=name, prefix=f"{name}-") for name in ("owed", "paid"))
    request = asked(**{"owed-q": "客户07", "paid-sort": "to", "paid-page": "2", "year": "2026"})
    owed, paid = show(request, first, bills()), show(request, second, bills())
    assert [row.cells[1].value for row in owed.rows] == [400_35]
    assert (len(paid.rows), paid.page.number) == (25, 2)
    assert owed.heads[0].address == "?paid-sort=to&paid-page=2&year=2026&owed-q=%E5%AE%A2%E6%88%B707&owed-sort=to"
    assert owed.query.cleared == "?paid-sort=to&paid-page=2&year=2026"


def test_a_page_of_two_lists_answers_for_the_one_that_is_asked(rf: RequestFactory) -> None:
    lists = [(replace(BILLS, name="owed"), bills()), (replace(BILLS, name="paid"), bills()[:3])]
    rows = tables_page(rf.get("/list/", {"paid-sort": "to"}, headers={"HX-Target": "paid-rows"}), lists, "none.html")
    assert b'id="paid-rows"' in rows.content
    assert b'id="owed-rows"' not in rows.content
    file = tables_page(rf.get("/list/", {"paid-export": "csv", "paid-q": "01"}), lists, "none.html")
    assert len(file.content.decode("utf-8-sig").splitlines()) == 2
    assert 'filename="paid-' in file["Content-Disposition"]
