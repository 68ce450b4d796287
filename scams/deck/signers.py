"""The keys this installation signs decks with: from the environment, or a file made at first need.

While keys are changed there are two, and every deck is signed with both, so that no replica is left behind.
"""

from functools import lru_cache

from django.conf import settings

from scams.deck.signing import SigningKey, new_seed
from scams.files import put_first, put_in_place


class SignersError(Exception):
    """The keys cannot be changed so; the message says why."""


def signing_keys() -> list[SigningKey]:
    """Return the keys, the newest first. BadKey for one that is none."""
    seeds = settings.DECK_SIGNING_KEYS or _kept_seeds()
    return [_key(seed) for seed in seeds]


def add_key() -> SigningKey:
    """Make a further key in the data folder's file and return it. SignersError when the keys are the environment's."""
    seed = new_seed()
    _write([seed, *_kept_seeds()])
    return _key(seed)


def drop_key(kid: str) -> None:
    """Take a key out of the data folder's file; SignersError when it is not there, or the only one."""
    seeds = _kept_seeds()
    rest = [seed for seed in seeds if _key(seed).kid != kid]
    if len(rest) == len(seeds):
        raise SignersError(f"there is no key {kid}")
    if not rest:
        raise SignersError("this is the only key: add another one first, and wait until replicas know it")
    _write(rest)


def _write(seeds: list[str]) -> None:
    if settings.DECK_SIGNING_KEYS:
        raise SignersError("the keys come from DECK_SIGNING_KEYS: change them there")
    put_in_place(settings.DECK_SIGNING_KEY_FILE, "\n".join(seeds).encode())


def _kept_seeds() -> list[str]:
    """Return the seeds in the data folder's file, one a line; the first is made when there is no file."""
    path = settings.DECK_SIGNING_KEY_FILE
    content = path.read_bytes() if path.exists() else put_first(path, new_seed().encode())
    return content.decode().split()


@lru_cache(maxsize=8)
def _key(seed: str) -> SigningKey:
    return SigningKey(seed)
