"""A small risk engine to learn from: how one that knows a payment asks for a card. Not for production.

A real engine scores a payment with models that are trained on what payers and payees did before. This one has a
readable table of rules instead (`rules`), so that the demonstration page can show a payment, what was found
suspicious in it, and what is asked of the warnings API because of that. Pure functions; no Django, no I/O.
"""

from scams.reference_engine.engine import Assessment, assess
from scams.reference_engine.payment import Payment

__all__ = ["Assessment", "Payment", "assess"]
