"""`tuanbao backup` and `tuanbao restore` (备份与恢复)."""

from pathlib import Path
from typing import Annotated

import typer

from tuanbao.cli.failures import FailedError
from tuanbao.cli.platform import with_database, with_django
from tuanbao.cli.terminal import Lang, output, tell_written
from tuanbao.language import Text

BACKUP_HELP = "备份数据库和材料 · Back up the database and the documents"
RESTORE_HELP = "从备份恢复（先停服务） · Restore a backup (stop the server first)"
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="备份文件，如 tuanbao.tar.gz · the backup, as tuanbao.tar.gz")
]
WithKeys = Annotated[bool, typer.Option("--with-keys", help="包括密钥（务必妥善保管） · with the keys (guard it well)")]
Replace = Annotated[bool, typer.Option("--replace", help="替换现有的全部数据 · replace all data that is there")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="文件已存在时覆盖 · write over a file that is there")]


def backup(file: File, with_keys: WithKeys = False, overwrite: Overwrite = False, language: Lang = "zh") -> None:
    if file.exists() and not overwrite:
        words = Text(f"“{file}”已存在；要覆盖请加 --overwrite。", f"{file} is there; add --overwrite to write over it.")
        raise FailedError(words)
    with_database(language)
    from tuanbao.platform.operations.backup import back_up
    from tuanbao.platform.protection.audit import record

    record("backup.made", with_keys=with_keys)
    manifest = back_up(file, with_keys)
    tell_written(file, language)
    rows, papers = sum(manifest.tables.values()), sum(name.startswith("documents/") for name in manifest.files)
    zh = f"{len(manifest.tables)} 张表，{rows} 行，{papers} 份材料。"
    words = Text(zh, f"{len(manifest.tables)} tables, {rows} rows, {papers} documents.")
    output().print(words.to(language), soft_wrap=True)
    if not with_keys:
        words = Text(
            "不含密钥：请把 keys.json（或 TUANBAO_KEYS）另存一处，没有它加密的内容读不出来。",
            "Without the keys: keep keys.json (or TUANBAO_KEYS) elsewhere; nothing encrypted can be read without them.",
        )
        output().print(words.to(language), soft_wrap=True)


def restore(file: File, replace: Replace = False, with_keys: WithKeys = False, language: Lang = "zh") -> None:
    with_django(language)
    from tuanbao.platform.operations.backup import keys_fit
    from tuanbao.platform.operations.backup import restore as put_back
    from tuanbao.platform.protection.audit import record

    manifest = put_back(file, replace, with_keys)
    record("backup.restored", made_at=manifest.made_at)
    words = Text(f"已恢复 {manifest.made_at} 的备份。", f"Restored the backup of {manifest.made_at}.")
    output().print(words.to(language), soft_wrap=True)
    if not keys_fit():
        words = Text(
            "数据已恢复，但这里的密钥读不出加密的内容：请放回当时的 keys.json（或 TUANBAO_KEYS）。",
            "The data is back, but the keys here do not fit: put those of that time in place.",
        )
        raise FailedError(words)
