"""Where a request comes from, for limits. Nothing here is kept with what people answer."""

from django.http import HttpRequest

from scams.api.public import where_from


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request comes from, of IPv6 the first address of its /64; None if there is none to be read.

    Behind a proxy it is the last address in the header that `CLIENT_ADDRESS_HEADER` names: the one the proxy wrote.
    """
    return where_from(request)


def client_in_log(
    _username: str, address: str | None, _user_agent: str, _path: tuple[str, ...], _request: HttpRequest
) -> str:
    """Return how a log line names whoever signs in: by address; a name could be a password typed in the wrong place."""
    return address or "an unknown address"
