"""`python -m becode.embedded`: one of PostgreSQL's programs, or delete the data after asking."""

from __future__ import annotations

import sys

from becode.embedded import EmbeddedError, default_data_dir, ensure, remove

USE = """Use: python -m becode.embedded PROGRAM [ARGUMENTS]   psql, pg_dump, pg_restore ...
     python -m becode.embedded remove [--yes]         delete the data folder"""


def main(arguments: list[str]) -> int:
    """Answer the exit code."""
    if not arguments or arguments[0].startswith("-"):
        print(USE, file=sys.stderr)
        return 2
    try:
        if arguments[0] == "remove":
            return _remove(asks="--yes" not in arguments)
        with ensure(redis=False) as servers:
            return servers.run_program(arguments[0], arguments[1:])
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _remove(*, asks: bool) -> int:
    folder = default_data_dir()
    if not folder.exists():
        print(f"There is no data in {folder}.")
        return 0
    if asks:
        print(f"This deletes {folder}: the database, the files, the demo logins.")
        try:
            answer = input("Type yes to delete it all: ")
        except EOFError:
            answer = ""
        if answer.strip().lower() != "yes":
            print("Nothing was deleted.")
            return 1
    remove(folder)
    print(f"{folder} is gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
