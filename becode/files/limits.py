"""How large a file may be. docs/domain.md, "Attacks to refuse"."""

from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 5 * MEGABYTE
