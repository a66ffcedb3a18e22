#!/usr/bin/env python3
"""Django's commands; the embedded settings get their servers first."""

import os
import sys
from pathlib import Path

EMBEDDED = "becode.settings.embedded"
WITHOUT_DATABASE = {
    "help",
    "version",
    "compilemessages",
    "makemessages",
    "--help",
    "-h",
    "--version",
}


def main() -> int:
    """Answer the exit code where the command does not start; else the command's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", EMBEDDED)
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
        advice = f"run {python} manage.py" if python.exists() else "run 'make run' once"
        print(
            f"The packages are not installed for this Python ({error}): {advice}.", file=sys.stderr
        )
        return 1
    if _wants_embedded_servers(sys.argv):
        from becode.embedded import EmbeddedError, ensure_environment

        try:
            ensure_environment()
        except EmbeddedError as error:
            print(error, file=sys.stderr)
            return 1
    execute_from_command_line(sys.argv)
    return 0


def _wants_embedded_servers(arguments: list[str]) -> bool:
    """Tell whether the command runs on the embedded settings and needs a database."""
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    for position, argument in enumerate(arguments):
        if argument.startswith("--settings="):
            settings = argument.partition("=")[2]
        elif argument == "--settings":
            settings = "".join(arguments[position + 1 : position + 2])
    return settings == EMBEDDED and len(arguments) > 1 and arguments[1] not in WITHOUT_DATABASE


if __name__ == "__main__":
    sys.exit(main())
