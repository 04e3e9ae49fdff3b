"""The list of the cases names every case, by its own titles."""

from pathlib import Path

import yaml

HERE = Path(__file__).parent


def test_the_readme_lists_every_case_by_its_titles():
    listed = [line for line in (HERE / "README.md").read_text(encoding="utf-8").splitlines() if ".yaml) |" in line]
    titles = {
        path: yaml.safe_load(path.read_text(encoding="utf-8"))["title"] for path in sorted(HERE.glob("[0-9]*.yaml"))
    }
    assert listed == [
        f"| [{path.stem[:2]}]({path.name}) | {title['en']} | {title['zh']} |" for path, title in titles.items()
    ]
