"""The table of words beside the entries: a full-text table on SQLite, token vectors on PostgreSQL."""

from typing import Final

TABLE: Final = "scams_search_words"

CREATE: Final = {
    # Tokens are letters and digits with spaces between; "ascii" takes all that is not ASCII for letters.
    "sqlite": (f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, names, text, tokenize = 'ascii')",),
    "postgresql": (
        f"CREATE TABLE {TABLE} (entry_id bigint PRIMARY KEY REFERENCES scams_searchentry (id) ON DELETE CASCADE,"
        " vector tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_vector ON {TABLE} USING gin (vector)",
    ),
}
"""What makes it, by the vendor of the database."""

DROP: Final = f"DROP TABLE IF EXISTS {TABLE}"
