"""Lines of a label (折行): broken between Chinese characters and English words, never before punctuation."""

import re

from rich.cells import cell_len

TOKEN = re.compile(r"[（《「『]*(?:[!-~]+ ?|[^!-~])[，。；：、）》」』％…！？]*")


def wrap(text: str, cells: int, most: int = 3) -> str:
    """The text in at most ``most`` lines of ``cells`` (a Chinese character: two); an ellipsis stands for the rest.

    Lines become about equally long.
    """
    lines = _lines(text, cells)
    while cells > 8 and len(lines) <= most and len(narrower := _lines(text, cells - 1)) == len(lines) > 1:
        cells, lines = cells - 1, narrower
    if len(lines) > most:
        last = lines[most - 1]
        while cell_len(last) > cells - 1:
            last = last[:-1]
        lines = [*lines[: most - 1], last + "…"]
    return "\n".join(lines)


def _lines(text: str, cells: int) -> list[str]:
    lines = [""]
    for token in (part for found in TOKEN.findall(text) for part in _pieces(found, cells)):
        if lines[-1] and cell_len((lines[-1] + token).rstrip()) > cells:
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(token: str, cells: int) -> list[str]:
    """A word that is longer than a line in parts."""
    if cell_len(token.rstrip()) <= cells:
        return [token]
    return [token[at : at + cells] for at in range(0, len(token), cells)]
