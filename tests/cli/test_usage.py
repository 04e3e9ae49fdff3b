"""Wrong usage is told in the user's language, with exit code 2; help says what there is."""

import subprocess
import sys

import pytest

from tuanbao.cli import app, failures

from .conftest import PLAN, Run

COMMANDS = ("check", "schedule", "template", "schema", "adjudicate", "explain", "statement", "example")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["chek"], "没有命令 chek，是不是 'check'", "No such command 'chek'"),
        (["check"], "缺少参数 FILE…", "Missing argument"),
        (["check", PLAN, "--fromat", "json"], "没有选项 --fromat，是不是 --format", "No such option: --fromat"),
        (["check", PLAN, "--format", "pdf"], "'--format' 不能是 'pdf'，可以是：'text', 'json'", "is not one of"),
        (["adjudicate", PLAN, "-b", "b.csv", "-o", "x"], "缺少选项 --members", "Missing option"),
        (["example", "--people", "3"], "'--people' 应不小于 20", "greater than or equal to 20"),
        (["example", "--people", "many"], "'--people' 应为整数", "valid integer"),
        (["schema", "one", "two"], "多出的参数：one two", "unexpected extra argument"),
        (["template", "-o"], "选项 -o 后面应有内容", "requires an argument"),
        (["template", "-o", "t.pdf"], "应以 .xlsx 结尾", "*.xlsx"),
        (["schedule", PLAN, "--format", "excel"], "请加 -o OUT", "add -o OUT"),
        (["schedule", PLAN, "-o", "plan.doc"], "不知道“plan.doc”是什么格式", "which format is plan.doc"),
        (["statement", PLAN, "-m", "m", "-b", "b", "--person", "E1", "-o", "s.txt"], "以 .pdf 结尾", "*.pdf"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[object], zh: str, en: str) -> None:
    chinese, english = run(*arguments), run(*arguments, "--lang=en") if arguments[-1] != "-o" else run(*arguments)
    assert (chinese.code, english.code) == (2, 2)
    assert zh in chinese.said
    assert "--help" in chinese.said
    if arguments[-1] != "-o":
        assert en in english.said


def test_nothing_asked_for_shows_the_commands(run: Run) -> None:
    answer = run()
    assert answer.code == 2
    assert all(name in answer.out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(run: Run, command: str) -> None:
    answer = run(command, "--help")
    assert answer.code == 0
    assert "·" in answer.out
    assert "--lang" in answer.out


def test_the_version(run: Run) -> None:
    answer = run("--version")
    assert answer.code == 0
    assert answer.out.startswith("tuanbao 0.")


def test_an_interrupted_command_says_so_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tuanbao.plan.schema.json_schema", interrupted)
    answer = run("schema")
    assert answer.code == 130
    assert "已中断" in answer.err
    assert "Traceback" not in answer.said


def test_what_is_no_mistake_of_the_user_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tuanbao.plan.schema.json_schema", broken)
    with pytest.raises(ZeroDivisionError):
        run("schema")


def test_a_file_open_elsewhere_is_named() -> None:
    error = PermissionError(13, "denied", "out.xlsx")
    assert failures._about_file(error).zh.startswith("不能读写“out.xlsx”；文件可能正在别的程序")


def test_the_installed_command_prints_what_its_terminal_cannot_show() -> None:
    """A Windows console in Chinese has no UTF-8."""
    done = subprocess.run(
        [sys.executable, "-c", "from tuanbao.cli import main; main()", "check", str(PLAN)],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        check=False,
    )
    assert done.returncode == 0
    assert b"acme-tech-staff" in done.stdout


def test_the_app_runs_in_programs_too() -> None:
    assert app(["--version"], standalone_mode=False) == 0
