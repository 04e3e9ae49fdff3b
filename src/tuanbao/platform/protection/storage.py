"""Files are encrypted at rest (文件加密存放)."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from tuanbao.platform.protection.fields import ring


class EncryptedStorage(FileSystemStorage):
    """Documents of people as encrypted files under the home folder; there is no URL of a file, only views."""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with open(self.path(name), "rb") as file:
            return ContentFile(ring().decrypt(file.read()), name=name)

    def _save(self, name: str, content: File[Any]) -> str:
        content.seek(0)
        saved: str = super()._save(name, ContentFile(ring().encrypt(content.read())))  # type: ignore[misc]
        return saved

    def url(self, name: str | None) -> str:
        raise NotImplementedError("documents are served by views that ask who may see them")
