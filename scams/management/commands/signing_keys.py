"""`manage.py signing_keys`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.deck.build import build
from scams.deck.signers import SignersError, add_key, drop_key, signing_keys
from scams.deck.signing import BadKey, new_seed


class Command(BaseCommand):
    """List the keys that decks are signed with, add one, or drop one.

    To change keys: add one, wait until every replica has fetched a deck that is signed with both, drop the old one.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do; without it the keys are listed."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--add", action="store_true", help="make a further key; decks are signed with all")
        what.add_argument(
            "--drop",
            metavar="KID",
            help="sign with this key no more; write --drop=KID, for a key id may begin with a hyphen",
        )
        what.add_argument("--new", action="store_true", help="print a private key for DECK_SIGNING_KEYS")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, sign the deck anew, and list the public keys."""
        if options["new"]:
            self.stdout.write(new_seed())
            return
        try:
            if options["add"]:
                add_key()
            elif options["drop"]:
                drop_key(options["drop"])
            keys = signing_keys()
        except (SignersError, BadKey) as error:
            raise CommandError(str(error)) from error
        if options["add"] or options["drop"]:
            self.stderr.write(f"deck {build()} is signed with {len(keys)} key(s)")
        for key in keys:
            self.stdout.write(f"{key.kid} x={key.jwk['x']}")
