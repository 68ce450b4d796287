"""What a word is: one normaliser and one tokeniser for every search engine and for the checker. No Django.

Text is folded (both scripts, every width and case become one), cut into words, and looked up by tokens: every Chinese
character, every pair of neighbours, every Latin word by its stem. So a word is found wherever its characters stand
together, however the text around it would have been cut, and all engines agree without an analyzer of their own.
"""

from scams.search.text.fold import Folded, fold, folded
from scams.search.text.synonyms import Synonyms
from scams.search.text.terms import Term, terms
from scams.search.text.tokens import lookup, tokens
from scams.search.text.words import words

VERSION = 1
"""Raised when the tokens of a text become others: indexes made before are out of date then."""

__all__ = ["VERSION", "Folded", "Synonyms", "Term", "fold", "folded", "lookup", "terms", "tokens", "words"]
