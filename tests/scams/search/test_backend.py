"""People may ask anything of the search; it never fails."""

import pytest

from scams.models import ScamPattern
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("question", ['"', '"""', 'a" OR', "\0", "*", "(", "NEAR(", "刷单" * 500, "'; --"])
@pytest.mark.parametrize(
    "place", ["/admin/pages/", "/admin/choose-page/search/", "/admin/images/", "/admin/documents/"]
)
def test_no_question_is_a_failure(place: str, question: str) -> None:
    assert desk("reviewer").get(place, {"q": question}).status_code == 200


def test_words_are_still_found() -> None:
    page = ScamPattern.objects.get(slug="task-rebate", locale__language_code="en")
    assert page in {found.specific for found in ScamPattern.objects.search('payouts"')}
