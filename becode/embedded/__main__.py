"""`python -m becode.embedded remove`: delete the data folder, after asking."""

from __future__ import annotations

import sys

from becode.embedded import EmbeddedError, default_data_dir, remove


def main() -> int:
    """Answer the exit code; `--yes` asks nothing."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] != "remove":
        print("Use: python -m becode.embedded remove [--yes]", file=sys.stderr)
        return 2
    folder = default_data_dir()
    if not folder.exists():
        print(f"There is no data in {folder}.")
        return 0
    if "--yes" not in arguments:
        print(f"This deletes {folder}: the database, the files, the demo logins.")
        try:
            answer = input("Type yes to delete it all: ")
        except EOFError:
            answer = ""
        if answer.strip().lower() != "yes":
            print("Nothing was deleted.")
            return 1
    try:
        remove(folder)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder} is gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
