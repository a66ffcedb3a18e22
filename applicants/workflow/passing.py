"""Who was next for a cohort and was not offered the seat: written down, with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import PassReason
from applicants.models import PassOver, WaitlistEntry
from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Cohort

LONGEST_WORDS = 300


@transaction.atomic
def note_passing(
    *,
    entry: WaitlistEntry,
    cohort: Cohort,
    actor: Actor,
    at: datetime,
    words: str = "",
    missing: Sequence[str] = (),
) -> PassOver:
    """Pass somebody over for this cohort: something is `missing`, or a colleague's `words` why.

    A second time changes nothing, but words of a colleague replace what was missing: what is there
    in the end does not undo them. The words stay in this table; the audit has the kind of reason.
    Raises IllegalMove without either.
    """
    reason = PassReason.MISSING if missing else PassReason.STAFF
    words = "; ".join(missing) if missing else words.strip()
    if not words:
        raise IllegalMove(_("Say why this person is passed over."))
    note, is_new = PassOver.objects.get_or_create(
        entry=entry,
        cohort=cohort,
        defaults={"at": at, "reason": reason, "words": words[:LONGEST_WORDS]},
    )
    is_decided = reason == PassReason.STAFF and note.reason == PassReason.MISSING
    if is_decided:
        note.at, note.reason, note.words = at, reason, words[:LONGEST_WORDS]
        note.save(update_fields=["at", "reason", "words"])
    if is_new or is_decided:
        record(
            "waitlist.passed_over",
            subject=entry,
            actor=actor,
            at=at,
            person_key=entry.application.person_id,
            reason_code=reason,
            keys={"cohort": cohort.pk},
        )
    return note


@transaction.atomic
def take_up_again(*, note: PassOver, actor: Actor, at: datetime) -> None:
    """The reason is gone: the person may be next again, from this moment on."""
    entry = note.entry
    WaitlistEntry.objects.filter(pk=entry.pk).update(ready_since=at)
    record(
        "waitlist.passing_ended",
        subject=entry,
        actor=actor,
        at=at,
        person_key=entry.application.person_id,
        keys={"cohort": note.cohort_id},
    )
    note.delete()
