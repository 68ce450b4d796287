"""Who may come in: a valid key with the scope, or a problem."""

import math
import time
from collections.abc import Mapping

from scams.api.keys import recognise
from scams.api.limits import Limits
from scams.api.problems import Problem
from scams.deck.snapshot import Client
from scams.deck.store import State, Store


def admit(authorization: str, store: Store, state: State, scope: str) -> Client:
    """Return the client whose key the header carries, its use noted in `store`.

    Problem 401 for no valid key by `state`, 403 without the scope.
    """
    client = allowed(authorization, state.clients, scope)
    store.used.add(client.prefix)
    return client


def allowed(authorization: str, clients: Mapping[str, Client], scope: str) -> Client:
    """Return the one of `clients`, by what their keys begin with, whose key the header carries.

    Problem 401 for no valid key, 403 without the scope.
    """
    client = recognise(authorization, clients)
    if client is None or (client.expires and client.expires <= time.time()):
        raise Problem(401, "Send a valid key as `Authorization: Bearer <key>`.", WWW_Authenticate="Bearer")
    if scope not in client.scopes:
        raise Problem(403, f"This key lacks the scope {scope}.")
    return client


def within_rate(client: Client, limits: Limits) -> Client:
    """Return the client, a token of its taken; Problem 429 when it calls more often than it may."""
    if client.rate and (wait := limits.take(client)):
        seconds = str(math.ceil(wait))
        raise Problem(429, f"This client may call {client.rate} times a second.", Retry_After=seconds)
    return client
