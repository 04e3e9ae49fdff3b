"""`tuanbao admin`, `audit`, `keys`, `retention`: what an administrator does at the command line (管理命令)."""

import os
import sys
from typing import Annotated

import typer

from tuanbao.cli.failures import FailedError
from tuanbao.cli.platform import with_database
from tuanbao.cli.terminal import Lang, output, table
from tuanbao.language import Language, Text

admin = typer.Typer(help="系统管理员 · System administrators", no_args_is_help=True)
audit = typer.Typer(help="审计链 · The audit log's chain", no_args_is_help=True)
keys = typer.Typer(help="密钥 · Keys", no_args_is_help=True)
retention = typer.Typer(help="保存期限 · How long data is kept", no_args_is_help=True)
User = Annotated[str, typer.Argument(metavar="USER", help="用户名 · user name")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="从标准输入读密码 · read the password from standard input")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只列出，不改动 · list only, change nothing")]


@admin.command("create", help="新建系统管理员 · Make a system administrator")
def create(user: User, password_stdin: FromInput = False, language: Lang = "zh") -> None:
    with_database(language)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from tuanbao.platform.accounts.models import User as Account
    from tuanbao.platform.protection.audit import record

    if Account.objects.filter(username__iexact=user).exists():
        raise FailedError(Text(f"用户 {user} 已存在。", f"There is a user {user} already."))
    account = Account(username=user, is_staff=True, is_superuser=True)
    password = _password(password_stdin, language)
    try:
        account.clean_fields(exclude={"password"})
        validate_password(password, account)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise FailedError(Text(said, said)) from None
    account.set_password(password)
    with transaction.atomic():
        account.save()
        record("admin.created", account)
    _say(Text(f"已建立系统管理员 {user}。", f"Made the system administrator {user}."), language)


@audit.command("verify", help="校验审计链 · Check the chain of the audit log")
def verify(language: Lang = "zh") -> None:
    with_database(language)
    from tuanbao.platform.protection.audit import verify_all
    from tuanbao.platform.protection.chain import Whole

    found = verify_all()
    if not isinstance(found, Whole):
        words = Text(
            f"审计链在第 {found.number} 条断开：{found.why.zh}。",
            f"The chain breaks at entry {found.number}: {found.why.en}.",
        )
        raise FailedError(words)
    words = Text(
        f"审计链完整：{found.entries} 条，最后的哈希 {found.last_hash}。把条数和哈希另存一处，可发现结尾被截断。",
        f"The chain is whole: {found.entries} entries, last hash {found.last_hash}. "
        "Keep both elsewhere: a cut-off end shows against them.",
    )
    _say(words, language)


@keys.command(
    "rotate", help="换新密钥并重新加密（先停服务） · A new key, and everything encrypted anew (stop the server first)"
)
def rotate(language: Lang = "zh") -> None:
    with_database(language)
    from django.conf import settings

    from tuanbao.platform.configuration import HOME
    from tuanbao.platform.keys import with_new_key, write_keys
    from tuanbao.platform.protection.audit import record
    from tuanbao.platform.protection.rotation import encrypt_anew

    if len(settings.KEYS["encryption"]) == 1:
        _refuse_environment()
        settings.KEYS = with_new_key(settings.KEYS)
        write_keys(HOME / "keys.json", settings.KEYS)
    what, how_many = Text("内容", "What").to(language), Text("重新加密", "Encrypted anew").to(language)
    shown = table([(what, "text"), (how_many, "number")])
    total = encrypt_anew(settings.KEYS["encryption"], lambda what, count: shown.add_row(what, str(count)))
    output().print(shown)
    record("keys.rotated", count=total)
    words = Text(
        "完成。启动服务并确认一切正常之后，运行 tuanbao keys drop-old 删除旧密钥；旧备份仍要用旧密钥，请另行保存。",
        "Done. Start the server; once all is well, tuanbao keys drop-old removes the old keys. "
        "Old backups need the old keys: keep them elsewhere.",
    )
    _say(words, language)


@keys.command("drop-old", help="删除不再使用的旧密钥 · Remove keys that nothing uses any more")
def drop_old(language: Lang = "zh") -> None:
    with_database(language)
    from django.conf import settings

    from tuanbao.platform.configuration import HOME
    from tuanbao.platform.keys import without_old_keys, write_keys
    from tuanbao.platform.protection.audit import record
    from tuanbao.platform.protection.rotation import encrypt_anew

    if len(settings.KEYS["encryption"]) == 1:
        return _say(Text("没有旧密钥。", "There is no old key."), language)
    _refuse_environment()
    encrypt_anew(settings.KEYS["encryption"], lambda what, count: None)
    settings.KEYS = without_old_keys(settings.KEYS)
    write_keys(HOME / "keys.json", settings.KEYS)
    record("keys.dropped")
    return _say(Text("旧密钥已删除。", "The old keys are gone."), language)


@retention.command("run", help="保存期满的人员匿名化 · Anonymise people whose data was kept long enough")
def run(dry_run: DryRun = False, language: Lang = "zh") -> None:
    with_database(language)
    from django_scopes import scope

    from tuanbao.platform.companies.models import Company
    from tuanbao.platform.protection.anonymising import anonymise, due_files, due_people, empty_file

    headings = [Text("企业", "Company"), Text("人员", "Person"), Text("期满", "Since"), Text("依据", "Source")]
    shown, count, files = table([(heading.to(language), "text") for heading in headings]), 0, 0
    for company in Company.objects.all():
        with scope(company=company):
            for found in due_people(company):
                source = f"{found.period.source} ({found.period.confidence})"
                shown.add_row(company.slug, f"#{found.key}", str(found.since), source)
                count += 1
                if not dry_run:
                    anonymise(company, found)
            for file in due_files(company):
                files += 1
                if not dry_run:
                    empty_file(file)
    if count:
        output().print(shown)
    done = Text(
        f"{count} 人已匿名化，{files} 份报价和设计文件已删除。",
        f"{count} people were anonymised, {files} files of quotes and designs deleted.",
    )
    only = Text(
        f"{count} 人、{files} 份文件期满；没有改动。", f"{count} people and {files} files are due; nothing was changed."
    )
    _say(only if dry_run else done, language)


def _password(from_input: bool, language: Language) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    again = Text("再输一次", "Again").to(language)
    said: str = typer.prompt(Text("密码", "Password").to(language), hide_input=True, confirmation_prompt=again)
    return said


def _refuse_environment() -> None:
    if os.environ.get("TUANBAO_KEYS"):
        words = Text(
            "密钥来自环境变量 TUANBAO_KEYS：请在那里的 encryption 最前面加上新密钥（或删去旧的）。",
            "The keys come from TUANBAO_KEYS: put a new one first in its `encryption` (or take old ones out) there.",
        )
        raise FailedError(words)


def _say(words: Text, language: Language) -> None:
    output().print(words.to(language), soft_wrap=True)
