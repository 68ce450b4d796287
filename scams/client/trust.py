"""Whose signatures count: keys that the caller named, or those that the server showed first."""

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from scams.client.transport import Transport, Unreachable
from scams.deck.jws import decoded, kid_of, thumbprint
from scams.deck.signing import BadSignature, Claims, verify
from scams.files import put_in_place

logger = logging.getLogger(__name__)

KEYS_PATH: Final = "/api/v1/deck/key"
_FILE: Final = "keys.json"
_SECONDS: Final = 10.0
_BYTES_MOST: Final = 1 << 16
_KEY_BYTES: Final = 32
_OWN_MACHINE: Final = ("localhost", "127.0.0.1", "::1")

Keys = dict[str, dict[str, str]]
"""Public keys as JWK, by their name."""


class KeySet(msgspec.Struct):
    """A JWK set (RFC 7517)."""

    keys: list[dict[str, str]]


class Trust:
    """The keys that are trusted, and how others come to be."""

    def __init__(
        self, transport: Transport, named: Iterable[str | Mapping[str, str]] | None, folder: Path | None
    ) -> None:
        """Trust the keys `named`, as JWK or as their `x` alone, and no others.

        Where none are named, trust what the server shows at first and keep it in `folder`; when a signature names an
        unknown key, ask the server again. ValueError for a key that is none, and for first use without TLS.
        """
        self.transport = transport
        """The way to the server; after a fork there is another one."""
        self._file = folder / _FILE if folder else None
        self.is_fixed = named is not None
        if named is not None:
            self._keys = keys_by_name(named)
            if not self._keys:
                raise ValueError("trusted_keys: expected a key at least, or None")
        else:
            self._keys = _kept_in(self._file)

    @property
    def may_ask(self) -> bool:
        """Whether the server can be believed when it shows its keys: over TLS, or on this very machine."""
        return self.transport.over_tls or self.transport.host in _OWN_MACHINE

    def check_kept(self, tokens: Iterable[str], body: bytes) -> Claims:
        """Return what a trusted signature says of `body`; BadSignature when there is none. Asks nobody."""
        return verify(tokens, body, self._keys)

    def check(self, tokens: list[str], body: bytes) -> Claims:
        """Return what a trusted signature says of `body`; BadSignature when there is none, even among new keys."""
        if self.is_fixed or not tokens or any(kid_of(token) in self._keys for token in tokens):
            return verify(tokens, body, self._keys)
        keys = self._shown()
        claims = verify(tokens, body, keys)
        logger.info("trusting the deck's signing keys %s", ", ".join(sorted(keys)))
        self._keys = keys
        self._keep()
        return claims

    def _shown(self) -> Keys:
        """Return the keys that the server shows now."""
        if not self.may_ask:
            raise BadSignature("no trusted key; without TLS the server's own word for its keys is worth nothing")
        try:
            reply = self.transport.ask("GET", KEYS_PATH, seconds=_SECONDS, most=_BYTES_MOST)
            return keys_by_name(msgspec.json.decode(reply.body, type=KeySet).keys)
        except (Unreachable, msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            raise BadSignature(f"no trusted key, and the server's could not be read: {error}") from error

    def _keep(self) -> None:
        if not self._file:
            return
        try:
            put_in_place(self._file, msgspec.json.encode(KeySet(list(self._keys.values()))))
        except OSError as error:
            logger.warning("the deck's signing keys could not be kept: %s", error)


def _kept_in(file: Path | None) -> Keys:
    """Return the keys kept at an earlier start, or none."""
    try:
        return keys_by_name(msgspec.json.decode(file.read_bytes(), type=KeySet).keys) if file else {}
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        logger.warning("the kept signing keys could not be read and will be asked for anew: %s", error)
        return {}


def keys_by_name(keys: Iterable[str | Mapping[str, str]]) -> Keys:
    """Return keys by the name that signatures call them; ValueError for one that is no Ed25519 key."""
    jwks = [{"x": key} if isinstance(key, str) else dict(key) for key in keys]
    return {jwk.get("kid") or thumbprint(jwk["x"]): jwk for jwk in jwks if _is_ed25519(jwk)}


def _is_ed25519(jwk: Mapping[str, str]) -> bool:
    try:
        if jwk.get("crv", "Ed25519") == "Ed25519" and len(decoded(jwk.get("x", ""))) == _KEY_BYTES:
            return True
    except (ValueError, TypeError):
        pass
    raise ValueError(f"trusted_keys: {jwk.get('x')!r} is not the x of an Ed25519 key, {_KEY_BYTES} bytes in base64url")
