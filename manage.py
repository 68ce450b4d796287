#!/usr/bin/env python
"""Run the project's management commands."""

import os
import sys

from academy.warnings_server import without_django


def main() -> None:
    """Run the command named on the command line, with the development settings unless told otherwise."""
    code = without_django(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
