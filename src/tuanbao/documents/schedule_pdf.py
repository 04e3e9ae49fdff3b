"""The schedule of benefits as a PDF such as an insurer hands out."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from tuanbao.documents import typesetting
from tuanbao.documents.schedule_words import ADDED, GLOSSARY, OVERVIEW_HEAD, Words
from tuanbao.language import Language
from tuanbao.plan.wording import Option, Schedule, Section, glossary


def write_pdf(path: Path, schedules: Sequence[Schedule], language: Language) -> None:
    """One PDF for all schedules. Raises TypesettingError where a character of a name has no glyph."""
    typesetting.write_pdf(path, source(), data=document(schedules, language))


def source() -> str:
    """The Typst source that prints what `document` gives."""
    return files("tuanbao.documents").joinpath("schedule.typ").read_text(encoding="utf-8")


def document(schedules: Sequence[Schedule], language: Language) -> dict[str, Any]:
    """The texts of the document in their order, as the source expects them."""
    words = Words(language)
    kinds = list(dict.fromkeys(words(schedule.kind) for schedule in schedules))
    alone = len(schedules) == 1
    return {
        "language": language,
        "title": words(schedules[0].title) if alone else kinds[0],
        "subtitle": kinds[0] if alone else words.names(schedule.title for schedule in schedules),
        "schedules": [_schedule(schedule, words) for schedule in schedules],
        "glossary_title": words(GLOSSARY),
        "glossary": [words.each(explained) for explained in glossary(schedules)],
    }


def _schedule(schedule: Schedule, words: Words) -> dict[str, Any]:
    return {
        "title": words(schedule.title),
        "facts": words.facts(schedule),
        "notes": words.each(schedule.notes),
        "overview_head": words.each(OVERVIEW_HEAD),
        "overview": words.overview(schedule),
        "sections": [_section(section, words) for section in schedule.sections],
        "options": [_option(option, words) for option in schedule.options],
    }


def _section(section: Section, words: Words, before: str = "") -> dict[str, Any]:
    return {
        "heading": before + words.heading(section),
        "summary": words(section.summary) if section.summary else None,
        "rows": [(words(row.label), words(row.value)) for row in section.rows],
    }


def _option(option: Option, words: Words) -> dict[str, Any]:
    return {
        "heading": words.option_heading(option),
        "head": words.change_head,
        "changes": [(words(c.label), words(c.before), words(c.after)) for c in option.changes],
        "added": [_section(section, words, words(ADDED)) for section in option.added],
    }
