"""An editor at work: publishes a card with another headline every few seconds, until standard input ends.

python -m tests.benchmarks.publishing SECONDS prints the version of the deck there is, then of each that comes of it.
"""

import os
import select
import sys
from itertools import cycle

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
django.setup()

from academy.processes import say  # noqa: E402
from scams.deck.build import build  # noqa: E402
from scams.models import WarningCard  # noqa: E402


def main(seconds: float) -> None:
    """Publish in turn the headline of the card's second wording and its own."""
    say(str(build()))
    card = WarningCard.objects.get(fraud_type__slug="task-rebate", audience="adult", locale__language_code="zh-hans")
    headlines = [card.headline, next(block.value["headline"] for block in card.variants if block.value["headline"])]
    for headline in cycle(reversed(headlines)):
        ended, _, _ = select.select([sys.stdin], [], [], seconds)
        if ended:
            return
        card.headline = headline
        card.save_revision().publish()
        card.refresh_from_db()
        say(str(build()))


if __name__ == "__main__":
    main(float(sys.argv[1]))
