"""The items of a questionnaire (问卷条目), from YAML: what is asked, of which theme, in both languages.

title: [员工保障需求问卷, What cover matters to you]
items:
- {id: dental, theme: dental_vision, text: [看牙费用报销, Care of teeth]}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tuanbao.design.needs.cells import Ints
from tuanbao.design.needs.questionnaire.blocks import balanced_blocks
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.reference.needs import parameter
from tuanbao.roster import TableError
from tuanbao.roster.columns import header_key, word_key

FEWEST_MORE = 1
"""A questionnaire has at least so many items more than a block shows: else every block is the same."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that people are asked to weigh."""

    id: str
    theme: str
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class Questionnaire:
    """Items, and the blocks in which they are shown together."""

    title: Text
    items: tuple[Item, ...]
    blocks: Ints
    """(blocks, items a block): positions of items, in the order in which they are shown."""

    def shown(self, block: int) -> tuple[Item, ...]:
        """The items of a block."""
        return tuple(self.items[place] for place in self.blocks[block])

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that are asked for, in the order of THEMES."""
        asked = {item.theme for item in self.items}
        return tuple(theme for theme in THEMES if theme in asked)

    def of_theme(self, theme: str) -> Ints:
        """Positions of a theme's items."""
        return np.array([place for place, item in enumerate(self.items) if item.theme == theme], np.int64)


def standard_questionnaire() -> Questionnaire:
    """Sixteen items of all themes, in twelve blocks of four."""
    text = files("tuanbao.design.needs.questionnaire").joinpath("standard.yaml").read_text(encoding="utf-8")
    return _questionnaire(yaml.safe_load(text), "standard.yaml")


def read_questionnaire(path: Path) -> Questionnaire:
    """A company's own items. Raises TableError naming everything that is wrong with the file."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise TableError(Text(f"读不到问卷文件“{path}”", f"cannot read the questionnaire {path}")) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TableError(Text(f"“{path.name}”不是 YAML：{error}", f"{path.name} is not YAML: {error}")) from None
    return _questionnaire(found, path.name)


def questionnaire_of(title: Text, items: tuple[Item, ...]) -> Questionnaire:
    """Items with their blocks. Raises ValueError for fewer items than a block shows."""
    design = parameter("best_worst")
    return Questionnaire(title, items, balanced_blocks(len(items), design["items_a_block"], design["times_each"]))


def _questionnaire(found: Any, file: str) -> Questionnaire:
    if not isinstance(found, Mapping) or not isinstance(found.get("items"), list):
        zh = f"{file} 应有 title（标题，中英文）和 items（条目列表）"
        raise TableError(Text(zh, f"{file} should have a title, in both languages, and a list of items"))
    problems = [] if _both(found.get("title")) else [_no_words(file, "title")]
    for number, entry in enumerate(found["items"], start=1):
        problems += _entry_problems(entry, f"items[{number}]", file)
    if problems:
        raise TableError(*problems)
    items = tuple(Item(str(one["id"]), one["theme"], Text(*one["text"])) for one in found["items"])
    problems = [*_repeated(items, file), *_too_few(items, file)]
    if problems:
        raise TableError(*problems)
    return questionnaire_of(Text(*found["title"]), items)


def _both(words: Any) -> bool:
    return isinstance(words, list) and len(words) == 2 and all(isinstance(word, str) and word.strip() for word in words)


def _entry_problems(entry: Any, place: str, file: str) -> list[Text]:
    if not isinstance(entry, Mapping) or not entry.get("id"):
        zh = f"{file} 的 {place} 应有 id、theme 和 text"
        return [Text(zh, f"{place} of {file} should have id, theme and text")]
    problems = [] if _both(entry.get("text")) else [_no_words(file, f"{place}.text")]
    if entry.get("theme") not in THEMES:
        zh = f"{file} 的 {place} 没有名为“{entry.get('theme')}”的保障类别，可以用：{'、'.join(THEMES)}"
        en = f"{place} of {file}: there is no theme {entry.get('theme')}; themes are {', '.join(THEMES)}"
        problems.append(Text(zh, en))
    return problems


def _no_words(file: str, place: str) -> Text:
    return Text(f"{file} 的 {place} 应写成 [中文, English]", f"{place} of {file} should be [中文, English]")


def _repeated(items: tuple[Item, ...], file: str) -> list[Text]:
    """Ids that read the same as headings, and texts that read the same in a drop-down."""
    problems = []
    for what, keys in (
        ("id", [header_key(item.id) for item in items]),
        ("text", [word_key(item.text.zh) for item in items]),
        ("text", [word_key(item.text.en) for item in items]),
    ):
        for place, key in enumerate(keys):
            if key in keys[:place]:
                first = keys.index(key) + 1
                zh = f"{file} 的 items[{place + 1}].{what} 与 items[{first}] 的相同；请改成不同的"
                problems.append(
                    Text(zh, f"{what} of items[{place + 1}] of {file} is that of items[{first}]; change it")
                )
    return problems


def _too_few(items: tuple[Item, ...], file: str) -> list[Text]:
    least = parameter("best_worst")["items_a_block"] + FEWEST_MORE
    if len(items) >= least:
        return []
    zh = f"{file} 有 {len(items)} 个条目，至少要有 {least} 个"
    return [Text(zh, f"{file} has {len(items)} items; at least {least} are needed")]
