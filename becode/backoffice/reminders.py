"""The reminder rules of the staff site."""

from becode.backoffice.digest import DIGEST
from becode.reminders.registry import declare

declare(DIGEST)
