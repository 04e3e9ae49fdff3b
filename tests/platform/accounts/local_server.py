"""A small HTTP server on this machine that answers as a sign-in provider does."""

import json
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class LocalServer(ABC):
    """``answer(path, asked, headers)``, ``asked`` the fields of query and body -> what is sent as JSON, or an address
    (a text) to go on to. ``None`` is not found."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = dict(parse_qsl(parts.query)) | self._body()
                self._send(outer.answer(parts.path, asked, {name.lower(): text for name, text in self.headers.items()}))

            def do_POST(self) -> None:
                self.do_GET()

            def _body(self) -> dict[str, Any]:
                text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                return json.loads(text) if text.startswith("{") else dict(parse_qsl(text))

            def _send(self, told: Any) -> None:
                self.send_response(404 if told is None else 302 if isinstance(told, str) else 200)
                if isinstance(told, str):
                    self.send_header("Location", told)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @abstractmethod
    def answer(self, path: str, asked: dict[str, Any], headers: dict[str, str]) -> Any: ...

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
