"""To which addresses events may be sent (推送地址校验): never into the own network, unless the installation says so."""

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from tuanbao.language import Text

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (NAT64)."""


class AddressError(Exception):
    """Nothing is sent there, and ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


class Target(NamedTuple):
    secure: bool
    host: str
    port: int
    path: str
    address: str
    """Already looked up: what has been checked is what is connected to."""


def check_url(url: str) -> None:
    """What can be said without asking the name service. Raises AddressError."""
    parts = _parts(url)
    literal = _literal(parts.hostname or "")
    if literal is not None:
        _check(parts.scheme, literal)
    elif parts.scheme != "https" and not (parts.hostname == "localhost" and settings.DEBUG):
        raise AddressError(Text("只支持 https 地址", "only https addresses"))


def target_of(url: str) -> Target:
    """Raises AddressError, or OSError where the name is not known."""
    parts = _parts(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(each[4][0]).split("%")[0]) for each in found]
    for address in addresses:
        _check(parts.scheme, address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, parts.hostname or "", port, path, str(addresses[0]))


def allowed(address: Address) -> bool:
    """In the open internet, or in a network that `WEBHOOK_NETWORKS` names; when trying out also this machine."""
    inner = _inner(address)
    networks = [ipaddress.ip_network(each) for each in settings.WEBHOOK_NETWORKS]
    if any(inner in network for network in networks if network.version == inner.version):
        return True
    return (inner.is_global and not inner.is_multicast) or (settings.DEBUG and inner.is_loopback)


def _check(scheme: str, address: Address) -> None:
    if not allowed(address):
        raise AddressError(Text("不能推送到内部网络的地址", "not to addresses of an inner network"))
    if scheme != "https" and not _inner(address).is_loopback:
        raise AddressError(Text("只支持 https 地址", "only https addresses"))


def _inner(address: Address) -> Address:
    """The IPv4 address that one of IPv6 only wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
    return address


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressError(Text("不是网址", "is not an address")) from None
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == 0 or not url.isascii():
        raise AddressError(Text("不是 https 网址", "is not an https address"))
    if any(char <= " " or char == "\x7f" for char in url):
        raise AddressError(Text("网址里有空格", "has a space in it"))
    if parts.username is not None or parts.fragment:
        raise AddressError(Text("网址不能带用户名或 #", "must have no user name and no #"))
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
