"""How long the words of messages are kept: who got what, when, and what became of it stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from becode.accounts.models import User
from becode.core import clock
from becode.messages.models import Bounce, Message, OrdinaryDay
from becode.people.models import ContactPoint

BATCH = 1_000
# Of use for a day; kept a while for whoever asks why something waited.
DAYS_KEPT = timedelta(days=30)


def purge_bodies(*, at: datetime, batch: int = BATCH) -> int:
    """Empty the words of messages that ended MESSAGE_BODY_DAYS ago; returns how many.

    In batches, each a statement of its own: senders and readers never wait for it.
    """
    old = Message.objects.finished().filter(
        finished_at__lt=at - timedelta(days=settings.MESSAGE_BODY_DAYS),
        body_purged_at__isnull=True,
    )
    total = 0
    while True:
        keys = list(old.order_by("finished_at", "pk").values_list("pk", flat=True)[:batch])
        if not keys:
            return total
        total += Message.objects.filter(pk__in=keys).update(
            subject="", text="", parts={}, calendar="", body_purged_at=at
        )


def forget_addresses(*, at: datetime, batch: int = BATCH) -> int:
    """Empty the addresses of old messages to nobody we know (any more); returns how many.

    A form that was not sent, a referral, a visitor of an activity: the address is all there is of
    them. It stands in the key of the row too, whose Message-ID nobody needs any more.
    """
    old = (
        Message.objects.finished()
        .filter(
            finished_at__lt=at - timedelta(days=settings.MESSAGE_BODY_DAYS),
            person__isnull=True,
            user__isnull=True,
        )
        .exclude(address="")
    )
    key = Concat("kind", Value(":forgotten:"), Cast("pk", CharField()))
    total = 0
    while True:
        keys = list(old.order_by("finished_at", "pk").values_list("pk", flat=True)[:batch])
        if not keys:
            return total
        total += Message.objects.filter(pk__in=keys).update(address="", dedupe_key=key)


def forget_bounces(*, at: datetime) -> int:
    """Forget what came back MESSAGE_BODY_DAYS ago; returns how many rows were touched.

    A row goes once it is settled, or when nobody has its address any more. Of an address that
    still does not work the row stays, without the words of the server: they may name anything.
    """
    before = at - timedelta(days=settings.MESSAGE_BODY_DAYS)
    deleted, _by_model = Bounce.objects.filter(settled_at__lt=before).delete()
    old = Bounce.objects.open().filter(at__lt=before)
    of_people = ContactPoint.objects.filter(bounced_at__isnull=False, key=OuterRef("address"))
    of_accounts = User.objects.active().filter(email__iexact=OuterRef("address"))
    gone, _by_model = old.exclude(Exists(of_people) | Exists(of_accounts)).delete()
    return deleted + gone + old.exclude(detail="").update(detail="")


def forget_old_days(*, at: datetime) -> int:
    """Delete the rows of days that are over; returns how many."""
    oldest = clock.local_day(at) - DAYS_KEPT
    deleted, _by_model = OrdinaryDay.objects.filter(day__lt=oldest).delete()
    return deleted
