"""Models of the scams app, each kind in a file of its own."""

from scams.models.cards import WarningCard
from scams.models.checking import CheckVersion, ExampleMessage, ReportedMessage, WordList
from scams.models.clients import ApiClient, ApiKey
from scams.models.contacts import Contact
from scams.models.decks import DeckChange, DeckVersion
from scams.models.effect import EffectCell, VariantDemotion, WarningOutcome
from scams.models.outcomes import OutcomeBacklog, OutcomeEvent
from scams.models.patterns import PatternIndex, ScamPattern
from scams.models.playbooks import Playbook
from scams.models.releases import Release
from scams.models.search import SearchEntry, SearchLag, SynonymGroup, Unanswered
from scams.models.taxonomy import CrosswalkCode, FraudType, Signal, Technique

__all__ = [
    "ApiClient",
    "ApiKey",
    "CheckVersion",
    "Contact",
    "CrosswalkCode",
    "DeckChange",
    "DeckVersion",
    "EffectCell",
    "ExampleMessage",
    "FraudType",
    "OutcomeBacklog",
    "OutcomeEvent",
    "PatternIndex",
    "Playbook",
    "Release",
    "ReportedMessage",
    "ScamPattern",
    "SearchEntry",
    "SearchLag",
    "Signal",
    "SynonymGroup",
    "Technique",
    "Unanswered",
    "VariantDemotion",
    "WarningCard",
    "WarningOutcome",
    "WordList",
]
