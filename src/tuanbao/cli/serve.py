"""`tuanbao serve`: the platform and its background worker, until interrupted (启动服务)."""

import http.client
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from tuanbao.cli.failures import FailedError
from tuanbao.cli.platform import SETTINGS, with_django
from tuanbao.cli.terminal import Lang, output
from tuanbao.language import Text

HELP = "启动服务和后台任务 · Start the platform and its background worker"
Host = Annotated[str, typer.Option("--host", help="监听地址 · the address to listen on")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="端口 · the port")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="服务进程数 · processes that answer")]
THREADS = 2
"""Requests that one process answers at a time; fewer than its connections to the database. Python runs one of them at
a time: a second is for the time in which the first waits, and more only make each other late."""
CONNECTIONS = 4096
"""That one process holds at a time. Browsers keep theirs for half a minute after the last answer, several each; beyond
these nobody else is let in."""
LOOK_EVERY = 0.5
GRACE = 10
"""Seconds in which a process may finish what it is at."""
LONGEST_PAUSE = 30
"""Seconds before a worker that keeps dying is started again."""


class Ready(NamedTuple):
    """Where it answers, and what to do then."""

    host: str
    port: int
    say: Callable[[], None]


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, language: Lang = "zh") -> None:
    with_django(language)
    _refuse_taken(host, port)
    _let_in_many()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    here = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host
    address = f"http://{here}:{port}"
    words = Text(f"团保在 {address} ，按 Ctrl-C 停止。", f"tuanbao is at {address} . Ctrl-C stops it.")

    def say() -> None:
        output().print(words.to(language), soft_wrap=True)

    with tempfile.TemporaryDirectory(prefix="tuanbao-metrics-") as metrics:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
        if workers > 1:
            environment["PROMETHEUS_MULTIPROC_DIR"] = metrics
        _run(_server(host, port, workers), _worker(), environment, Ready(here, port, say))


def _let_in_many() -> None:
    """Each connection is an open file, of which systems allow a process few unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _server(host: str, port: int, workers: int) -> list[str]:
    listening = ["--host", host, "--port", str(port), "--workers", str(workers)]
    target = "tuanbao.platform.wsgi:application"
    threads = ["--blocking-threads", str(THREADS), "--backpressure", str(CONNECTIONS)]
    more = [*threads, "--log-level", "warning", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", "--interface", "wsgi", *listening, *more, target]


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "tuanbao_worker", "--verbosity", "0"]


def _run(server: Sequence[str], worker: Sequence[str], environment: Mapping[str, str], ready: Ready) -> None:
    """Both, the worker again whenever it dies; until a signal comes or the server ends."""
    previous = signal.signal(signal.SIGTERM, _interrupt)
    running: list[subprocess.Popen[bytes]] = []
    try:
        answering = _start(server, environment)
        running.append(answering)
        _wait_for(answering, ready)
        _keep_working(answering, worker, environment, running)
    finally:
        # A second Ctrl-C must not leave processes behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        _stop(running)
        signal.signal(signal.SIGTERM, previous)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if answering.returncode not in {0, -signal.SIGTERM, -signal.SIGINT}:
        raise FailedError(Text("服务意外停止，原因见上。", "The server has stopped; see above why."))


def _wait_for(answering: "subprocess.Popen[bytes]", ready: Ready) -> None:
    """Says that it is ready once it answers; until then, or until it ends, there is nothing to say."""
    while answering.poll() is None:
        if _answers(ready):
            ready.say()
            return
        time.sleep(LOOK_EVERY)


def _answers(ready: Ready) -> bool:
    asked = http.client.HTTPConnection(ready.host, ready.port, timeout=GRACE)
    try:
        asked.request("GET", "/health/live")
        return asked.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _keep_working(
    answering: "subprocess.Popen[bytes]",
    worker: Sequence[str],
    environment: Mapping[str, str],
    running: "list[subprocess.Popen[bytes]]",
) -> None:
    pause, again_at, working = 1.0, 0.0, None
    while answering.poll() is None:
        if working is None and time.monotonic() >= again_at:
            working, started = _start(worker, environment), time.monotonic()
            running.append(working)
        if working is not None and working.poll() is not None:
            running.remove(working)
            pause = 1.0 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            working, again_at = None, time.monotonic() + pause
        time.sleep(LOOK_EVERY)


def _start(command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """In a session of its own: Ctrl-C reaches this process only, which then stops both in order."""
    return subprocess.Popen(command, env=dict(environment), start_new_session=True)


def _stop(running: "Sequence[subprocess.Popen[bytes]]") -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """With its own children."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _interrupt(number: int, frame: Any) -> None:
    raise KeyboardInterrupt


def _refuse_taken(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = Text(
                f"不能监听 {host}:{port}（{error.strerror}）。换一个 --port 试试。",
                f"Cannot listen on {host}:{port} ({error.strerror}). Try another --port.",
            )
            raise FailedError(words) from None
