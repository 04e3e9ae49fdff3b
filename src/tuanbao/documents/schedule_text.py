"""The schedule of benefits as text for a terminal, aligned where Chinese characters take two cells, and as Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from tuanbao.documents.schedule_words import ADDED, OVERVIEW_HEAD, Words
from tuanbao.language import Language
from tuanbao.plan.wording import Option, Schedule, Section

LABEL_WIDTH = 26
"""Labels take at most this many cells; longer ones go over two lines."""
INDENT = "   "
PIECE = re.compile(r"[!-~]+(?: [元天岁次人级](?: [\d.]+%)?)? ?|.")
"""Between pieces a line may break; a number and its unit stay together."""
NOT_FIRST = "，。；：、）”！？%"
NOT_LAST = "（“"


def to_text(schedule: Schedule, language: Language, width: int = 100) -> str:
    """The schedule in lines of at most ``width`` cells."""
    words = Words(language)
    lines = [words(schedule.title), words(schedule.kind)]
    lines += [words.pair(label, value) for label, value in words.facts(schedule)]
    lines += _notes(schedule, words, width)
    lines += _overview(schedule, words, width)
    for section in schedule.sections:
        lines += ["", *_section(section, words, width)]
    for option in schedule.options:
        lines += ["", *_option(option, words, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _notes(schedule: Schedule, words: Words, width: int) -> Iterator[str]:
    for note in schedule.notes:
        first, *more = wrap(words(note), width - 2)
        yield f"· {first}"
        yield from (f"  {line}" for line in more)


def _overview(schedule: Schedule, words: Words, width: int) -> Iterator[str]:
    rows = words.overview(schedule)
    if rows:
        yield ""
        yield from table([words.each(OVERVIEW_HEAD), *rows], (28, 34, 20, 18), width)


def _section(section: Section, words: Words, width: int, before: str = "") -> Iterator[str]:
    yield from wrap(before + words.heading(section), width)
    yield "─" * width
    if section.summary is not None:
        yield from (INDENT + line for line in wrap(words(section.summary), width - len(INDENT)))
        yield ""
    yield from _pairs([(words(row.label), words(row.value)) for row in section.rows], width)


def _option(option: Option, words: Words, width: int) -> Iterator[str]:
    yield from wrap(words.option_heading(option), width)
    yield "═" * width
    yield from _pairs([(words(change.label), words.change(change)) for change in option.changes], width)
    for section in option.added:
        yield ""
        yield from _section(section, words, width, words(ADDED))


def _pairs(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    label_width = min(LABEL_WIDTH, max((cell_len(label) for label, _ in pairs), default=0))
    for label, value in pairs:
        left = wrap(label, label_width)
        right = wrap(value, width - len(INDENT) - label_width - 2)
        for i in range(max(len(left), len(right))):
            first = left[i] if i < len(left) else ""
            yield INDENT + _padded(first, label_width) + "  " + (right[i] if i < len(right) else "")


def table(rows: Sequence[Sequence[str]], shares: Sequence[int], width: int) -> Iterator[str]:
    """Rows under a head, the columns in these shares of the width."""
    widths = [max(6, (width - 2 * (len(shares) - 1)) * share // sum(shares)) for share in shares]
    for number, row in enumerate(rows):
        cells = [wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
        for i in range(max(map(len, cells))):
            parts = [_padded(cell[i] if i < len(cell) else "", size) for cell, size in zip(cells, widths, strict=True)]
            yield "  ".join(parts)
        if number == 0:
            yield "  ".join("─" * size for size in widths)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells; no line begins with a mark that closes or ends in one that opens."""
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, width)]


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for piece in _unbreakable(text):
        if cell_len(line + piece.rstrip()) > width and line:
            lines.append(line.rstrip())
            line = ""
            piece = piece.lstrip()
        while cell_len(piece) > width:
            head = _head(piece, width)
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
    return [*lines, line.rstrip()]


def _head(text: str, width: int) -> str:
    """As much of a text as fits, at least a character."""
    for end in range(len(text), 1, -1):
        if cell_len(text[:end]) <= width:
            return text[:end]
    return text[:1]


def _unbreakable(text: str) -> Iterable[str]:
    """Pieces between which a line may break: words, numbers with their sign, single characters with their marks."""
    pieces: list[str] = []
    for token in PIECE.findall(text):
        glued = pieces and (token[0] in NOT_FIRST or pieces[-1][-1] in NOT_LAST or token == " ")
        if glued:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def to_markdown(schedule: Schedule, language: Language) -> str:
    """The schedule as a Markdown document."""
    words = Words(language)
    facts = [words.pair(label, value) for label, value in words.facts(schedule)]
    blocks = [f"# {_plain(words(schedule.title))}", _plain("\n".join([words(schedule.kind), *facts]))]
    blocks.append("\n".join(f"- {_plain(words(note))}" for note in schedule.notes))
    overview = words.overview(schedule)
    if overview:
        blocks.append(_markdown_table(words.each(OVERVIEW_HEAD), overview))
    for section in schedule.sections:
        blocks += _markdown_section(section, words, 2)
    for option in schedule.options:
        blocks.append(f"## {_plain(words.option_heading(option))}")
        if option.changes:
            changes = [(words(c.label), words(c.before), words(c.after)) for c in option.changes]
            blocks.append(_markdown_table(words.change_head, changes))
        for section in option.added:
            blocks += _markdown_section(section, words, 3, words(ADDED))
    return "\n\n".join(blocks) + "\n"


def _markdown_section(section: Section, words: Words, level: int, before: str = "") -> list[str]:
    blocks = [f"{'#' * level} {_plain(before + words.heading(section))}"]
    if section.summary is not None:
        blocks.append(_plain(words(section.summary)))
    rows = [(words(row.label), words(row.value)) for row in section.rows]
    return [*blocks, _markdown_table(words.row_head, rows)]


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([_plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """A text that Markdown prints as it stands."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text).replace("\n", "<br>")
