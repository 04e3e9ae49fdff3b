"""What kind of file somebody has handed in (上传文件), told by its content, never by its name. Pure."""

from tuanbao.language import Text

LARGEST = 10 * 1024 * 1024
KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "heic": "image/heic"}
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/*"


def kind_of(beginning: bytes) -> str | None:
    """Of the first bytes of a file: a key of KINDS."""
    if beginning.startswith(b"%PDF-"):
        return "pdf"
    if beginning.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "heic" if beginning[4:8] == b"ftyp" and beginning[8:12] in _HEIC else None


def problem(size: int, beginning: bytes) -> Text | None:
    """Why a file is not taken."""
    if size == 0:
        return Text("文件是空的，请重新选择", "the file is empty; choose it again")
    if size > LARGEST:
        return Text(
            "文件超过 10 MB，请压缩或重新拍照", "the file is larger than 10 MB; make it smaller or photograph again"
        )
    if kind_of(beginning) is None:
        return Text("只能上传 PDF、JPG、PNG、HEIC", "only PDF, JPG, PNG and HEIC are taken")
    return None
