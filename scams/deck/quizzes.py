"""Where the quiz about a fraud type is. Quizzes are another app's: it says here how to find them."""

from collections.abc import Callable, Mapping
from typing import Final

Addresses = Mapping[tuple[str, str], str]
"""(fraud type, locale in API spelling) to the quiz's whole address."""

_providers: Final[list[Callable[[], Addresses]]] = []


def provide_quizzes(provider: Callable[[], Addresses]) -> None:
    """Have decks ask `provider` for the quizzes there are; called once, when the app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def quiz_addresses() -> dict[tuple[str, str], str]:
    """Return the address of every quiz a card may lead to."""
    return {place: address for provider in _providers for place, address in provider().items()}
