"""One's own market tables (自有市场数据): a YAML file of shares that add to the survey or replace it by theme."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.plan.fields import Identifier, Number, OneOf, Share
from tuanbao.plan.parts import Name, Part
from tuanbao.plan.problems import PlanError
from tuanbao.plan.reading import Findings, read
from tuanbao.plan.source import parse_documents
from tuanbao.plan.syntax import read_text


class OwnShare(Part):
    """The share of n firms that have a theme of cover, in one year, and who says so."""

    theme: Annotated[str, OneOf(THEMES)]
    share: Share
    n: Number
    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    source: Annotated[str, Field(min_length=1)]


class OwnMarket(Part):
    """A market as somebody else counted it: a broker, an association, one's own inquiry."""

    market: Identifier
    name: Name | None = None
    shares: Annotated[tuple[OwnShare, ...], Field(min_length=1)]

    @property
    def title(self) -> Text:
        return self.name.text if self.name else Text(self.market, self.market)


def load_market(path: str | Path) -> OwnMarket:
    """The market of a YAML file. Raises PlanError with all problems, each with line and column."""
    return parse_market(read_text(Path(path)), str(path))


def parse_market(text: str, file: str = "-") -> OwnMarket:
    """As load_market, of a text."""
    trees = parse_documents(text, Path(file))
    findings = Findings(file, trees[0])
    market, _ = read(OwnMarket, trees[0], findings, {"market": "unnamed"})
    _refuse_repeated_themes(trees[0], findings)
    if len(trees) > 1:
        message = Text("市场数据应为一个文件一份", "a file holds one market only")
        findings.add((), "several_markets", message)
    if findings.problems or market is None:
        raise PlanError(findings.problems)
    return market


def _refuse_repeated_themes(tree: dict[str, object], findings: Findings) -> None:
    """Looks at the tree itself, so that a repeated theme is told also where its row has another problem."""
    rows = tree.get("shares")
    seen: dict[str, int] = {}
    for i, row in enumerate(rows if isinstance(rows, list) else ()):
        theme = row.get("theme") if isinstance(row, dict) else None
        if not isinstance(theme, str):
            continue
        if theme in seen:
            zh, en = (
                f"“{theme}”已在第 {seen[theme] + 1} 行数据中",
                f"{theme!r} stands already in entry {seen[theme] + 1}",
            )
            message = Text(f"{zh}；每个类别只写一次", f"{en}; a theme stands once")
            findings.add(("shares", i, "theme"), "repeated_theme", message)
        seen.setdefault(theme, i)
