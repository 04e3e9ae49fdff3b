"""How the present benefits were used, in aggregates."""

from datetime import date

import pytest

from tests.design.needs.making import bill, group, person
from tests.support import bills, events
from tuanbao.adjudication import adjudicate
from tuanbao.demo.company import Company
from tuanbao.design.needs import past_use
from tuanbao.design.needs.diseases import category_name, frequent_diseases
from tuanbao.pricing.group import Group
from tuanbao.roster import BILLS, EVENTS, normalise


def hundred() -> Group:
    return group([person(n) for n in range(100)])


def test_use_is_by_those_who_were_paid_of_those_eligible() -> None:
    rows = [bill(n, f"E{n % 80:04d}", yuan=50) for n in range(120)]
    rows += [bill(500 + n, f"E{n:04d}", category="dental", yuan=200) for n in range(20)]
    by_id = {one.benefit: one for one in past_use(hundred(), bills(rows)).benefits}
    visits, teeth, ward = by_id["visits"], by_id["teeth"], by_id["ward"]
    assert (visits.users, visits.share, visits.paid, visits.per_head) == (80, 0.8, 120 * 5000, 6000)
    assert (visits.use, teeth.use, ward.use) == ("much", "little", "unused")
    assert teeth.costly
    assert "可考虑压缩" in teeth.text.zh


def test_cover_of_rare_losses_is_not_judged_by_use() -> None:
    by_id = {one.benefit: one for one in past_use(hundred(), bills([bill(1, "E0001")])).benefits}
    assert not by_id["illness"].often
    assert "不说明不需要" in by_id["illness"].text.zh


def test_figures_of_a_few_users_or_of_a_few_who_did_not_use_it_are_not_told() -> None:
    rows = [bill(n, f"E{n:04d}") for n in range(95)] + [bill(500 + n, f"E{n:04d}", category="dental") for n in range(4)]
    by_id = {one.benefit: one for one in past_use(hundred(), bills(rows)).benefits}
    for hidden in (by_id["visits"], by_id["teeth"]):
        assert (hidden.users, hidden.share, hidden.paid, hidden.per_head, hidden.costly) == (None,) * 5
    assert by_id["visits"].use == "hidden"
    assert by_id["teeth"].use == "little"  # fewer than ten of a hundred


def test_bills_of_an_earlier_year_are_moved_into_the_plans_year() -> None:
    rows = [bill(n, f"E{n:04d}", service_date=date(2024, 2, 29)) for n in range(50)]
    rows.append(bill(99, "E0001", service_date=date(2022, 5, 1)))
    rows.append(bill(98, "GONE", service_date=date(2024, 5, 1)))
    found = past_use(hundred(), bills(rows))
    assert found.benefits[0].users == 50
    notes = " ".join(note.zh for note in found.notes)
    assert "平移了 2 年" in notes
    assert "2 行" in notes


def test_sums_are_those_of_the_adjudication(company: Company, demo: Group) -> None:
    known = set(demo.members["member_id"].to_pylist())
    here = [row for row in company.bills.to_pylist() if row["member_id"] in known]
    table = company.bills.schema.empty_table().from_pylist(here, company.bills.schema)
    found = past_use(demo, normalise(company.bills, BILLS), normalise(company.events, EVENTS))
    result = adjudicate(list(demo.plans), demo.members, table, rows="applied", skip_bad_rows=True)
    paid = {(row["plan"], row["benefit_id"]): row["paid"] for row in result.summary.to_pylist()}
    shown = [one for one in found.benefits if one.paid]
    assert len(shown) >= 3
    for one in shown:
        assert paid[one.plan, one.benefit] == one.paid


def test_events_count_as_use() -> None:
    ill = [
        {"event_id": f"X{n}", "member_id": f"E{n:04d}", "date": date(2026, 4, 1), "event": "critical_illness"}
        for n in range(12)
    ]
    found = past_use(hundred(), bills([bill(1, "E0001")]), events(ill))
    one = next(one for one in found.benefits if one.benefit == "illness")
    assert (one.users, one.paid) == (12, 12 * 100_000_00)


def test_diseases_are_of_ten_people_at_least_and_the_rest_stands_together() -> None:
    rows = [bill(n, f"E{n:04d}", "J06.9") for n in range(40)] + [bill(100 + n, f"E{n:04d}", "K29.7") for n in range(15)]
    rows += [bill(200 + n, f"E{n:04d}", "C34.1") for n in range(3)]
    found = frequent_diseases(bills(rows).table)
    assert [(one.code, one.people) for one in found] == [("J06", 40), ("", 15)]  # cancer alone would be three people
    assert sum(one.total for one in found) == 58 * 10_000
    assert sum(one.bills for one in found) == 58


def test_diseases_of_a_few_people_are_not_told_at_all() -> None:
    assert frequent_diseases(bills([bill(n, f"E{n:04d}", "J06.9") for n in range(9)]).table) == ()
    rows = [bill(n, f"E{n:04d}", "J06.9") for n in range(30)] + [bill(99, "E0001", "F32.1")]
    assert frequent_diseases(bills(rows).table) == ()


@pytest.mark.parametrize(
    ("code", "name"), [("J06", "急性上呼吸道感染"), ("J99", "呼吸系统疾病（J99）"), ("M54", "颈背腰痛")]
)
def test_a_category_has_its_name_or_that_of_its_chapter(code: str, name: str) -> None:
    assert category_name(code).zh == name
