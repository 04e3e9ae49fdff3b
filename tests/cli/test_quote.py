"""`tuanbao quote`: a price from files, with an explanation that adds up, and every mistake told in words."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Answer, Run

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMME = EXAMPLES / "programmes" / "acme-tech.yaml"
TERMS = EXAMPLES / "quote-terms.yaml"
SCHEMA = EXAMPLES.parent / "schemas" / "quote-terms.schema.json"
ALONE = {"relation": "employee", "plan": "acme-tech-staff"}
NUMBER = r"[-+]?[\d,]+\.\d\d"

Price = Callable[..., Answer]


@pytest.fixture
def price(run: Run, tables: Path) -> Price:
    """Prices the company of 60 over few years."""

    def price(*arguments: object, plans: Path = PROGRAMME, roster: Path | None = None) -> Answer:
        return run("quote", roster or tables / "members.csv", plans, "--years", 20, *arguments)

    return price


def changed(tables: Path, folder: Path, change: Callable[[int, dict[str, str]], object]) -> Path:
    """The table of people with each row changed."""
    with (tables / "members.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        change(place, row)
    path = folder / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def amount(text: str) -> int:
    return round(100 * float(text.replace(",", "")))


def test_a_group_is_priced_and_every_step_adds_up(price: Price) -> None:
    answer = price("--lang", "en", "--on", "2026-12-31", "--no-variants")
    assert answer.code == 0
    premium = amount(re.search(rf"Premium a year +({NUMBER})", answer.out).group(1))  # type: ignore[union-attr]
    steps = answer.out.split("How the price comes about")[1].split("By benefit")[0]
    found = re.findall(rf"^ (.+?)  .*?({NUMBER}) +({NUMBER})", steps, re.MULTILINE)
    amounts = [(name.strip(), amount(step), amount(level)) for name, step, level in found]
    assert amounts[-1] == ("Premium", premium, premium)
    assert sum(step for _, step, _ in amounts[:-1]) == premium
    benefits = answer.out.split("By benefit")[1].split("By tier")[0]
    parts = [amount(part) for part in re.findall(rf"({NUMBER}) *$", benefits, re.MULTILINE)]
    assert sum(parts[:-1]) == parts[-1] == premium


def test_what_is_not_verified_is_said(price: Price) -> None:
    answer = price("--lang", "en", "--no-variants")
    assert "the terms do not say: expenses, commission, profit, risk, premium_tax" in answer.said
    assert "minimum participation of 75% could not be checked" in answer.said
    assert "within the market band" in answer.said
    assert "Whether the parameters fit this company is not in it" in answer.said


def test_variants_are_priced_as_differences_with_a_smaller_error(price: Price) -> None:
    answer = price("--lang", "en", "--use-response")
    variants = answer.out.split("What other terms cost or release")[1].split("Use answers to terms")[0]
    row = rf"([-+][\d,]+) +([\d,]+) +([\d,]+) +({NUMBER}) +[\d,]+ +{NUMBER} *$"
    light, plus = re.findall(row, variants, re.MULTILINE)
    assert (light[0][0], light[3][0], plus[0][0], plus[3][0]) == ("-", "-", "+", "+")
    for _, paired, apart, _ in (light, plus):
        assert amount(paired) < amount(apart)
    assert re.search(r"Outpatient +\d+\.\d% → \d+\.\d% +×", answer.out)
    assert "RAND" in answer.out


def test_nothing_is_said_about_use_unless_asked(price: Price) -> None:
    assert "RAND" not in price("--lang", "en").out


def test_one_persons_price_is_explained_step_by_step(price: Price) -> None:
    answer = price("--person", "E0001", "--on", "2026-12-31", "--no-variants")
    assert answer.code == 0
    assert "E0001（员工" in answer.out
    assert "管理费用：占税前价格" in answer.said
    assert "可信度：低" in answer.said
    premium = amount(re.search(rf" 保费 +({NUMBER})", answer.out).group(1))  # type: ignore[union-attr]
    paid = re.search(rf"企业承担 ({NUMBER}) 元，个人承担 ({NUMBER}) 元", answer.said)
    assert paid is not None
    assert amount(paid.group(1)) + amount(paid.group(2)) == premium


def test_the_same_seed_gives_the_same_quote(price: Price) -> None:
    one, again, other = (price("--no-variants", "--seed", seed).out for seed in (1, 1, 2))
    assert one == again != other


def test_workbook_and_charts_are_written(price: Price, tmp_path: Path) -> None:
    answer = price("--terms", TERMS, "-o", tmp_path / "out", "--on", "2026-12-31")
    assert answer.code == 0
    names = {"waterfall", "age-bands", "benefits", "year", "variants"}
    assert {path.name for path in (tmp_path / "out" / "charts").iterdir()} == {
        f"{name}.{kind}" for name in names for kind in ("svg", "png")
    }
    book = CalamineWorkbook.from_path(tmp_path / "out" / "quote.xlsx")
    assert {
        "总览",
        "价格分解",
        "费率表",
        "综合费率",
        "人员",
        "责任",
        "可选方案",
        "市场对照",
        "假设与参数",
        "提示",
    } <= set(book.sheet_names)
    assert "综合费率" in answer.out


def test_too_few_who_join_make_the_quote_conditional(price: Price) -> None:
    assert "低于最低参保比例 75%" in price("--eligible", 1000, "--no-variants").said


def test_the_example_terms_fit_their_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.validate(yaml.safe_load(TERMS.read_text("utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"quote": "x", "expense": "10%"}, schema)


def test_the_schema_of_terms_is_that_of_the_installed_version(run: Run) -> None:
    assert run("schema", "--of", "terms").out == SCHEMA.read_text("utf-8"), (
        "write it again: uv run tuanbao schema --of terms -o schemas/quote-terms.schema.json"
    )


def assert_told(answer: Answer, *words: str) -> None:
    """The command stopped with these words, and without a traceback."""
    assert answer.code == 1
    assert "Traceback" not in answer.said
    for word in words:
        assert word in answer.said


def test_an_empty_roster_is_told(price: Price, tables: Path, tmp_path: Path) -> None:
    header = (tables / "members.csv").read_text("utf-8-sig").splitlines()[0]
    (tmp_path / "empty.csv").write_text(header + "\n", "utf-8")
    assert_told(price(roster=tmp_path / "empty.csv"), "没有")


def test_a_day_on_which_nobody_is_covered_is_told(price: Price) -> None:
    assert_told(price("--on", "2031-01-01"), "2031-01-01 没有人在保障期内", "请另选日期")


def test_what_is_no_day_is_told(price: Price) -> None:
    answer = price("--on", "2026-13-01")
    assert answer.code == 2
    assert "应为日期" in answer.said


def test_a_plan_that_nobody_has_is_said(price: Price, tables: Path, tmp_path: Path) -> None:
    alone = changed(tables, tmp_path, lambda _, row: row.update(ALONE, family_id=row["member_id"]))
    answer = price("--no-variants", roster=alone)
    assert answer.code == 0
    assert "以下方案没有人参加，不报价：acme-tech-family" in answer.said


def test_missing_birth_dates_are_listed_by_row(price: Price, tables: Path, tmp_path: Path) -> None:
    missing = changed(tables, tmp_path, lambda place, row: row.update(birth_date="") if place in (0, 3) else None)
    answer = price("--on", "2026-12-31", roster=missing)
    assert_told(answer, "出生日期")
    assert re.search(r"\b2 +出生日期", answer.err)
    assert re.search(r"\b5 +出生日期", answer.err)


def test_ages_outside_the_rates_are_told(price: Price, tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text("quote: x\nrates: {ages: [0..17, 18..30]}\n", "utf-8")
    assert_told(price("--terms", tmp_path / "terms.yaml"), "年龄不在费率表的年龄段内", "rates.ages")


def test_bad_terms_are_shown_with_line_and_column(price: Price, tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text("quote: x\nexpenses: 120%\nprofitt: 1%\n", "utf-8")
    answer = price("--terms", tmp_path / "terms.yaml")
    assert_told(answer, "terms.yaml:2:1", "120%", "terms.yaml:3:1", "是不是“profit”？")


@pytest.mark.parametrize(
    ("text", "word"), [("streams: {nosuch: {rate: 2}}\n", "streams.nosuch"), ("streams: [\n", "不是 YAML")]
)
def test_a_bad_file_of_parameters_is_told(price: Price, tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    assert_told(price("--model", tmp_path / "own.yaml"), "own.yaml", word)


def test_somebody_who_is_not_priced_is_told_before_the_work(price: Price) -> None:
    assert_told(price("--person", "E9999"), "没有 E9999")


def test_fewer_eligible_than_covered_is_told_before_the_work(price: Price) -> None:
    assert_told(price("--eligible", 1), "符合参保条件的员工数（1）少于已参保的员工数")


def test_response_of_use_without_variants_is_wrong_usage(price: Price) -> None:
    assert price("--use-response", "--no-variants").code == 2


def test_composite_tiers_that_cover_no_family_are_told(price: Price, tmp_path: Path) -> None:
    text = "quote: x\nbilling: composite\ncomposite: [{tier: alone, covers: [employee], factor: 1}]\n"
    (tmp_path / "terms.yaml").write_text(text, "utf-8")
    assert_told(price("--terms", tmp_path / "terms.yaml", "--no-variants"), "没有一个家庭档（composite）包含")
