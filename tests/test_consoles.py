"""The commands that README and tutorial show print what is shown, and the programs that documents show run.

``TUANBAO_REWRITE=1 uv run pytest tests/test_consoles.py`` writes what the commands print now into the documents.
"""

import os
import re

import pytest

from tests.consoles import BLOCK, ROOT, replayed, shown_in

DOCUMENTS = ["README.md", "README.zh-CN.md", "docs/tutorial.md", "docs/tutorial.zh-CN.md"]
RISK = ["docs/risk.md", "docs/risk.zh-CN.md"]
QUOTE = ["docs/quote.md", "docs/quote.zh-CN.md"]
RENEWAL = ["docs/renewal.md", "docs/renewal.zh-CN.md"]
DESIGN = ["docs/design.md", "docs/design.zh-CN.md"]


@pytest.mark.parametrize("name", [*DOCUMENTS, *QUOTE, *RISK, *RENEWAL, *DESIGN])
def test_commands_print_what_the_document_shows(name, tmp_path):
    path = ROOT / name
    written = path.read_text(encoding="utf-8")
    now = replayed(written, tmp_path / "checkout")
    if os.environ.get("TUANBAO_REWRITE"):
        path.write_text(now, encoding="utf-8")
    assert now == written


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_shows_the_commands_of_the_main_job(name):
    blocks = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    commands = " ".join(shown.command for block in blocks for shown in shown_in(block))
    assert all(f"tuanbao {command}" in commands for command in ("check", "schedule", "adjudicate", "explain"))


@pytest.mark.parametrize("name", ["docs/how-adjudication-works.md", "docs/how-adjudication-works.zh-CN.md"])
def test_programs_that_documents_show_run(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    programs = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert programs
    for program in programs:
        exec(program, {})
