"""Who may come in: a valid key with the scope, or a problem."""

import time

from scams.api.keys import recognise
from scams.api.problems import Problem
from scams.deck.snapshot import Client
from scams.deck.store import State


def admit(authorization: str, state: State, scope: str) -> Client:
    """Return the client whose key the header carries; Problem 401 for no valid one, 403 without the scope."""
    client = recognise(authorization, state.clients)
    if client is None or (client.expires and client.expires <= time.time()):
        raise Problem(401, "Send a valid key as `Authorization: Bearer <key>`.", WWW_Authenticate="Bearer")
    if scope not in client.scopes:
        raise Problem(403, f"This key lacks the scope {scope}.")
    return client
