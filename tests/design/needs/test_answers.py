"""The questionnaire as a workbook, and answers read back with every problem named."""

import csv
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from tests.design.needs.making import group, person
from tuanbao.demo.answers import made_answers, write_answers
from tuanbao.design.needs import Answers, read_answers, read_questionnaire, standard_questionnaire, write_questionnaire
from tuanbao.design.needs.questionnaire.layout import answer_layout
from tuanbao.language import Language, Text
from tuanbao.pricing.group import Group
from tuanbao.roster import TableError

STANDARD = standard_questionnaire()
ROOT = Path(__file__).parents[3]
COLUMNS = [column.name for column in answer_layout(STANDARD).columns]


def full_row(**own: Any) -> dict[str, Any]:
    """A good answer: everything rated 3, the first of every set best and the last worst."""
    row: dict[str, Any] = {"age_band": "young", "sex": "女", "has_family": "否", "tier": "P5"}
    row |= {f"rating_{item.id}": 3 for item in STANDARD.items}
    for block in range(len(STANDARD.blocks)):
        row |= {f"best_{block + 1}": 1, f"worst_{block + 1}": 4}
    return {**row, **own}


def read(tmp_path: Path, rows: list[dict[str, Any]], columns: list[str] | None = None) -> Answers:
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return read_answers(path, STANDARD)


def told(answers: Answers) -> list[tuple[int, str, str]]:
    return [(error.row, error.column.en, error.code) for error in answers.errors]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_written_by_the_template_are_read_back(tmp_path: Path, demo: Group, language: Language) -> None:
    path = tmp_path / "answers.xlsx"
    write_answers(path, demo.members, 7, language)
    answers = read_answers(path, STANDARD)
    assert answers.errors == ()
    rows = made_answers(STANDARD, demo.members, 7, language)
    assert len(answers) == len(rows) > 100
    ratings = [[np.nan if cell is None else cell for cell in row[5:21]] for row in rows]
    np.testing.assert_array_equal(answers.ratings, np.array(ratings, float))
    texts = [item.text.to(language) for item in STANDARD.items]
    best = [[-1 if cell is None else texts.index(str(cell)) for cell in row[21::2]] for row in rows]
    assert answers.best.tolist() == best
    assert answers.rows[0] == 3


