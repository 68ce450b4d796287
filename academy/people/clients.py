"""Where a request comes from, for limits. Nothing here is kept with what people answer."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request comes from, of IPv6 the first address of its /64; None if there is none to be read.

    Behind a proxy it is the last address in the header that `CLIENT_ADDRESS_HEADER` names: the one the proxy wrote.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    told = request.headers.get(header, "").rpartition(",")[2] if header else ""
    address = _parsed(told) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return _household(address) if address else None


def client_in_log(
    _username: str, address: str | None, _user_agent: str, _path: tuple[str, ...], _request: HttpRequest
) -> str:
    """Return how a log line names whoever signs in: by address; a name could be a password typed in the wrong place."""
    return address or "an unknown address"


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _household(address: IPv4Address | IPv6Address) -> str:
    """Return the address that a whole household shares: with IPv6 one person has as many as they like."""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False).network_address)
