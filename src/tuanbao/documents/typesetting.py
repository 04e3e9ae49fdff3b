"""Typst source and data in, PDF out (排版): the same bytes for the same input, on every machine."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from tuanbao.documents import fonts
from tuanbao.documents.fonts import TypesettingError, no_glyphs
from tuanbao.language import Text

ROOT = str(Path(__file__).parent)
"""Where Typst may look for files: here, not in the folder in which somebody works."""
OPENING = '#import "page.typ": *; #let data = json(bytes(sys.inputs.data));'
"""Stands on the first line of the source, so that errors name the lines of the source."""
UNKNOWN_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(source: str, *, data: object = None, images: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF, accessible (PDF/UA-1), with its fonts in it.

    `source` is Typst markup; it begins with ``#show: paper.with(title: …)`` and may use whatever `page.typ` defines.
    `data`, anything that JSON can say, is the variable `data` there. It never becomes markup: a name like ``#import``
    or ``$x$`` is printed as it stands. `images` are files by name, for ``image("name.png", alt: "…")``.
    The clock is not read: a date that should be printed comes in with the data.

    Raises TypesettingError if the source is wrong, the data is not JSON, or a character has no glyph in the fonts.
    """
    try:
        made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs do not know of several files
            {**(images or {}), "main.typ": (OPENING + source).encode()},
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": _as_json(data)},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise TypesettingError(_in_words(error)) from error
    return made


def write_pdf(path: Path, source: str, *, data: object = None, images: Mapping[str, bytes] | None = None) -> None:
    """`pdf` into a file."""
    path.write_bytes(pdf(source, data=data, images=images))


def _as_json(data: object) -> str:
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise TypesettingError(Text(f"数据不能写成 JSON：{error}", f"The data is not JSON: {error}")) from error
    return text


def _in_words(error: typst.TypstError) -> Text:
    unknown = "".join(dict.fromkeys("".join(UNKNOWN_GLYPH.findall(error.diagnostic))))
    if unknown:
        return no_glyphs(unknown).message
    return Text(f"排版失败：\n{error.diagnostic}", f"Typesetting failed:\n{error.diagnostic}")


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that come with this package."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.folder())])