def test_the_same_seed_gives_the_same_answers(demo: Group) -> None:
    assert made_answers(STANDARD, demo.members, 7, "zh") == made_answers(STANDARD, demo.members, 7, "zh")
    assert made_answers(STANDARD, demo.members, 7, "zh") != made_answers(STANDARD, demo.members, 8, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_lets_people_choose_what_can_be_read(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "questionnaire.xlsx"
    write_questionnaire(path, STANDARD, tiers=[Text("员工", "staff")], language=language)
    book = CalamineWorkbook.from_path(path)
    _, _, sets = book.sheet_names
    shown = book.get_sheet_by_name(sets).to_python(skip_empty_area=False)
    for block in range(len(STANDARD.blocks)):
        assert shown[block + 1][1:] == [item.text.to(language) for item in STANDARD.shown(block)]
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    rules = re.findall(r"<dataValidation .*?</dataValidation>", sheet)
    assert len(rules) == 4 + 16 + 24  # not of the number
    assert sum(f"$B${block + 2}:$E${block + 2}" in rule for block in range(12) for rule in rules) == 24


def test_the_guide_says_what_becomes_of_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "questionnaire.xlsx"
    write_questionnaire(path, STANDARD)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("填写说明").to_python()
    assert any("至少 10 人" in str(row[0]) for row in sheet)
    assert read_answers(path, STANDARD).errors == ()
    assert len(read_answers(path, STANDARD)) == 0


def test_every_problem_of_every_row_is_told_at_once_and_good_rows_are_used(tmp_path: Path) -> None:
    block, other = STANDARD.blocks[0], STANDARD.items[int(STANDARD.blocks[1][0])]
    assert other.id not in {STANDARD.items[int(place)].id for place in block}
    answers = read(
        tmp_path,
        [
            full_row(employee_number="E1"),
            full_row(rating_annuity=6, best_1=other.id, worst_2="nonsense", best_3=4, sex="robot"),
            full_row(employee_number="E1", rating_annuity=5),
            full_row(rating_inpatient="many", best_4=""),
        ],
    )
    assert len(answers) == 1
    assert answers.rows.tolist() == [2]
    assert told(answers) == [
        (3, "Sex", "unknown_word"),
        (3, "Rating 13: Enterprise annuity (a supplementary pension)", "rating_range"),
        (3, "Set 1 matters most", "not_in_block"),
        (3, "Set 2 matters least", "unknown_item"),
        (3, "Set 3 matters least", "best_is_worst"),
        (4, "Employee number (optional)", "duplicate_number"),
        (5, "Rating 2: Care in hospital and operations", "not_an_integer"),
        (5, "Set 4 matters most", "half_answered"),
    ]
    assert answers.errors[1].value == "6"
    assert answers.errors[1].place.zh == "答卷第 3 行“评分13：企业年金（补充养老）”"
    assert all(error.reason.zh and error.reason.en for error in answers.errors)


def test_a_set_or_a_column_that_the_questionnaire_does_not_have_is_told(tmp_path: Path) -> None:
    answers = read(tmp_path, [full_row()], [*COLUMNS, "best_13", "第14组最不看重", "备注"])
    assert [(error.row, error.value, error.code) for error in answers.errors] == [
        (0, "best_13", "unknown_block"),
        (0, "第14组最不看重", "unknown_block"),
        (0, "备注", "unknown_column"),
    ]
    assert len(answers) == 1


def test_anonymous_answers_that_are_the_same_throughout_were_pasted_twice(tmp_path: Path) -> None:
    answers = read(tmp_path, [full_row(), full_row(), full_row(rating_life=5), {"rating_life": 4}, {"rating_life": 4}])
    assert told(answers) == [(3, "Employee number (optional)", "duplicate_answers")]
    assert len(answers) == 4  # few answers may be the same by chance


def test_a_row_that_answers_nothing_is_told_and_an_empty_one_is_none(tmp_path: Path) -> None:
    answers = read(tmp_path, [{"sex": "男"}, {}, full_row()])
    assert [code for _, _, code in told(answers)] == ["nothing_answered"]
    assert len(answers) == 1


def test_items_may_be_written_by_number_letter_id_or_text(tmp_path: Path) -> None:
    item = STANDARD.shown(0)[1]
    rows = [full_row(best_1=word, rating_life=n % 5 + 1) for n, word in enumerate([2, "b", item.id, *item.text])]
    answers = read(tmp_path, rows)
    assert answers.errors == ()
    assert set(answers.best[:, 0].tolist()) == {int(STANDARD.blocks[0][1])}


def test_employee_numbers_are_not_kept(tmp_path: Path) -> None:
    answers = read(tmp_path, [full_row(employee_number="E777", tier="")])
    kept = [answers.tiers, answers.segments, answers.ratings, answers.best, answers.rows]
    assert "E777" not in repr(kept)


def test_a_file_without_the_questions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError):
        read_answers(path, STANDARD)


def test_a_companys_own_items_are_read(tmp_path: Path) -> None:
    own = read_questionnaire(ROOT / "examples" / "design" / "questionnaire-items.yaml")
    assert len(own.items) == 8
    assert own.themes[0] == "outpatient"
    write_answers(tmp_path / "a.xlsx", group([person(n) for n in range(40)]).members, 1, "zh", own)
    answers = read_answers(tmp_path / "a.xlsx", own)
    assert answers.errors == ()
    assert len(answers) > 10


def test_everything_that_is_wrong_with_items_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text("title: x\nitems:\n- {id: a, theme: pets, text: [狗, dogs]}\n- {theme: life}\n", encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_questionnaire(path)
    said = [problem.en for problem in refused.value.problems]
    assert len(said) == 3
    assert "title" in said[0]
    assert "no theme pets" in said[1]
    assert "items[2]" in said[2]


def test_items_must_differ_and_be_more_than_a_set_shows(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    item = "- {id: %s, theme: life, text: [身故, death]}\n"
    path.write_text("title: [题, t]\nitems:\n" + item % "a-1" + item % "a1", encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_questionnaire(path)
    said = " ".join(problem.zh for problem in refused.value.problems)
    assert "items[2].id 与 items[1] 的相同" in said
    assert "items[2].text 与 items[1] 的相同" in said
    assert "至少要有 5 个" in said
