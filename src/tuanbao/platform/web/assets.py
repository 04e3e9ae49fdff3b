"""Third-party static files (前端文件): from the generated package `tuanbao_assets`, under /static/vendor/."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "vendor/"


class AssetsFinder(BaseFinder):
    """Finds `vendor/@tabler/core/dist/css/tabler.min.css` in the package of assets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Path(str(files("tuanbao_assets")))
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = str(path).removeprefix(PREFIX)
        found = self.root / name
        good = name != str(path) and found.is_file() and self.root in found.resolve().parents
        if find_all:
            return [str(found)] if good else []
        return str(found) if good else None

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        storage = FileSystemStorage(location=self.root)
        storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]
        for file in sorted(self.root.rglob("*")):
            if file.is_file() and file.suffix not in {".py", ".pyc"}:
                yield str(file.relative_to(self.root)), storage
