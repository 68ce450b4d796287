"""The keys this installation signs decks with: from the environment, or a file made at first need.

While keys are changed there are two, and every deck is signed with both, so that no replica is left behind.
"""

from functools import lru_cache

from django.conf import settings

from scams.deck.signing import SigningKey, new_seed
from scams.files import put_first


def signing_keys() -> list[SigningKey]:
    """Return the keys, the one to trust longest first. BadKey for one that is none."""
    seeds = settings.DECK_SIGNING_KEYS or _kept_seeds()
    return [_key(seed) for seed in seeds]


def _kept_seeds() -> list[str]:
    """Return the seeds in the data folder's file, one a line; the first is made when there is no file."""
    path = settings.DECK_SIGNING_KEY_FILE
    content = path.read_bytes() if path.exists() else put_first(path, new_seed().encode())
    return content.decode().split()


@lru_cache(maxsize=8)
def _key(seed: str) -> SigningKey:
    return SigningKey(seed)
