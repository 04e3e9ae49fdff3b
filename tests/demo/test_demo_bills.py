"""The bills of the made-up company, looked at as the claims desk would."""

from collections import Counter, defaultdict
from datetime import date
from math import sqrt
from statistics import mean, stdev
from typing import Any

import pytest

from tuanbao import vocabulary
from tuanbao.demo.company import Company
from tuanbao.demo.parameters import hospitals, illnesses, parameters
from tuanbao.money import half_up, parse_yuan

Row = dict[str, Any]
OF_THE_LINE = {
    *("line", "category", "total", "pooled", "other_paid", "in_scope", "in_scope_below", "in_scope_above"),
    *("class_b", "out_of_scope", "account_paid"),
}
NOT_VISITS = {"pharmacy", "online", "special_drug", "checkup", "vaccination", "ambulance", "overseas"}


def costs(lines: list[Row]) -> tuple[list[int], list[int]]:
    """Cost of every outpatient visit and of every stay but childbirth, in fen."""
    visits: Counter[str] = Counter()
    stays: Counter[str] = Counter()
    for row in lines:
        if row["discharge_date"] is not None and row["category"] == "inpatient":
            stays[row["visit_id"]] += row["total"]
        elif row["discharge_date"] is None and row["category"] not in NOT_VISITS | {"maternity"}:
            visits[row["visit_id"]] += row["total"]
    return list(visits.values()), list(stays.values())


def test_the_five_parts_of_every_line_make_its_total(lines: list[Row]) -> None:
    for row in lines:
        parts = row["pooled"] + row["other_paid"] + row["in_scope"] + row["class_b"] + row["out_of_scope"]
        assert row["total"] == parts > 0
        assert row["in_scope_below"] + row["in_scope_above"] <= row["in_scope"]
        assert row["account_paid"] <= row["in_scope"] + row["class_b"] + row["out_of_scope"]
        assert min(value for name, value in row.items() if name in OF_THE_LINE - {"category"}) >= 0


def test_lines_of_a_bill_agree_in_what_belongs_to_the_bill(lines: list[Row]) -> None:
    first: dict[str, Row] = {}
    for row in lines:
        whole = {name: value for name, value in row.items() if name not in OF_THE_LINE}
        assert first.setdefault(row["bill_id"], whole) == whole


def test_bills_of_a_visit_differ_in_nothing_but_their_number(lines: list[Row]) -> None:
    first: dict[str, Row] = {}
    for row in lines:
        whole = {name: value for name, value in row.items() if name not in OF_THE_LINE | {"bill_id"}}
        assert first.setdefault(row["visit_id"], whole) == whole


