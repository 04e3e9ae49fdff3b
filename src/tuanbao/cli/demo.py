"""`tuanbao demo`: the platform with a made-up company in it, ready to be tried (演示)."""

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from tuanbao.cli.failures import FailedError
from tuanbao.cli.platform import with_django
from tuanbao.cli.serve import Host, Port, serve
from tuanbao.cli.terminal import Lang, messages, output
from tuanbao.language import Language, Text

HELP = "打开装有虚构企业的平台 · Open the platform with a made-up company in it"
TODAY = date(2026, 11, 20)
"""The day on which the demo begins: this year's cover in force, next year's window open."""
NOTE = "demo.json"
"""Marks a folder as a demo's, and keeps how far its clock stands from the real one."""


def demo(
    home: Annotated[
        Path, typer.Option("--home", metavar="DIR", help="演示数据的目录 · the folder of the demo's data")
    ] = Path("tuanbao-demo"),
    people: Annotated[int, typer.Option("--people", min=20, max=20_000, help="员工人数 · employees")] = 200,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="丢掉上次的演示数据，重新开始 · drop what was there and begin anew")
    ] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    language: Lang = "zh",
) -> None:
    _prepare(home, fresh, language)
    _fill(home, people, language)
    _tell_users(language)
    serve(host=host, port=port, workers=1, language=language)


def _prepare(home: Path, fresh: bool, language: Language) -> None:
    """The folder, and the environment that makes an installation of it. Only a demo's folder is ever dropped."""
    note = home / NOTE
    if home.exists() and not note.exists():
        raise FailedError(
            Text(
                f"目录“{home}”不是演示数据，不会动它。请用 --home 换一个目录。",
                f"the folder {home} is not a demo's and is left alone; name another with --home.",
            )
        )
    if fresh and home.exists():
        shutil.rmtree(home)
    for name in [name for name in os.environ if name.startswith("TUANBAO_") and name != "TUANBAO_LANG"]:
        del os.environ[name]
    os.environ |= {"TUANBAO_HOME": str(home.resolve()), "TUANBAO_DEMO": "1"}
    if note.exists():
        os.environ["TUANBAO_CLOCK_SHIFT"] = str(json.loads(note.read_text("utf-8"))["clock_shift"])
        return
    with_django(language)
    from tuanbao.platform.clock import shift_to

    shift = int(shift_to(TODAY).total_seconds())
    home.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"clock_shift": shift}), "utf-8")
    os.environ["TUANBAO_CLOCK_SHIFT"] = str(shift)
    _set_clock(shift)


def _set_clock(seconds: int) -> None:
    """Also for this process, whose settings have been read already."""
    from datetime import timedelta

    from django.conf import settings

    settings.CLOCK_SHIFT = timedelta(seconds=seconds)


def _fill(home: Path, people: int, language: Language) -> None:
    """Makes the company unless it is there from last time."""
    with_django(language)
    from django.core.management import call_command

    from tuanbao.platform.companies.models import Company
    from tuanbao.platform.sample.demo import fill

    console = messages()
    with console.status(Text("准备数据库", "Preparing the database").to(language)) as status:

        def tell(text: Text) -> None:
            status.update(f"{text.to(language)} …")
            if not console.is_terminal:
                console.print(f"{text.to(language)} …", style="dim")

        call_command("migrate", verbosity=0)
        if Company.objects.exists():
            said = Text(
                f"接着用“{home}”里上次的演示数据；要重新开始请加 --fresh。",
                f"Going on with the demo data in {home}; --fresh begins anew.",
            )
            console.print(said.to(language), soft_wrap=True)
            return
        fill(people, tell)


def _tell_users(language: Language) -> None:
    """Who may sign in; the sign-in page also has a button for each."""
    from tuanbao.platform.companies.roles import ROLES
    from tuanbao.platform.sample.company import PASSWORD

    said: Any = Text(
        "公司、人员和数字都是编造的。登录页上点一下角色就能进入；也可以用下面的用户名，密码都是 ",
        "Company, people and figures are made up. The sign-in page has a button for each role; or use these names, "
        "all with the password ",
    )
    output().print(said.to(language) + PASSWORD, soft_wrap=True)
    users = [f"{ROLES[role].title.to(language)} {role}" for role in ROLES if role != "employee"]
    employee = Text("员工 E0002、E0003 …", "employees E0002, E0003 …").to(language)
    output().print("  " + " · ".join([*users, employee]), soft_wrap=True)
