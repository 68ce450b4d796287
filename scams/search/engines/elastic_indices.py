"""The indices behind one name: made beside what is asked, put in its place in one step, deleted when done with."""

import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from scams.search.engines.elastic_document import EntryDocument, generation

FILLING_MOST: Final = 3600.0
"""Seconds after which an index that was never asked is not being filled any more: whoever made it was killed."""


class Indices:
    """Ours in a cluster. Their names say which program made them, and when, in seconds since 1970.

    So does the alias that stands for the one that is asked: a program whose words or mapping are others never asks it.
    """

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        """Look after the indices whose names begin with `prefix`."""
        self.client = client
        self.prefix = prefix
        self.alias = f"{prefix}-{generation()}"
        self._ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{8}}-(\d+)-[0-9a-f]{{6}}").fullmatch

    @contextmanager
    def making(self) -> Iterator[str]:
        """Make an index to be filled within, and asked from then on; on an error it is deleted and all is as before."""
        name = f"{self.alias}-{int(time.time())}-{secrets.token_hex(3)}"
        EntryDocument.init(index=name, using=self.client)
        try:
            yield name
            replaced = self._swap(name)
        except BaseException:
            with suppress(ApiError, TransportError):  # it is deleted an hour later, when the next is made
                self._delete([name])
            raise
        self._delete([*replaced, *self.orphans(time.time() - FILLING_MOST)])

    def asked(self) -> list[str]:
        """Return the index that is asked; nothing where there is none yet."""
        return [name for name, aliases in self._aliases().items() if self.alias in aliases]

    def of_others(self) -> list[str]:
        """Return those of another version of the program."""
        return [name for name, aliases in self._aliases().items() if aliases and self.alias not in aliases]

    def orphans(self, before: float) -> list[str]:
        """Return what is not asked: of other versions, and what was made before a time and never finished."""
        unfinished = [name for name, aliases in self._aliases().items() if not aliases and self._made(name) < before]
        return [*self.of_others(), *unfinished]

    def _swap(self, name: str) -> set[str]:
        """Have the alias stand for an index alone, in one step; return what it does not stand for any more.

        Of those that are made at the same time the last by name stays: whoever made them, all choose the same.
        """
        known = {name, *self.asked()}
        off, on = self._off(f"{self.alias}-*"), {"add": {"index": name, "alias": self.alias}}
        while not self._done(off, on):
            pass
        while len(asked := self.asked()) > 1:
            self._done(*map(self._off, set(asked) - {max(asked)}))
            known.update(asked)
        return known.difference(asked)

    def _done(self, *actions: dict[str, Any]) -> bool:
        """Change the alias; return False, and change nothing, where somebody else just deleted one of its indices."""
        try:
            self.client.indices.update_aliases(actions=actions)
        except NotFoundError:
            return False
        return True

    def _off(self, name: str) -> dict[str, Any]:
        return {"remove": {"index": name, "alias": self.alias, "must_exist": False}}

    def _delete(self, names: Iterable[str]) -> None:
        """Delete each by itself: of several together none goes where somebody else just deleted one."""
        for name in names:
            with suppress(NotFoundError):
                self.client.indices.delete(index=name)

    def _aliases(self) -> dict[str, list[str]]:
        """Return the aliases of each of ours."""
        found = self.client.indices.get_alias(index=f"{self.prefix}-*").body
        return {name: list(one["aliases"]) for name, one in found.items() if self._ours(name)}

    def _made(self, name: str) -> float:
        named = self._ours(name)
        return float(named[1]) if named else 0.0
