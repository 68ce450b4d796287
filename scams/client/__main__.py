"""Try the API out: `python -m scams.client URL KEY --code task-rebate` prints a card as JSON."""

import argparse
import os
import sys

import msgspec

from scams.client.client import Client, Mode

_KEY = "SCAMS_KEY"


def main(arguments: list[str] | None = None) -> int:
    """Print the card's JSON, and on standard error who answered and what went wrong; return 0, or 2 for bad input."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return _show(options)
    except ValueError as error:
        parser.error(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scams.client", description="Print the card for a payment.")
    parser.add_argument("url", metavar="URL", help="the server's address, such as http://localhost:8000")
    parser.add_argument(
        "key", metavar="KEY", nargs="?", default=os.environ.get(_KEY, ""), help=f"an API key; else ${_KEY} is taken"
    )
    parser.add_argument("--code", action="append", default=[], help="a suspected fraud type; may be given again")
    parser.add_argument("--level", help="notice, warn, hold or stop")
    parser.add_argument("--locale", help="zh-Hans, zh-Hant or en, or another spelling")
    parser.add_argument("--audience", help="adult, elder, teen or sme")
    parser.add_argument("--signal", action="append", help="what is known of the payment; may be given again")
    parser.add_argument("--replica", action="store_true", help="fetch the deck and answer from it")
    parser.add_argument("--timeout", type=float, default=1.0, help="seconds for each try, here 1 by default")
    return parser


def _show(options: argparse.Namespace) -> int:
    mode: Mode = "replica" if options.replica else "remote"
    with Client(options.url, options.key, mode=mode, timeout=options.timeout) as client:
        if options.replica:
            client.ready()
        warning = client.warning(
            options.code, options.level, options.locale, audience=options.audience, signals=options.signal
        )
        status = client.status()
    sys.stdout.write(msgspec.json.format(warning.body, indent=2).decode() + "\n")
    sys.stderr.write(f"answered by: {warning.source}\n")
    for part, trouble in status.troubles.items():
        sys.stderr.write(f"{part}: {trouble}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
