"""Asking for a link: the page keeps what was typed and says the same to everybody; the work
that depends on whether we know them happens here, by a job. See docs/domain.md, "Enumeration".
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from becode.core.sealing import CannotOpen, seal, unseal
from becode.messages.compose import send
from becode.people.models import ContactPoint
from becode.portal.models import LinkRequest
from becode.portal.notifications import SignInLink
from becode.portal.wake import wake

logger = logging.getLogger("becode.portal")

_PURPOSE = "link-request"
# Nobody waits longer than the code lives; a row that always fails leaves with the others.
FORGOTTEN_AFTER = timedelta(minutes=15)
# A family or a helper may share one address; a crowd on one address is a mistake of ours.
MOST_PEOPLE = 10
MOST_REQUESTS = 500


@transaction.atomic
def ask_for_link(*, contact_key: str, at: datetime) -> None:
    """Note that somebody typed this address or number (`email_key` or E.164)."""
    LinkRequest.objects.create(sealed=seal(contact_key, purpose=_PURPOSE), asked_at=at)
    transaction.on_commit(wake)


def answer_requests(*, at: datetime) -> int:
    """Write a message to each person behind each request; returns how many messages.

    Any number of workers may run at once; one bad row delays no other.
    """
    LinkRequest.objects.filter(asked_at__lt=at - FORGOTTEN_AFTER).delete()
    written, last = 0, 0
    for _number in range(MOST_REQUESTS):
        try:
            with transaction.atomic():
                request = _next_after(last)
                if request is None:
                    break
                last = request.pk
                written += _answer(request, at=at)
                request.delete()
        except Exception:
            logger.exception("a request for a link could not be answered", extra={"key": last})
    return written


def _next_after(pk: int) -> LinkRequest | None:
    rows = LinkRequest.objects.filter(pk__gt=pk).order_by("pk")
    return rows.select_for_update(skip_locked=True).first()


def _answer(request: LinkRequest, *, at: datetime) -> int:
    try:
        contact_key = unseal(request.sealed, purpose=_PURPOSE)
    except CannotOpen:
        return 0
    points = (
        ContactPoint.objects.of_current_people()
        .filter(key=contact_key)
        .select_related("person")
        .order_by("pk")
    )
    rows = [
        row
        for point in points[:MOST_PEOPLE]
        for row in send(SignInLink(point.person, point), at=at, dedupe=f"request-{request.pk}")
    ]
    return len(rows)