def test_lines_are_numbered_from_one_and_bills_come_in_the_order_of_receipt(lines: list[Row]) -> None:
    numbers = defaultdict(list)
    for row in lines:
        numbers[row["bill_id"]].append(row["line"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    order = [(row["received_date"], row["bill_id"], row["line"]) for row in lines]
    assert order == sorted(order)


def test_some_visits_have_several_receipts_and_some_receipts_several_lines(lines: list[Row]) -> None:
    receipts = defaultdict(set)
    for row in lines:
        receipts[row["visit_id"]].add(row["bill_id"])
    assert 0.1 < mean(len(found) > 1 for found in receipts.values()) < 0.5
    assert 0.2 < mean(row["line"] > 1 for row in lines) < 0.7


def test_a_visit_costs_what_it_cost_nationally(lines: list[Row]) -> None:
    visits, _ = costs(lines)
    assert abs(mean(visits) - 36160) < 4 * stdev(visits) / sqrt(len(visits))
    assert 4 * stdev(visits) / sqrt(len(visits)) < 1500, "so large a company settles within 15 yuan"


def test_a_stay_costs_what_it_cost_nationally(lines: list[Row]) -> None:
    _, stays = costs(lines)
    assert abs(mean(stays) - 1217500) < 4 * stdev(stays) / sqrt(len(stays))


def test_young_people_are_admitted_less_often_than_the_working_population(
    people: dict[str, Row], lines: list[Row]
) -> None:
    stays = {row["visit_id"] for row in lines if row["category"] == "inpatient"}
    assert 0.03 < len(stays) / len(people) < 0.1193


def test_the_demo_has_a_years_work_for_a_claims_desk(company: Company) -> None:
    bills = company.bills.to_pylist()
    assert 6_000 <= len(bills) <= 12_000
    categories = Counter(row["category"] for row in bills)
    everyday = {"outpatient", "emergency", "inpatient", "maternity", "dental", "tcm", "physiotherapy", "pharmacy"}
    assert everyday <= set(categories)
    total = sum(row["total"] for row in bills)
    assert 0.25 < sum(row["pooled"] for row in bills) / total < 0.6
    assert 1_000_00 < total / company.members.num_rows < 5_000_00


def test_words_are_those_of_the_plan_language(lines: list[Row]) -> None:
    for row in lines:
        assert row["category"] in vocabulary.CATEGORIES
        assert row["cause"] in vocabulary.CAUSES
        assert row["ward"] in vocabulary.WARDS
        assert row["hospital_ownership"] in vocabulary.OWNERSHIPS
        assert row["hospital_level"] in vocabulary.LEVELS


def test_a_hospital_has_one_level_and_ownership(lines: list[Row]) -> None:
    table = hospitals()
    known = {
        code: (int(level), ownership)
        for code, level, ownership in zip(table["code"], table["level"], table["ownership"], strict=True)
    }
    for row in lines:
        assert (row["hospital_level"], row["hospital_ownership"]) == known[row["hospital"]]


def test_dates_follow_one_another(people: dict[str, Row], lines: list[Row]) -> None:
    for row in lines:
        born = people[row["member_id"]]["birth_date"]
        assert born <= row["onset_date"] <= row["service_date"] < row["received_date"]
        assert date(2026, 1, 1) <= row["service_date"] <= date(2026, 12, 31)
        if row["discharge_date"] is not None:
            assert row["category"] in ("inpatient", "maternity")
            assert row["service_date"] < row["discharge_date"] < row["received_date"]


def test_nearly_all_bills_fall_within_the_cover(people: dict[str, Row], lines: list[Row]) -> None:
    def covered(row: Row) -> bool:
        person = people[row["member_id"]]
        return bool(person["cover_from"] <= row["service_date"] <= person["cover_to"])

    outside = sum(not covered(row) for row in lines)
    assert 0 < outside < 0.02 * len(lines)


def test_nobody_has_a_disease_of_the_other_sex(people: dict[str, Row], lines: list[Row]) -> None:
    table = illnesses()
    never = {
        sex: {code for code, weight in zip(table["code"].tolist(), table[sex], strict=True) if weight == 0}
        for sex in ("male", "female")
    }
    assert {"N40", "N41.1", "N47"} <= never["female"]
    assert {"D25.9", "N76.0", "O80.9", "O82.9", "Z34.9"} <= never["male"]
    for row in lines:
        assert row["diagnosis"] not in never[people[row["member_id"]]["sex"]]


def test_diseases_fit_the_age(people: dict[str, Row], lines: list[Row]) -> None:
    table = illnesses()
    columns = ("code", "weight_0_5", "weight_6_17", "weight_18_34", "weight_35_up")
    rows = list(zip(*(table[name].tolist() for name in columns), strict=True))
    grown_up = {code for code, small, school, *adult in rows if small == school == 0 and sum(adult) > 0}
    childish = {code for code, *child, young, older in rows if young == older == 0 and sum(child) > 0}
    assert {"I10", "N40", "B08.4"} <= grown_up | childish
    for row in lines:
        child = people[row["member_id"]]["relation"] == "child"
        assert row["diagnosis"] not in (grown_up if child else childish)


def test_maternity_is_for_grown_women(people: dict[str, Row], lines: list[Row]) -> None:
    mothers = {row["member_id"] for row in lines if row["category"] == "maternity"}
    assert mothers
    assert {(people[name]["sex"], people[name]["relation"] == "child") for name in mothers} == {("female", False)}


def test_the_pooled_fund_pays_only_what_is_settled(people: dict[str, Row], lines: list[Row]) -> None:
    for row in lines:
        assert people[row["member_id"]]["insured"] or not row["settled"]
        if not row["settled"]:
            assert row["pooled"] == row["in_scope_below"] == row["in_scope_above"] == 0
        if row["work"]:
            assert row["cause"] == "accident"
            assert not row["settled"]
            assert row["in_scope"] == 0, "the work-injury fund pays for what is in the catalogue"
    unsettled = mean(not row["settled"] for row in lines if row["category"] in ("outpatient", "inpatient"))
    assert 0.03 < unsettled < 0.25


def test_a_case_is_one_persons_in_one_city_and_accidents_have_one(lines: list[Row]) -> None:
    of_case = defaultdict(set)
    for row in lines:
        if row["case_id"]:
            of_case[row["case_id"]].add((row["member_id"], row["cause"], row["hospital"][:2]))
        if row["cause"] == "accident":
            assert row["case_id"]
    assert all(len(found) == 1 for found in of_case.values())


def test_nobody_is_carried_to_hospital_twice_in_one_case(lines: list[Row]) -> None:
    rides = Counter(row["case_id"] or row["bill_id"] for row in lines if row["category"] == "ambulance")
    assert rides
    assert max(rides.values()) == 1


@pytest.mark.parametrize("city", ["北京", "上海", "深圳", "广州"])
def test_the_scheme_pays_above_its_deductible_up_to_its_ceiling(
    city: str, people: dict[str, Row], lines: list[Row]
) -> None:
    """Everybody's settled visits, worked out again line by line in whole fen."""
    terms = next(row["visits"] for row in parameters()["cities"] if row["city"] == city)
    ceiling = 10**13 if terms["ceiling"] == "none" else parse_yuan(terms["ceiling"])
    counted = [
        row
        for row in lines
        if row["settled"]
        and row["discharge_date"] is None
        and row["category"] not in ("maternity", "pharmacy", "online")
        and people[row["member_id"]]["city"] == city
    ]
    left: defaultdict[str, int] = defaultdict(lambda: parse_yuan(terms["deductible"]))
    room: defaultdict[str, int] = defaultdict(lambda: ceiling)
    for row in sorted(counted, key=lambda row: (row["service_date"], row["bill_id"], row["line"])):
        person = people[row["member_id"]]
        percent = terms["percent"][max(row["hospital_level"], 1) - 1] - 15 * (person["relation"] == "child")
        inside = row["total"] - row["class_b"] - row["out_of_scope"]
        below = min(inside, left[row["member_id"]])
        pooled = min(half_up((inside - below) * percent, 100), room[row["member_id"]])
        left[row["member_id"]] -= below
        room[row["member_id"]] -= pooled
        assert (row["in_scope_below"], row["pooled"]) == (below, pooled)
    assert len(counted) > 500
