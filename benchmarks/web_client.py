"""A small HTTP client that loads a server by a timetable (开环压测): a request starts when it is due, whether or not
the last has ended, and its time counts from when it was due. Only for a server of one's own on this machine."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np

LONGEST = 30
"""Seconds after which an answer is given up: TimeoutError."""
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Times:
    """Milliseconds by what was asked, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        times = np.array(self.taken[name])
        p50, p95, p99 = np.percentile(times, [50, 95, 99])
        return f"{name:<28} {len(times):>8,} {p50:>8.0f} {p95:>8.0f} {p99:>8.0f} {times.max():>8.0f}"

    def all(self) -> np.ndarray:
        return np.concatenate([np.array(each) for each in self.taken.values()])


class Server:
    """Connections that are kept and used again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, method: str, path: str, cookies: str, form: dict[str, str] | None = None) -> Answer:
        body = urlencode(form).encode() if form is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
        if form is not None:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            head += f"Origin: http://127.0.0.1:{self.port}\r\n"
        for attempt in (0, 1):
            fresh = not self.idle or attempt
            reader, writer = await self._open() if fresh else self.idle.pop()
            try:
                writer.write(head.encode() + b"\r\n" + body)
                answer = await asyncio.wait_for(_read(reader), LONGEST)
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
                if fresh:
                    raise
                continue
            self.idle.append((reader, writer))
            return answer
        raise ConnectionError("no connection")

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.wait_for(asyncio.open_connection("127.0.0.1", self.port), LONGEST)


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    if "chunked" in headers.get("transfer-encoding", ""):
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, body)


async def by_timetable(due: Sequence[float], visit: Callable[[int, float], Awaitable[None]]) -> None:
    """Starts visit number i at ``due[i]`` seconds from now; gives it the moment at which it was due."""
    start = time.perf_counter()
    running = []
    for number, moment in enumerate(due):
        wait = start + moment - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        running.append(asyncio.create_task(visit(number, start + moment)))
    await asyncio.gather(*running)


def table(times: Times, names: Iterable[str]) -> str:
    head = f"{'page':<28} {'requests':>8} {'p50 ms':>8} {'p95':>8} {'p99':>8} {'worst':>8}"
    return "\n".join([head, *(times.line(name) for name in names)])
