"""Made-up payments and what became of them, for trying reports, alerts and load; always marked as simulated.

Payments are drawn by `payments`, answered by the real deck, and `behaviour` says what the payer does then, with the
chances of `figures`. All of it hangs on a seed alone: the same seed, deck and end give the same events.
"""
