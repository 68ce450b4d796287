"""What every journal must do: each engine's tests are these, against a real database of its own."""

import json
import threading
import uuid
from typing import Any

import pytest

from scams.outcomes.journal import Journal, JournalDown
from tests.scams.outcomes.sending import CARD, SUBJECTS, event, rows

Rows = list[tuple[Any, ...]]


class JournalContract:
    """A mixin: the tests' class gives a `journal` for any number of threads, a second one, and `select`."""

    @pytest.fixture
    def second(self, journal: Journal) -> Journal:
        """Another process's journal of the same database."""
        raise NotImplementedError

    def select(self, columns: str, table: str, client: str) -> Rows:
        """Return a client's rows, oldest first, over a connection that has nothing to do with the journal's."""
        raise NotImplementedError

    def take_away(self) -> None:
        """Make the database one that cannot be written to."""
        raise NotImplementedError

    def give_back(self) -> None:
        """Undo it."""
        raise NotImplementedError

    @pytest.fixture
    def client(self) -> str:
        """A client nobody else in these tests is."""
        return f"engine-{uuid.uuid4()}"

    def kept(self, client: str) -> Rows:
        found = self.select("event_id, warning_id, kind, subject, payee, body", "scams_outcomeevent", client)
        return [(uuid.UUID(str(one)), uuid.UUID(str(two)), *others) for one, two, *others in found]

    def backlog(self, client: str) -> list[uuid.UUID]:
        found = self.select("warning_id", "scams_outcomebacklog", client)
        return [uuid.UUID(str(one)) for (one,) in found]

    def test_a_batch_is_kept_whole(self, journal: Journal, client: str) -> None:
        sent = [event("shown", card=CARD, subject="u-1", payee="p-1"), event("label", label="genuine"), event()]
        assert journal.append(client, rows(*sent)) == 3
        kept = {str(row[0]): row for row in self.kept(client)}
        assert set(kept) == {one["id"] for one in sent}
        shown = kept[sent[0]["id"]]
        assert shown[1:5] == (
            uuid.UUID(sent[0]["warning_id"]),
            "shown",
            SUBJECTS.hashed("u-1"),
            SUBJECTS.hashed("p-1"),
        )
        assert json.loads(shown[5]) == {"card": CARD}
        assert kept[sent[1]["id"]][2:] == ("label", "", "", '{"label":"genuine"}')

    def test_a_repeat_is_not_kept_twice(self, journal: Journal, second: Journal, client: str) -> None:
        sent = [event(), event()]
        assert journal.append(client, rows(*sent)) == 2
        assert second.append(client, rows(*sent, event())) == 1
        assert journal.append(client, rows(*sent)) == 0
        assert len(self.kept(client)) == 3

    def test_one_id_twice_in_a_batch_is_one_event_the_first(self, journal: Journal, client: str) -> None:
        first = event("seen")
        again = event("proceed", id=first["id"])
        assert journal.append(client, rows(first, event(), again)) == 2
        assert [row[2] for row in self.kept(client) if str(row[0]) == first["id"]] == ["seen"]

    def test_what_was_sent_first_stays(self, journal: Journal, client: str) -> None:
        first = event("seen")
        journal.append(client, rows(first))
        assert journal.append(client, rows(event("proceed", id=first["id"]))) == 0
        assert [row[2] for row in self.kept(client)] == ["seen"]

    def test_two_clients_may_use_the_same_ids(self, journal: Journal, client: str) -> None:
        sent = rows(event())
        assert [journal.append(name, sent) for name in (client, f"{client}-b", client)] == [1, 1, 0]
        assert len(self.kept(client)) == len(self.kept(f"{client}-b")) == 1

    def test_the_warnings_of_new_events_wait_to_be_counted(self, journal: Journal, client: str) -> None:
        first, other = event(), event()
        journal.append(client, rows(first, event(warning_id=first["warning_id"]), other))
        expected = {uuid.UUID(first["warning_id"]), uuid.UUID(other["warning_id"])}
        assert (len(self.backlog(client)), set(self.backlog(client))) == (2, expected)
        journal.append(client, rows(first, other))
        assert len(self.backlog(client)) == 2
        journal.append(client, rows(event(warning_id=first["warning_id"])))
        assert self.backlog(client)[2:] == [uuid.UUID(first["warning_id"])]

    def test_nothing_is_nothing(self, journal: Journal, client: str) -> None:
        assert journal.append(client, []) == 0
        assert (self.kept(client), self.backlog(client)) == ([], [])

    def test_a_thousand_events_at_once(self, journal: Journal, client: str) -> None:
        sent = rows(*(event() for _ in range(1000)))
        assert [journal.append(client, sent) for _ in range(2)] == [1000, 0]
        assert len(self.kept(client)) == 1000

    def test_the_same_batches_from_many_at_once_are_kept_once(
        self, journal: Journal, second: Journal, client: str
    ) -> None:
        batches = [rows(*(event() for _ in range(50))) for _ in range(8)]
        added: list[int] = []

        def send(to: Journal, mine: list[Any]) -> None:
            while mine:
                try:
                    added.append(to.append(client, mine[-1]))
                    mine.pop()
                except JournalDown:
                    pass  # busy: it is sent again, as clients do

        threads = [
            threading.Thread(target=send, args=(to, order))
            for to in (journal, second)
            for order in ([*batches], [*reversed(batches)])
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert sum(added) == len(self.kept(client)) == 400

    def test_while_the_database_is_away_nothing_is_acknowledged_and_nothing_is_lost(
        self, journal: Journal, client: str
    ) -> None:
        first, then = rows(event()), rows(event(), event())
        journal.append(client, first)
        self.take_away()
        try:
            for _ in range(3):
                with pytest.raises(JournalDown):
                    journal.append(client, then)
        finally:
            self.give_back()
        self.until_taken(journal, client, then)
        assert [row[0] for row in self.kept(client)][:1] == [first[0].event_id]
        assert {row[0] for row in self.kept(client)} == {one.event_id for one in (*first, *then)}

    def until_taken(self, journal: Journal, client: str, events: list[Any]) -> None:
        """Send again, as clients do, until the events are taken."""
        for _ in range(1000):
            try:
                journal.append(client, events)
            except JournalDown:
                threading.Event().wait(0.05)
            else:
                return
        raise AssertionError("the journal never came back")
