"""The deck: all live cards, compiled, immutable, versioned.

`wire` says what a deck is, `compile` makes one from the database, `match` answers a request from
one, `store` keeps the newest in memory. Only `compile` and `build` know Django.
"""
