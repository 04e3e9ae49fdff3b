"""PDFs: Chinese type that comes with the package, data that stays data, the same bytes each time."""

import io
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from pypdf import PdfReader

from tuanbao.documents.typesetting import TypesettingError, pdf, write_pdf

OPEN = '#show: paper.with(title: "理赔结算单", header: "示例公司", note: "保单号 1")\n'
STATEMENT = OPEN + "= 赔付明细\n#ledger(([日期], [项目], [赔付]), data.rows, numbers: (2,), total: data.total)"
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def fonts(made: bytes) -> dict[str, bool]:
    """Name of each font of the first page, and whether the font itself is in the file."""
    found = {}
    for reference in PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"].values():
        descriptor = reference.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        name = descriptor["/FontName"].partition("+")[2]
        found[name] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def statement(lines: int) -> bytes:
    rows = [["2025-03-01", "门诊检查费", f"{line}.00"] for line in range(lines)]
    return pdf(STATEMENT, data={"rows": rows, "total": ["合计", "", "1,234.56"]})


def test_chinese_text_can_be_read_back():
    text = pages(statement(3))[0]
    for words in ("理赔结算单", "示例公司", "赔付明细", "门诊检查费", "合计", "1,234.56", "第 1 页，共 1 页"):
        assert words in text


def test_regular_and_bold_noto_sans_sc_are_embedded_and_nothing_else():
    assert fonts(statement(3)) == {"NotoSansSC-Regular": True, "NotoSansSC-Bold": True}


def test_the_licence_of_the_fonts_comes_with_them():
    licence = files("tuanbao_assets") / "@expo-google-fonts" / "noto-sans-sc" / "LICENSE_FONT"
    assert "SIL Open Font License, Version 1.1" in licence.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        '#import "x.typ"',
        "$x$",
        "#data",
        "*粗* _斜_",
        "= 标题",
        "<label> @ref",
        "a\\b",
        "// 注释",
        '"]); #panic()',
        "--- ~ ...",
    ],
)
def test_a_hostile_name_is_printed_as_it_stands(name):
    assert name in pages(pdf(OPEN + "#data.name", data={"name": name}))[0]


def test_rare_characters_of_names_are_there():
    assert "𬱖䶮㛃镕" in pages(pdf(OPEN + "#data", data="𬱖䶮㛃镕"))[0]


def test_a_long_table_repeats_its_head_on_every_page_and_ends_with_its_total():
    made = pages(statement(100))
    assert len(made) > 2
    assert all("日期" in page and f"第 {number} 页，共 {len(made)} 页" in page for number, page in enumerate(made, 1))
    assert [page.count("合计") for page in made] == [0] * (len(made) - 1) + [1]


def test_english_documents_count_pages_in_english():
    assert "Page 1 of 1" in pages(pdf('#show: paper.with(title: "Statement", language: "en")'))[0]


def test_images_come_in_by_name():
    source = OPEN + '#image("logo.svg", alt: "标志")'
    assert pdf(source, images={"logo.svg": SQUARE}) != pdf(OPEN)
    with pytest.raises(TypesettingError, match=r"logo\.svg"):
        pdf(source)


def test_same_input_same_bytes_also_in_another_process(tmp_path: Path):
    program = "import sys; from tuanbao.documents.typesetting import pdf; sys.stdout.buffer.write(pdf(sys.argv[1]))"
    command = [sys.executable, "-c", program, OPEN + "张三"]
    other = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert pdf(OPEN + "张三") == other


def test_the_file_holds_the_same_bytes(tmp_path: Path):
    write_pdf(tmp_path / "a.pdf", OPEN + "#data", data=1)
    assert (tmp_path / "a.pdf").read_bytes() == pdf(OPEN + "#data", data=1)


def test_a_mistake_in_the_source_is_named_with_its_line():
    with pytest.raises(TypesettingError, match=r"unknown variable: nothing\n.*:2:1"):
        pdf(OPEN + "#nothing")


def test_files_outside_cannot_be_read():
    with pytest.raises(TypesettingError, match="escape the project root"):
        pdf(OPEN + '#read("../money.py")')


def test_characters_without_glyph_are_named_instead_of_printed_as_boxes():
    with pytest.raises(TypesettingError) as refused:
        pdf(OPEN + "#data", data="张😀三")
    assert "😀" in refused.value.message.zh
    assert "张" not in refused.value.message.zh


@pytest.mark.parametrize("data", [{1, 2}, float("nan"), "\ud800"])
def test_data_that_json_cannot_say_is_refused(data):
    with pytest.raises(TypesettingError, match="not JSON"):
        pdf(OPEN, data=data)
