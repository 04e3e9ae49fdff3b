"""`tuanbao questionnaire`: a workbook that asks employees what they need (需求问卷)."""

from pathlib import Path
from typing import Annotated

import typer

from tuanbao.cli.design_options import Items
from tuanbao.cli.failures import FailedError, WrongUsageError
from tuanbao.cli.terminal import Lang, for_writing, output
from tuanbao.language import Text

HELP = "写出员工需求问卷，填好后交给 design · Write a questionnaire about needs, to be filled in and given to design"


def questionnaire(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.xlsx", help="写入文件 · the file to write")],
    items: Items = None,
    programme: Annotated[
        Path | None,
        typer.Option("--programme", "-p", metavar="FILE", help="从中取档次名称 · a programme, for its tiers"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件 · write over an existing file")] = False,
    language: Lang = "zh",
) -> None:
    if out.suffix.lower() != ".xlsx":
        raise WrongUsageError(Text("问卷是 Excel 文件，文件名应以 .xlsx 结尾", "a questionnaire is an Excel file"))
    if out.exists() and not force:
        zh, en = f"“{out}”已存在，也许已经填写；要覆盖请加 --force", f"{out} exists and may be filled in; add --force"
        raise FailedError(Text(zh, en))
    from tuanbao.design.needs import read_questionnaire, standard_questionnaire, write_questionnaire
    from tuanbao.plan import load_programme

    asked = read_questionnaire(items) if items else standard_questionnaire()
    found = load_programme(programme)[0].tiers if programme else ()
    tiers = [tier.name.text if tier.name else Text(tier.tier, tier.tier) for tier in found]
    write_questionnaire(for_writing(out), asked, tiers=tiers, language=language)
    said = Text(f"已写入 {out}；不必填工号，可匿名。", f"Written to {out}; the employee number is not needed.")
    output().print(said.to(language), soft_wrap=True)
