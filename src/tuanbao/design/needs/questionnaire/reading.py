"""Answers as people gave them (答卷读取): one row for each respondent; every problem is told, good rows are used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tuanbao.design.needs.cells import Floats, Ints
from tuanbao.design.needs.questionnaire.items import Questionnaire
from tuanbao.design.needs.questionnaire.layout import (
    AGE,
    FAMILY,
    NUMBER,
    SEX,
    TIER,
    answer_layout,
    is_of_a_block,
    rating_name,
    segment_columns,
)
from tuanbao.design.needs.questionnaire.problems import AnswerError, problem
from tuanbao.reference.needs import parameter
from tuanbao.roster import Reading, read_table
from tuanbao.roster.columns import Column, Layout, word_key
from tuanbao.roster.parse import parse_integer, parse_word

NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The good rows of a file of answers, without employee numbers; and what is wrong with the others."""

    questionnaire: Questionnaire
    rows: Ints
    """(respondents,): their rows in the file."""
    segments: dict[str, Ints]
    """By column (age_band, sex, has_family): (respondents,) position in the column's words, or -1."""
    tiers: tuple[str, ...]
    """(respondents,): tier or grade as written, empty where nothing is said."""
    ratings: Floats
    """(respondents, items): points, NaN where left out."""
    best: Ints
    """(respondents, blocks): position of the item that matters most, or -1."""
    worst: Ints
    errors: tuple[AnswerError, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, chosen: Any) -> "Answers":
        """Some of the respondents: a mask or positions; without the errors."""
        keep = np.arange(len(self))[chosen]
        return Answers(
            self.questionnaire,
            self.rows[keep],
            {name: column[keep] for name, column in self.segments.items()},
            tuple(self.tiers[place] for place in keep),
            self.ratings[keep],
            self.best[keep],
            self.worst[keep],
            (),
        )


class _Row(NamedTuple):
    """What one row says; fields as in Answers."""

    number: int
    segments: dict[str, int]
    tier: str
    ratings: tuple[float, ...]
    best: tuple[int, ...]
    worst: tuple[int, ...]


def read_answers(path: str | Path, questionnaire: Questionnaire) -> Answers:
    """Reads .xlsx or .csv (and their kin) as the template has it. Rows with a problem are left out and named.

    Best and worst may be written as the item's text, its id, or its number in the set. Raises TableError where the file
    cannot be read as a table of answers at all.
    """
    layout = answer_layout(questionnaire)
    reading = read_table(path, layout)
    cells = _cells(reading, layout)
    errors = [*_of_headings(reading), *_of_cells(reading)]
    good: list[_Row] = []
    seen: dict[Any, int] = {}
    for number, row in zip(reading.rows.tolist(), cells, strict=True):
        if any(cell is not None for cell in row.values()):
            found, wrong = _row(number, row, questionnaire, layout)
            wrong += _repeated(number, row, found, layout, seen) if not wrong else []
            errors += wrong
            good += [found] if not wrong else []
    return _answers(questionnaire, good, sorted(errors, key=lambda error: error.row))


