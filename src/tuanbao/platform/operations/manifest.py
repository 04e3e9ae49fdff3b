"""What a backup holds, and whether it arrived whole (备份清单)."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tuanbao.language import Text

FORMAT = 1
NAME = "manifest.json"


class BackupError(Exception):
    """A backup cannot be made or restored; ``text`` tells why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(slots=True)
class Manifest:
    made_at: str
    version: str
    vendor: str
    """``sqlite`` or ``postgresql``."""
    migrations: list[list[str]]
    """[app, name] of each that had been applied."""
    tables: dict[str, int]
    """Rows of each table."""
    keys: bool
    """The keys are within."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of everything within."""
    format: int = FORMAT


def seal(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest beside what it lists."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            manifest.files[path.relative_to(folder).as_posix()] = _sum(path)
    (folder / NAME).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")


def read(folder: Path) -> Manifest:
    """Checked: every file that is listed is there and unchanged, and there is no other."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        words = Text("这不是团保的备份文件（没有清单）。", "This is no backup of tuanbao: it has no manifest.")
        raise BackupError(words) from None
    if manifest.format != FORMAT:
        raise BackupError(Text("备份来自更新的版本，请先升级。", "The backup is of a later version; upgrade first."))
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
    wrong = there ^ set(manifest.files) or {n for n, known in manifest.files.items() if _sum(folder / n) != known}
    if wrong:
        names = ", ".join(sorted(wrong)[:3])
        words = Text(f"备份文件损坏：{names}。请用另一份备份。", f"The backup is damaged: {names}. Use another one.")
        raise BackupError(words)
    return manifest


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
