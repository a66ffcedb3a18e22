"""Ask a worker, after the commit, to offer what became free; the periodic run does it anyway."""

from django.db import transaction

from becode.messages.compose import is_recording_only
from becode.messages.wake import ring


def wake_after_commit() -> None:
    """Something changed that may let the next person have a seat. The past wakes nobody."""
    if not is_recording_only():
        transaction.on_commit(_wake)


def _wake() -> None:
    from applicants.tasks import offer_free_seats  # the task needs workflows, which need us

    ring(offer_free_seats)
