"""`tuanbao template`: an empty workbook to fill in; `tuanbao schema`: the JSON Schema of plan files."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tuanbao.cli.failures import FailedError, WrongUsageError
from tuanbao.cli.terminal import Lang, for_writing, output, tell_written
from tuanbao.language import Text

TEMPLATE_HELP = "写出可填写的 Excel 模板 · Write an Excel template to fill in"
SCHEMA_HELP = "方案、报价条件、设计选项的 JSON Schema，供编辑器补全 · JSON Schema of plans, quote terms, design options"


Tables = Literal["all", "members", "bills", "events", "openings", "hospital_lists", "premiums"]


def template(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.xlsx", help="写入文件 · the file to write")],
    tables: Annotated[
        Tables, typer.Argument(metavar="[TABLE]", help="人员、票据、事件等；all 为前三种 · all: people, bills, events")
    ] = "all",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件 · write over an existing file")] = False,
    language: Lang = "zh",
) -> None:
    from tuanbao.roster import LAYOUTS, write_template

    if out.suffix.lower() != ".xlsx":
        raise WrongUsageError(Text("模板是 Excel 文件，文件名应以 .xlsx 结尾", "a template is an Excel file, *.xlsx"))
    if out.exists() and not force:
        zh, en = f"“{out}”已存在，也许已经填写；要覆盖请加 --force", f"{out} exists and may be filled in; add --force"
        raise FailedError(Text(zh, en))
    names = ("members", "bills", "events") if tables == "all" else (tables,)
    write_template(for_writing(out), [LAYOUTS[name] for name in names], language=language)
    said = Text(f"已写入 {out}；红底的列必填。", f"Written to {out}; the columns on red must be filled in.")
    output().print(said.to(language), soft_wrap=True)


Documents = Literal["plan", "terms", "design"]


def schema(
    of: Annotated[
        Documents,
        typer.Option("--of", help="plan 方案；terms 报价条件；design 设计选项 · plans, quote terms, design options"),
    ] = "plan",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="写入文件 · write to a file")] = None,
    language: Lang = "zh",
) -> None:
    written = json.dumps(_schema(of), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(written, nl=False)
        return
    for_writing(out).write_text(written, "utf-8")
    tell_written(out, language)


def _schema(of: Documents) -> dict[str, Any]:
    from tuanbao.plan.schema import json_schema, schema_of

    if of == "plan":
        return json_schema()
    if of == "design":
        from tuanbao.design.options.model import Options

        return schema_of(Options, "团保设计选项 tuanbao options of a design")
    from tuanbao.pricing.quote.terms import QuoteTerms

    return schema_of(QuoteTerms, "团保报价条件 tuanbao terms of a quote")
