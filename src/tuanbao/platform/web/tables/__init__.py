"""Tables (列表): declared once, then sorted, searched, filtered, paged and exported by what the address says.

    PEOPLE = Table("people", Text("人员", "People"), (
        Column("number", Text("工号", "Number"), sort="number", link=lambda person: person.address),
        Column("paid", Text("已付", "Paid"), kind="money", value=lambda person: person.paid_fen),
    ), search=("number", "name"))

    return table_page(request, PEOPLE, Person.objects.all(), "people/list.html")   # which includes "web/table.html"
    return tables_page(request, [(TAKEN, taken), (MISSING, missing)], "choice/progress.html")   # several on one page

Rows are a queryset (``sort``, ``search`` and ``filter`` name its fields) or a list (they name attributes).
"""

from tuanbao.platform.web.tables.declared import Action, Column, Table
from tuanbao.platform.web.tables.pages import table_page, tables_page
from tuanbao.platform.web.tables.shown import show

__all__ = ["Action", "Column", "Table", "show", "table_page", "tables_page"]
