"""Files and YAML: what cannot be read at all, and where values stand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tuanbao.plan import PlanError, load_plans, source
from tuanbao.plan.source import parse_documents

from .writing import EVERY_FEATURE, MARK, place_of_mark, problems_of

PLAN = "plan: p\nperiod: {from: 2026-01-01, to: 2026-12-31}\nbenefits: [{id: a, kind: lump_sum, event: death, sum_insured: 1}]\n"  # noqa: E501

NOT_YAML = {
    "a tab as indentation": ("plan: p\n‸\tperiod: 1\n", "制表符", "not with tabs"),
    "a bracket that stays open": ("plan: [a, b\nx‸: 1\n", "缺少逗号或右括号", "closing bracket"),
    "a quotation mark that stays open": ('name: "abc\n‸', "引号没有闭合", "not closed"),
    "an indentation that begins nothing": ("plan: p\n  period‸: 1\n", "检查缩进", "check the indentation"),
    "a colon in a text": ("name: a‸: b\n", "请加引号", "in quotes"),
    "a text that begins with @": ("plan: ‸@p\n", "请加引号", "in quotes"),
    "an alias of nothing": ("plan: ‸*p\n", "没有对应的锚点", "names no anchor"),
    "two anchors of one name": ("a: &x 1\nb: ‸&x 2\n", "锚点（&）重名", "have one name"),
    "a control character after Chinese": ("plan: p\nname: 中文‸\x07\n", "U+0007", "U+0007"),
    "half a surrogate pair": ("plan: ‸\ud800", "U+D800", "U+D800"),
}


@pytest.mark.parametrize(("text", "zh", "en"), NOT_YAML.values(), ids=NOT_YAML.keys())
def test_what_is_not_yaml_is_refused_at_its_place(text, zh, en):
    [problem] = problems_of(text)
    assert problem.code == "yaml"
    assert (problem.line, problem.column) == place_of_mark(text)
    assert zh in problem.message.zh
    assert en in problem.message.en


NO_PLANS = {
    "an empty file": ("‸", "empty", "文件是空的", "the file is empty"),
    "a file of comments": ("‸# nothing\n---\n", "empty", "文件是空的", "the file is empty"),
    "a list": ("‸- plan: p\n", "not_a_mapping", "从 plan: 开始", "beginning with plan:"),
    "a text": ("‸hello", "not_a_mapping", "从 plan: 开始", "beginning with plan:"),
    "a list as a key": (PLAN + "? ‸[a, b]\n: 1\n", "not_a_key", "键应为一个词", "a key is a word"),
    "a key twice": (PLAN + "‸plan: q\n", "duplicate_key", "第 1 行已有", "already in line 1"),
    "an alias of itself": (PLAN + "name: ‸&a {zh: *a}\n", "aliases", "互相引用", "refer to each other"),
    "brackets without end": ("[" * 60 + "‸" + "[" * 3000, "too_deep", "嵌套超过 60 层", "more than 60 levels"),
    "dashes without end": ("- " * 60 + "‸" + "- " * 100_000 + "a", "too_deep", "嵌套", "levels deep"),
    "a programme, which names files": (
        "‸programme: x\nplans: [/etc/hosts]\n",
        "not_a_plan",
        "只能写方案",
        "only a plan",
    ),
}


@pytest.mark.parametrize(("text", "code", "zh", "en"), NO_PLANS.values(), ids=NO_PLANS.keys())
def test_what_is_not_a_plan_is_refused_at_its_place(text, code, zh, en):
    [problem] = problems_of(text)
    assert problem.code == code
    assert (problem.line, problem.column) == place_of_mark(text)
    assert zh in problem.message.zh
    assert en in problem.message.en


def test_aliases_that_unfold_to_millions_are_refused():
    lists = [
        f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]" for below, name in zip("abcdefg", "bcdefgh", strict=True)
    ]
    [problem] = problems_of("\n".join(["a: &a [" + ", ".join("1" * 10) + "]", *lists]))
    assert problem.code == "aliases"
    assert 1 <= problem.line <= 8


def test_an_alias_may_be_used_twice():
    [tree] = parse_documents("a: &x [1, 2]\nb: *x\nc: *x\n", Path("f"))
    assert tree == {"a": [1, 2], "b": [1, 2], "c": [1, 2]}


def test_every_document_that_is_no_plan_is_named():
    assert [(problem.line, problem.code) for problem in problems_of("- a\n---\n5\n")] == [
        (1, "not_a_mapping"),
        (3, "not_a_mapping"),
    ]


def test_empty_documents_are_passed_over(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text("---\n" + PLAN + "---\n# the end\n", encoding="utf-8")
    assert [plan.id for plan in load_plans(file)] == ["p"]


def test_a_byte_order_mark_is_passed_over(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + PLAN.replace("sum_insured: 1", "sum_insured: -1").encode())
    with pytest.raises(PlanError) as refused:
        load_plans(file)
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(3, 50)]


def test_a_file_in_gbk_says_to_save_it_as_utf_8(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_bytes("plan: p\nname: {zh: 员工方案}\n".encode("gbk"))
    with pytest.raises(PlanError) as refused:
        load_plans(file)
    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.column, problem.code) == (str(file), 2, 13, "unreadable")
    assert "另存为 UTF-8" in problem.message.zh
    assert "save it as UTF-8" in problem.message.en


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path, code, zh in [(tmp_path / "none.yaml", "no_file", "找不到"), (tmp_path, "unreadable", "无法读取")]:
        with pytest.raises(PlanError) as refused:
            load_plans(path)
        [problem] = refused.value.problems
        assert (problem.file, problem.line, problem.column, problem.code) == (str(path), 1, 1, code)
        assert zh in problem.message.zh


SCALARS = {
    "600": 600,
    "0": 0,
    "19.90": Decimal("19.90"),
    ".5": Decimal("0.5"),
    "-0.1": Decimal("-0.1"),
    "70%": "70%",
    "1e3": "1e3",
    "1.5e+3": "1.5e+3",
    "0x1F": "0x1F",
    "010": "010",
    "1_000": "1_000",
    "1:30": "1:30",
    ".inf": ".inf",
    "0..22": "0..22",
    "true": True,
    "yes": True,
    '"true"': "true",
    "2026-02-28": date(2026, 2, 28),
    "2026-02-29": "2026-02-29",
    '"2026-02-28"': "2026-02-28",
    "!!int ²": "²",
    "!!bool x": "x",
    "!!timestamp x": "x",
    "!!float .": ".",
    "!!python/object:os.system x": "x",
}


@pytest.mark.parametrize(("written", "value"), SCALARS.items())
def test_numbers_and_dates_are_read_as_they_are_written(written, value):
    [tree] = parse_documents(f"key: {written}\n", Path("f"))
    assert tree["key"] == value
    assert type(tree["key"]) is type(value)


def test_every_key_and_item_knows_its_place():
    text = "plan: 中文\nlimits:\n  - {per: day, amount: 5}\n  - per: year\n"
    [tree] = parse_documents(text, Path("f"))
    assert tree.keys_at == {"plan": (1, 1), "limits": (2, 1)}
    assert tree["limits"].items_at == [(3, 5), (4, 5)]
    assert tree["limits"][0].keys_at == {"per": (3, 6), "amount": (3, 16)}
    assert tree["limits"][0].values_at == {"per": (3, 11), "amount": (3, 24)}


def test_places_are_the_same_with_the_loader_written_in_python(monkeypatch):
    import yaml

    from tuanbao.plan import syntax

    def places(value):
        if isinstance(value, source.Mapping):
            return [value.place, *value.keys_at.items(), *value.values_at.items(), *map(places, value.values())]
        if isinstance(value, source.Sequence):
            return [value.place, *value.items_at, *map(places, value)]
        return value

    text = EVERY_FEATURE.read_text(encoding="utf-8")
    fast = places(parse_documents(text, Path("f"))[0])
    monkeypatch.setattr(syntax, "_LOADER", yaml.SafeLoader)
    assert places(parse_documents(text, Path("f"))[0]) == fast


def test_a_copy_can_be_changed_without_touching_the_original():
    [tree] = parse_documents("limits: [{per: day}, {per: year}]\n", Path("f"))
    twin = source.copy(tree)
    twin["limits"].drop(0)
    twin["limits"][0].put("per", "case", (1, 1), (1, 1))
    assert tree == {"limits": [{"per": "day"}, {"per": "year"}]}
    assert twin == {"limits": [{"per": "case"}]}
    assert source.as_written(twin, ("limits", 0, "per")) == ("limits", 1, "per")


def test_the_mark_is_no_character_of_any_plan():
    assert MARK not in EVERY_FEATURE.read_text(encoding="utf-8")
