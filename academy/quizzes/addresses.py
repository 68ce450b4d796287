"""Where the quiz about each fraud type is, for warning cards."""

from academy.lists import takeable
from scams.words import api_locale


def quiz_addresses() -> dict[tuple[str, str], str]:
    """Return the whole address of the quiz to take after a warning, by fraud type and locale in API spelling.

    Of several quizzes about one type in one language it is the first written for adults, or else the first.
    """
    found: dict[tuple[str, str], str] = {}
    for quiz in sorted(takeable().select_related("locale"), key=lambda one: (one.audience != "adult", one.pk)):
        if url := quiz.full_url:
            found.setdefault((quiz.fraud_type.slug, api_locale(quiz.locale.language_code)), url)
    return found
