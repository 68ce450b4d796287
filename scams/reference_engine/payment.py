"""A payment as the engine sees it, before it is made."""

from decimal import Decimal
from typing import Final, NamedTuple

IN_YUAN: Final = {"CNY": Decimal(1), "HKD": Decimal("0.92"), "SGD": Decimal("5.4")}
"""About what one unit of a currency is worth, so that one rule about an amount serves all; not for accounts."""


class Payment(NamedTuple):
    """Who is to be paid how much and why, and what the payer's device and history say of it."""

    payee: str
    amount: Decimal
    currency: str
    note: str
    signals: tuple[str, ...]
    """Slugs of `scams/data/signals.csv`."""
    audience: str

    @property
    def words(self) -> str:
        """What was written on the payment, in lower case."""
        return f"{self.payee}\n{self.note}".lower()

    @property
    def yuan(self) -> Decimal:
        """About how much it is in yuan; the amount itself in a currency that is not known here."""
        return self.amount * IN_YUAN.get(self.currency, Decimal(1))
