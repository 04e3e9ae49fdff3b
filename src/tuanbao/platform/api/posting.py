"""One POST to a checked address (推送请求): no redirects, no proxy, the address that was checked and no other."""

import http.client
import socket
import ssl
from collections.abc import Mapping

from tuanbao.platform.api.addresses import Target

TIMEOUT = 10
"""Seconds for connecting, and for every answer of the network."""


def post(target: Target, headers: Mapping[str, str], body: bytes) -> int:
    """The status of the answer; what it says is not read. Raises OSError or HTTPException."""
    connection = _connection(target)
    try:
        connection.request("POST", target.path, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(target: Target) -> http.client.HTTPConnection:
    """Connected to the address, and certain that it is the host that the certificate names."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    plain = socket.create_connection((target.address, target.port), TIMEOUT)
    try:
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=target.host) if target.secure else plain
    except OSError:
        plain.close()
        raise
    if target.secure:
        connection.default_port = 443  # so that the Host header leaves it out
    return connection
