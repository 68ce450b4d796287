import pytest
from django.utils.translation import override

from scams.outcomes.intervals import Rate
from scams.outcomes.phrases import duration_text, rate_text


@pytest.mark.parametrize(
    ("rate", "text"), [(Rate(41, 60), "41 of 60, 56–79%"), (Rate(0, 3), "0 of 3, 0–56%"), (Rate(0, 0), "–")]
)
def test_a_share_is_never_told_without_what_it_is_of(rate, text):
    with override("en"):
        assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("seconds", "count", "text"),
    [(None, 0, "–"), (179.6, 4, "3:00 (n = 4)"), (5, 1, "0:05 (n = 1)"), (3723, 2, "1:02:03 (n = 2)")],
)
def test_a_time_is_told_in_minutes(seconds, count, text):
    with override("en"):
        assert duration_text(seconds, count) == text