def _cells(reading: Reading, layout: Layout) -> list[dict[str, str | None]]:
    columns = [reading.table.column(column.name).to_pylist() for column in layout.columns]
    names = [column.name for column in layout.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _of_headings(reading: Reading) -> list[AnswerError]:
    """Columns that are not the questionnaire's; the row of a heading is 0."""
    return [
        problem(0, heading, heading, "unknown_block" if is_of_a_block(heading) else "unknown_column")
        for heading in reading.unknown_columns
    ]


def _of_cells(reading: Reading) -> list[AnswerError]:
    """What the reader of tables refused: failed formulas, numbers that lost digits, uneven rows."""
    return [AnswerError(e.row, reading.layout[e.column].header, e.value, e.code, e.reason) for e in reading.errors]


@dataclass(slots=True)
class _Cells:
    """The cells of a row, and what is found wrong while they are read."""

    number: int
    row: dict[str, str | None]
    layout: Layout
    wrong: list[AnswerError]

    def read(self, name: str, parser: Callable[[str], Any], nothing: Any, **details: object) -> Any:
        """What a cell says; ``nothing`` where it is empty, or wrong."""
        cell = self.row[name]
        try:
            return nothing if cell is None else parser(cell)
        except ValueError as error:
            self.add(name, str(error), **details)
            return nothing

    def add(self, name: str, code: str, **details: object) -> None:
        self.wrong.append(problem(self.number, self.layout[name].header, self.row[name] or "", code, **details))


def _row(
    number: int, row: dict[str, str | None], questionnaire: Questionnaire, layout: Layout
) -> tuple[_Row, list[AnswerError]]:
    cells = _Cells(number, row, layout, [])
    segments = {
        name: cells.read(name, partial(_word, column=column), NOTHING, words=column.choices("zh"))
        for name, column in segment_columns().items()
    }
    ratings = tuple(cells.read(rating_name(item.id), _rating, np.nan) for item in questionnaire.items)
    pairs = [_pair(cells, block, questionnaire) for block in range(len(questionnaire.blocks))]
    best, worst = zip(*pairs, strict=True)
    if not cells.wrong and np.isnan(ratings).all() and max(best) == NOTHING:
        cells.add(rating_name(questionnaire.items[0].id), "nothing_answered")
    return _Row(number, segments, row[TIER] or "", ratings, best, worst), cells.wrong


def _word(cell: str, column: Column) -> int:
    code = parse_word(cell, column)
    return NOTHING if code is None else code


def _pair(cells: _Cells, block: int, questionnaire: Questionnaire) -> tuple[int, int]:
    """Best and worst of a block, both or neither."""
    parser = partial(_item, known=_words_of_block(questionnaire, block), questionnaire=questionnaire)
    names, before = (f"best_{block + 1}", f"worst_{block + 1}"), len(cells.wrong)
    best, worst = (cells.read(name, parser, NOTHING) for name in names)
    if len(cells.wrong) == before and best == worst != NOTHING:
        cells.add(names[1], "best_is_worst")
    elif len(cells.wrong) == before and NOTHING in (best, worst) and best != worst:
        cells.add(names[0] if best == NOTHING else names[1], "half_answered")
    return best, worst


def _rating(cell: str) -> int:
    points, scale = parse_integer(cell), parameter("rating_scale")
    if points is None or not scale["lowest"] <= points <= scale["highest"]:
        raise ValueError("rating_range")
    return points


def _words_of_block(questionnaire: Questionnaire, block: int) -> dict[str, int]:
    """What may stand for the items of a block: number or letter in the set, id, text."""
    words: dict[str, int] = {}
    for place, position in enumerate(questionnaire.blocks[block].tolist()):
        item = questionnaire.items[position]
        for word in (str(place + 1), "ABCDEFGH"[place], item.id, *item.text):
            words[word_key(word)] = position
    return words


def _item(cell: str, known: dict[str, int], questionnaire: Questionnaire) -> int:
    key = word_key(cell)
    if key in known:
        return known[key]
    others = {word_key(word) for item in questionnaire.items for word in (item.id, *item.text)}
    raise ValueError("not_in_block" if key in others else "unknown_item")


def _repeated(
    number: int, row: dict[str, str | None], found: _Row, layout: Layout, seen: dict[Any, int]
) -> list[AnswerError]:
    """The same number twice; or, without numbers, the same answers to everything, which nobody gives by chance."""
    name = row[NUMBER]
    whole = NOTHING not in found.best and not np.isnan(found.ratings).any()
    answers = (tuple(found.segments.items()), *found[2:]) if whole else number
    key = name or answers
    if key not in seen:
        seen[key] = number
        return []
    code = "duplicate_number" if name else "duplicate_answers"
    return [problem(number, layout[NUMBER].header, name or "", code, first=seen[key])]


def _answers(questionnaire: Questionnaire, good: list[_Row], errors: list[AnswerError]) -> Answers:
    items, blocks, n = len(questionnaire.items), len(questionnaire.blocks), len(good)
    return Answers(
        questionnaire,
        np.array([row.number for row in good], np.int64),
        {name: np.array([row.segments[name] for row in good], np.int64) for name in (AGE, SEX, FAMILY)},
        tuple(row.tier for row in good),
        np.array([row.ratings for row in good], np.float64).reshape(n, items),
        np.array([row.best for row in good], np.int64).reshape(n, blocks),
        np.array([row.worst for row in good], np.int64).reshape(n, blocks),
        tuple(errors),
    )
