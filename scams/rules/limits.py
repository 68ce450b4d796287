"""How long each part of a warning card may be, per script, and how many of it there may be.

The figures are the card model's (field tests of payment-page copy; see `evidence` of each limit).
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from scams.words import is_chinese

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Limit(NamedTuple):
    """The most characters one text may have in Chinese and in English, how many texts, and why."""

    zh: int
    en: int
    least: int = 1
    most: int = 1
    evidence: "StrOrPromise" = ""

    def for_locale(self, locale: str) -> int:
        """Return the most characters in the script of `locale`."""
        return self.zh if is_chinese(locale) else self.en


LIMITS: Final[dict[str, Limit]] = {
    "headline": Limit(
        20, 60, evidence=_("A large wallet asked for copy of at most 20 characters. Specific beats generic.")
    ),
    "discreet_headline": Limit(
        20, 60, least=0, evidence=_("Others may see the screen: a neutral wording protects the payer.")
    ),
    "why_you": Limit(
        30,
        90,
        evidence=_(
            "Warnings work when they speak of this payer, this scam and this payment. Never reveal a threshold."
        ),
    ),
    "what_is_happening": Limit(
        60,
        160,
        evidence=_(
            "In eight months live, asking for the story and explaining that very type raised prevention by 135%."
        ),
    ),
    "red_flags": Limit(24, 80, most=3, evidence=_("Facts the payer can see for themselves, the most telling first.")),
    "questions": Limit(
        30, 100, most=3, evidence=_("Forewarning cut losses by half, forewarning with questions by two thirds.")
    ),
    "rebuttals": Limit(
        40, 120, most=2, evidence=_("Victims are coached past the warning: say first what the scammer will say.")
    ),
    "safe_action": Limit(8, 24, evidence=_("Redesigned buttons did dramatically better than wordy warnings.")),
    "other_actions": Limit(
        10, 28, least=0, most=3, evidence=_("46% were dissuaded by a call; a relative or a delay helps as well.")
    ),
    "proceed": Limit(10, 28, evidence=_("Secondary, honest about the consequence, never pre-selected.")),
    "switch_line": Limit(
        30, 90, evidence=_("Public tips tell victims to pay with another app: say that it is no safer.")
    ),
    "cooling_off_text": Limit(
        60, 160, evidence=_("A 15-minute pause lets the pressure drop. Say how long, and that the money is safe.")
    ),
    "cooling_off_while": Limit(60, 160, evidence=_("One thing to do while waiting: ask someone, call the hotline.")),
    "guardian_script": Limit(200, 600, evidence=_("The same facts for a relative: an open question first, no blame.")),
    "agent_script": Limit(
        200, 600, evidence=_("A call to the payer dissuaded 46%: the same facts, an open question first.")
    ),
    "proof": Limit(40, 120, least=0, evidence=_("One number or one case, with source and date.")),
}

FIRST_SCREEN: Final = Limit(140, 420, evidence=_("One first screen without scrolling at 320 px and 200% text."))
"""Headline, why you, what is happening, red flags and both main buttons together."""

QUESTIONS_MOST: Final = 9
"""Follow-up questions included; of those asked at once there are as many as LIMITS says."""
CONTACTS: Final = Limit(0, 0, least=1, most=3)
SECONDARY_TYPES_MOST: Final = 2
VARIANTS_LEAST: Final = 2
"""The main wording and one more: warnings lose effect from the second sight of the same one."""

REVIEW_DAYS_MOST: Final = 90
HOLD_OUT_MOST: Final = 20
"""So many of a hundred payers may go without a card: they bear the risk of what it would have prevented."""
COOLING_OFF_MINUTES: Final = (1, 24 * 60)
"""From a minute to a day: 15 minutes and 24 hours are both in use."""
