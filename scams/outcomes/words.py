"""The closed vocabularies of outcome events. Plain data, no Django."""

from typing import Final

KINDS: Final = (
    "shown",
    "seen",
    "time_on_card",
    "question_answered",
    "rerouted",
    "safe_action",
    "proceed",
    "delayed",
    "cancelled_in_wait",
    "hotline_taken",
    "guardian_told",
    "switched_channel",
    "repeat_attempt",
    "label",
    "complaint",
    "step_taken",
    "released",
)
"""What an event may tell, as the API spells it."""

LABELS: Final = ("confirmed-scam", "genuine", "unknown")
"""What a payment turned out to be. Of several labels for a warning the one with the latest moment counts."""
CONFIRMED_SCAM: Final = "confirmed-scam"
GENUINE: Final = "genuine"

SIMULATION: Final = "simulation"
"""The name of the client whose events were made up by a program: reserved, and shown apart from real ones."""
