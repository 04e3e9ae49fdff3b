"""The proposal's workbook: figures are the proposal's, formulas come to what stands in the file, what-if answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest

from tests.documents.proposals import proposal, proposal_with_survey, proposal_without_much
from tests.documents.recalculating import Workbook, letters, read_workbook
from tuanbao.design.proposal import Proposal
from tuanbao.design.rollout.planning import plan_rollout
from tuanbao.design.themes import THEMES
from tuanbao.documents.book import Column, Entry, Formula, open_book
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.choice import round_below
from tuanbao.documents.proposal.book.people import OTHERS, classes, joining
from tuanbao.documents.proposal.book.workbook import write_proposal_book
from tuanbao.language import Language, Text
from tuanbao.reference.law import law_share
from tuanbao.vocabulary import RELATIONS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
CASES: dict[str, Callable[[], Proposal]] = {
    "usual": proposal,
    "survey": proposal_with_survey,
    "little": proposal_without_much,
}


@cache
def written(case: str, language: Language) -> Workbook:
    path = Path(mkdtemp()) / "proposal.xlsx"
    write_proposal_book(path, CASES[case](), language)
    return read_workbook(path)


def close(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return bool(abs(one - other) <= 1e-6 * max(1.0, abs(one)))


def below(book: Workbook, sheet: str, heading: str, column: int) -> list[Any]:
    """The cells of a column below the heading of a part, its own head aside, until a row without a first cell."""
    at = book.find(sheet, heading)[1] + 2
    found = []
    while book.values.get((sheet, at, 0)) not in (None, "合计", "Total"):
        found.append(book.value((sheet, at, column)))
        at += 1
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_formula_comes_to_what_stands_in_the_file(case: str, language: Language) -> None:
    book = written(case, language)
    wrong = {
        place: (formula, book.values.get(place), book.value(place))
        for place, formula in book.formulas.items()
        if not close(book.values.get(place), book.value(place))
    }
    assert len(book.formulas) > 200
    assert not wrong


@pytest.mark.parametrize("case", CASES)
def test_both_languages_have_the_same_numbers_in_the_same_cells(case: str) -> None:
    zh, en = written(case, "zh"), written(case, "en")
    names = [list(dict.fromkeys(place[0] for place in book.values)) for book in (zh, en)]
    other = dict(zip(*names, strict=True))
    numbers = {(other[s], r, c): v for (s, r, c), v in zh.values.items() if not isinstance(v, str)}
    assert numbers == {place: value for place, value in en.values.items() if not isinstance(value, str)}


def test_released_and_spent_lead_from_the_present_to_the_proposed_cost() -> None:
    book, found = written("usual", "en"), proposal()
    sheet = words.MONEY.en
    sums = [round(100 * sum(below(book, sheet, text.en, 1))) for text in (words.RELEASED, words.SPENT)]
    start, total, repriced = (
        round(100 * book.value((sheet, book.find(sheet, text.en)[1], 1)))
        for text in (words.START, words.TOTAL_COST, words.REPRICED)
    )
    assert (start, total) == (found.present.company, found.proposed.company)
    assert start - sums[0] + sums[1] + repriced == total
    assert book.value((sheet, book.find(sheet, words.CHECK.en)[1], 1)) == 0


def test_a_wrong_amount_would_be_seen_by_the_check() -> None:
    book = written("usual", "en")
    sheet = words.MONEY.en
    first = book.find(sheet, words.SPENT.en)[1] + 2
    changed = book.with_cells({(sheet, first, 1): book.values[sheet, first, 1] + 7.5})
    assert changed.value((sheet, book.find(sheet, words.CHECK.en)[1], 1)) == 7.5


def test_tiers_relations_and_benefits_add_up_to_the_premium() -> None:
    book, found = written("usual", "zh"), proposal()
    for heading, column in ((words.BY_TIER, 3), (words.BY_RELATION, 3), (words.BY_BENEFIT, 3)):
        assert (
            round(100 * sum(v or 0 for v in below(book, words.PRICE.zh, heading.zh, column))) == found.proposed.premium
        )
    present = below(book, words.PRICE.zh, words.BY_BENEFIT.zh, 2)
    assert round(100 * sum(v or 0 for v in present)) == found.present.premium


def test_all_offers_of_every_block_stand_in_the_workbook_with_their_value() -> None:
    book, found = written("usual", "en"), proposal()
    for number, own in enumerate(found.blocks, 1):
        sheet, value = f"Designs {number}", own.parts(found.scales).value
        rows = [place[1] for place in book.values if place[0] == sheet and place[2] == 0 and place[1] > 7]
        assert len(rows) == len(own.offers)
        column = {book.values[sheet, 7, c]: c for c in range(60) if (sheet, 7, c) in book.values}
        shown = [book.value((sheet, row, column[words.VALUE.en])) for row in sorted(rows)]
        np.testing.assert_allclose(100 * np.array(shown), value, rtol=1e-9, atol=0.01)
        company = [book.value((sheet, row, column[words.COMPANY_COST.en])) for row in sorted(rows)]
        np.testing.assert_allclose(100 * np.array(company), own.offers.company, atol=0.01)
        marks = {r: v for (s, r, c), v in book.values.items() if s == sheet and c == column[words.MARK.en] and r > 7}
        chosen = found.solution.chosen[own.key]
        assert marks == ({8: words.BOTH.en} if not chosen else {8: words.NOW.en, 8 + chosen: words.PROPOSED.en})


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
def test_another_weight_of_a_bad_year_moves_every_value_as_the_choice_would(factor: float) -> None:
    book, found = written("usual", "en"), proposal()
    place = book.find(words.WEIGHTS.en, words.BAD_YEAR.en)
    scales = found.scales.with_bad_year(factor)
    changed = book.with_cells({(place[0], place[1], 1): scales.bad_year})
    sheet = words.WEIGHTS.en
    top = book.find(sheet, words.GROUP.en)[1] + 1
    for at, own in enumerate(found.blocks):
        value, chosen = own.parts(scales).value, found.solution.chosen[own.key]
        within = own.offers.company <= own.offers.company[chosen]
        shown = [100 * changed.value((sheet, top + at, column)) for column in (1, 2, 4)]
        assert shown == pytest.approx([value[0], value[chosen], value[within].max()], abs=1.0)


def test_another_weight_of_a_theme_counts_for_its_tier_only() -> None:
    book, found = written("usual", "en"), proposal()
    tier = next(own.tier for own in found.blocks if own.tier)
    sheet, theme = words.WEIGHTS.en, "critical_illness"
    head = book.find(sheet, words.THEME.en)[1]
    column = next(c for c in range(1, 9) if book.values[sheet, head, c] == figures.tier_name(found, tier).en)
    place = sheet, head + 1 + list(THEMES).index(theme), column
    changed = book.with_cells({place: 0.0})
    weights = {**found.scales.weights, tier: {**found.scales.of(tier), theme: 0.0}}
    scales = replace(found.scales, weights=weights)
    top = book.find(sheet, words.GROUP.en)[1] + 1
    for at, own in enumerate(found.blocks):
        value = own.parts(scales).value[found.solution.chosen[own.key]]
        assert 100 * changed.value((sheet, top + at, 2)) == pytest.approx(value, abs=1.0)
    assert changed.value((sheet, top, 2)) != book.value((sheet, top, 2)) or found.blocks[0].tier != tier


class WhatIf:
    """The sheet of what-if, its cells by name."""

    def __init__(self, language: Language = "en", case: str = "usual") -> None:
        self.book, self.language, self.sheet = written(case, language), language, words.WHAT_IF.to(language)
        self.found = CASES[case]()

    def at(self, text: Text, column: int) -> tuple[str, int, int]:
        return self.sheet, self.book.find(self.sheet, text.to(self.language))[1], column

    def result(self, name: str, given: dict[Any, Any] | None = None) -> Any:
        return self.book.with_cells(given or {}).value(self.at(words.RESULT_NAMES[name], 1))

    def of_class(self, number: int, column: int) -> tuple[str, int, int]:
        return self.sheet, self.at(words.BY_CLASS, 0)[1] + 2 + number, column


def test_unchanged_the_what_if_is_the_proposal() -> None:
    sheet = WhatIf()
    tax = sheet.found.proposed.after_tax.company
    assert 100 * sheet.result("company") == pytest.approx(sheet.found.proposed.company, abs=1)
    assert 100 * sheet.result("services") == pytest.approx(sheet.found.proposed.services, abs=1)
    assert 100 * sheet.result("saved") == pytest.approx(tax.tax_saved, abs=3)
    assert 100 * sheet.result("medical_share") == pytest.approx(
        100 * tax.of("medical").paid / (tax.payroll or 1), abs=1e-6
    )
    assert sheet.result("check") == 0


def test_more_people_cost_as_much_more_as_their_rate_and_services() -> None:
    sheet, own = WhatIf(), classes(proposal())
    staff = next(at for at, one in enumerate(own) if one.relation == "employee")
    cell = sheet.of_class(staff, 2)
    given = {cell: own[staff].heads + 10}
    rate = own[staff].company / own[staff].heads
    services = sum(
        float(each.cost[proposal().solution.chosen[each.key]]) / each.heads
        for each in proposal().services
        if each.tier == own[staff].tier_key
    )
    rise = sheet.result("company", given) - sheet.result("company")
    assert 100 * rise == pytest.approx(10 * (rate + services))
    assert sheet.result("check", given) == pytest.approx(rise, abs=0.006)


def test_a_larger_share_of_the_company_moves_premium_from_employees_to_the_company() -> None:
    sheet, own = WhatIf(), classes(proposal())
    relation = next(one.relation for one in own if one.relation not in ("employee", OTHERS))
    cell = sheet.at(Text(RELATIONS[relation].zh, RELATIONS[relation].en), 1)
    given = {cell: 1.0}
    own_part = sum(one.premium - one.company for one in own if one.relation == relation) / 100
    assert own_part > 0
    assert sheet.result("own", given) == pytest.approx(sheet.result("own") - own_part)
    assert sheet.result("company", given) == pytest.approx(sheet.result("company") + own_part)
    assert sheet.result("premium", given) == sheet.result("premium")
    assert sheet.result("medical_share", given) == sheet.result("medical_share")


def test_loading_claims_and_tax_move_the_price_and_the_tax() -> None:
    sheet = WhatIf()
    loading, claims = sheet.at(words.LOADING_SHARE, 1), sheet.at(words.CLAIMS_HIGHER, 1)
    share = sheet.book.values[loading]
    premium = sheet.result("premium")
    assert sheet.result("premium", {claims: 0.1}) == pytest.approx(1.1 * premium)
    assert sheet.result("premium", {loading: share + 0.05}) == pytest.approx(premium * (1 - share) / (0.95 - share))
    rate = sheet.at(words.TAX_RATE, 1)
    assert sheet.result("saved", {rate: 0.15}) == pytest.approx(sheet.result("saved") * 0.15 / sheet.book.values[rate])


def test_a_small_payroll_makes_supplementary_medical_exceed_its_limit() -> None:
    sheet = WhatIf()
    payroll = sheet.at(words.PAYROLL, 1)
    assert sheet.result("medical_limit") == words.WITHIN.en
    medical = sheet.result("medical_share") * sheet.book.values[payroll]
    low = {payroll: medical / float(law_share("supplementary_medical")) / 2}
    assert sheet.result("medical_limit", low) == words.OVER.en
    assert sheet.result("medical_share", low) == pytest.approx(2 * float(law_share("supplementary_medical")))
    assert sheet.result("saved", low) < sheet.result("saved")
    assert sheet.result("medical_limit", {payroll: None}) == words.NOT_KNOWN.en


def test_classes_sum_to_the_price_and_hide_few_people() -> None:
    found = proposal()
    own, join = classes(found), joining(found)
    premiums = found.proposed.run.quote.premiums
    assert sum(one.premium for one in own) == pytest.approx(float(premiums.premium @ join))
    assert sum(one.company for one in own) == pytest.approx(float(premiums.employer @ join))
    assert all(one.heads >= 10 for one in own)


def test_slopes_of_the_frontier_fall_and_points_are_those_of_the_choice() -> None:
    book, found = written("usual", "zh"), proposal()
    sheet, points = words.FRONTIER.zh, figures.points(proposal())
    top = book.find(sheet, "方案点")[1] + 1
    shown = [
        (round(100 * book.value((sheet, top + at, 1))), round(100 * book.value((sheet, top + at, 2))))
        for at in range(len(points))
    ]
    assert shown == [(one.cost, one.value) for one in points]
    slopes = [book.value((sheet, top + at, 3)) for at in range(1, len(found.around.frontier.solutions))]
    assert slopes == pytest.approx(found.around.frontier.slopes, rel=1e-3)


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_named_and_no_id_is_shown(case: str) -> None:
    found, book = CASES[case](), written(case, "zh")
    members = found.present.group.members
    said = " ".join(value for value in book.values.values() if isinstance(value, str))
    secret = [*members["member_id"].to_pylist(), *members["name"].to_pylist()]
    assert not [word for word in secret if word and str(word) in said]


def test_a_pilot_of_single_people_does_not_name_them(tmp_path: Path) -> None:
    found = proposal()
    assert found.rollout is not None
    alone = plan_rollout(found.proposed.group, found.rollout.effect, by="people")
    assert alone.pilot is not None
    write_proposal_book(tmp_path / "book.xlsx", replace(found, rollout=alone), "zh")
    said = [value for value in read_workbook(tmp_path / "book.xlsx").values.values() if isinstance(value, str)]
    assert not [unit for unit in alone.pilot.units if any(unit in text for text in said)]


def test_a_workbook_with_little_to_say_still_has_all_its_sheets() -> None:
    usual, little = ({place[0] for place in written(case, "zh").values} for case in ("usual", "little"))
    assert usual == little


def test_answers_and_bills_are_shown_where_there_are_any() -> None:
    book, without = written("survey", "en"), written("usual", "en")
    sheet = words.NEEDS.en
    said = figures.stated(proposal_with_survey())
    assert said is not None
    assert below(book, sheet, words.STATED.en, 1) == pytest.approx([one.share for one in said.themes])
    assert without.find(sheet, words.NO_SURVEY.en)
    assert without.find(sheet, words.NO_BILLS.en)


def test_a_total_of_formulas_and_entries_is_a_formula_over_their_cells(tmp_path: Path) -> None:
    columns = [Column("name", Text("名", "Name")), Column("amount", Text("金额", "Amount"), "yuan")]
    rows = [
        {"name": "a", "amount": Entry(150)},
        {"name": "b", "amount": Formula("=B2*2", 300)},
        {"name": "c", "amount": None},
    ]
    with open_book(tmp_path / "book.xlsx", "en") as book:
        book.table(book.sheet(Text("表", "Table")), columns, rows, totals=("amount",))
    read = read_workbook(tmp_path / "book.xlsx")
    assert read.formulas["Table", 4, 1] == "SUM(B2:B4)"
    assert read.values["Table", 4, 1] == read.value(("Table", 4, 1)) == 4.5
    assert read.with_cells({("Table", 1, 1): 10.0}).value(("Table", 4, 1)) == 30


def test_axes_begin_at_a_round_number_below() -> None:
    assert round_below(0) == 0
    assert [round_below(value) for value in (392_188.0, 98.0, 1_050_000.0)] == [300_000, 90, 500_000]
    assert round_below(-3.2) < -3.2


def test_columns_are_read_as_spreadsheets_name_them() -> None:
    assert [letters(name) for name in ("A", "Z", "AA", "BC")] == [0, 25, 26, 54]
