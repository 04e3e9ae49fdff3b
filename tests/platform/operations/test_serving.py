"""`tuanbao serve` as an installation runs it: it answers, many may look at once, and it stops when told to."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.platform.operations.installation import Installation, wait_for

ASKED = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
VISITORS = 600
"""Whose browsers keep their connections for half a minute."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    serving = Installation(tmp_path).start("serve", "--port", str(number))
    try:
        wait_for(lambda: serving.poll() is not None or _answers(number))
        assert serving.poll() is None, "it has stopped"
        yield number
    finally:
        serving.terminate()
        assert serving.wait(60) == 130  # as after Ctrl-C


def test_visitors_who_read_keep_nobody_out(port: int) -> None:
    with ExitStack() as held:
        begun = time.monotonic()
        for _ in range(VISITORS):
            visitor = held.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            visitor.sendall(ASKED)
            assert visitor.recv(4096).startswith(b"HTTP/1.1 200")
        # The first of them would have been let go after half a minute.
        assert time.monotonic() - begun < 25


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as asking:
            asking.sendall(ASKED)
            return asking.recv(4096).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
