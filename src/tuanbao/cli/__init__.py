"""The command `tuanbao` (命令行).

Exit codes: 0 all is well, 1 problems were found and listed, 2 wrong usage, 130 interrupted.
"""

import sys
from importlib import metadata
from typing import Annotated

import typer

from tuanbao.cli import (
    adjudicate,
    administration,
    backup,
    check,
    demo,
    design,
    example,
    explain,
    questionnaire,
    quote,
    renew,
    risk,
    schedule,
    serve,
    statement,
    template,
)
from tuanbao.cli.failures import Commands

app = typer.Typer(
    cls=Commands,
    help="团保：企业员工团体保险，从方案到赔付 · Group employee insurance, from plan to payment",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tuanbao {metadata.version('tuanbao')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="版本号 · the version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before a command."""


app.command("check", help=check.HELP)(check.check)
app.command("schedule", help=schedule.HELP)(schedule.schedule)
app.command("template", help=template.TEMPLATE_HELP)(template.template)
app.command("schema", help=template.SCHEMA_HELP)(template.schema)
app.command("adjudicate", help=adjudicate.HELP)(adjudicate.adjudicate)
app.command("explain", help=explain.HELP)(explain.explain)
app.command("statement", help=statement.HELP)(statement.statement)
app.command("quote", help=quote.HELP)(quote.quote)
app.command("renew", help=renew.HELP)(renew.renew)
app.command("risk", help=risk.HELP)(risk.risk)
app.command("design", help=design.HELP)(design.design)
app.command("questionnaire", help=questionnaire.HELP)(questionnaire.questionnaire)
app.command("example", help=example.HELP)(example.example)
app.command("demo", help=demo.HELP)(demo.demo)
app.command("serve", help=serve.HELP)(serve.serve)
app.command("backup", help=backup.BACKUP_HELP)(backup.backup)
app.command("restore", help=backup.RESTORE_HELP)(backup.restore)
app.add_typer(administration.admin, name="admin")
app.add_typer(administration.audit, name="audit")
app.add_typer(administration.keys, name="keys")
app.add_typer(administration.retention, name="retention")


def main() -> None:
    """The entry point. Characters that a terminal's encoding lacks are replaced rather than failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
