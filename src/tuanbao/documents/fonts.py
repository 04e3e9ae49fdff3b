"""The fonts that come with this package (字体); those of the system would make output differ between machines."""

from importlib.resources import files
from pathlib import Path

from tuanbao.language import Text

ASSETS = "tuanbao_assets"
FAMILY = Path("@expo-google-fonts") / "noto-sans-sc"
REGULAR, BOLD = FAMILY / "400Regular" / "NotoSansSC_400Regular.ttf", FAMILY / "700Bold" / "NotoSansSC_700Bold.ttf"


class TypesettingError(Exception):
    """A document cannot be made; says what is missing or wrong, in both languages."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


def folder() -> Path:
    """Where the fonts are. Raises TypesettingError if they are not installed."""
    try:
        return Path(str(files(ASSETS)))
    except ModuleNotFoundError as error:
        raise TypesettingError(
            Text(
                "没有安装字体。请运行：uv sync --reinstall-package tuanbao",
                "The fonts are not installed. Run: uv sync --reinstall-package tuanbao",
            )
        ) from error


def no_glyphs(characters: str) -> TypesettingError:
    """The error for characters that the fonts lack."""
    return TypesettingError(
        Text(
            f"字体中没有这些字符：{characters}。请换成能显示的字符。",
            f"The fonts have no glyph for: {characters}. Replace these characters.",
        )
    )
