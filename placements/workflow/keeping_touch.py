"""What was said with a company, and what was promised for later."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor, ActorKind
from becode.core.moves import IllegalMove
from placements.models import Company, CompanyContact, CompanyNote


@transaction.atomic
def note_contact(
    *,
    company: Company,
    channel: str,
    text: str,
    actor: Actor,
    at: datetime,
    contact: CompanyContact | None = None,
    next_step: str = "",
    next_on: date | None = None,
) -> CompanyNote:
    """Write down a contact. A next step with a day comes back in Today of who looks after the
    company, else of who wrote it. Raises IllegalMove for a contact of another company.
    """
    if contact is not None and contact.company_id != company.pk:
        raise IllegalMove(_("This contact is of another company."))
    if next_on and not next_step:
        raise IllegalMove(_("Write what is to be done on that day."))
    note = CompanyNote.objects.create(
        company=company,
        contact=contact,
        channel=channel,
        text=text,
        next_step=next_step,
        next_on=next_on,
        at=at,
        by_id=actor.key if actor.kind == ActorKind.USER else None,
    )
    record("company.contacted", subject=company, actor=actor, at=at, keys={"note": note.pk})
    return note


@transaction.atomic
def finish_step(*, note: CompanyNote, actor: Actor, at: datetime) -> None:
    """The next step is done."""
    if CompanyNote.objects.to_do().filter(pk=note.pk).update(done_at=at) != 1:
        raise IllegalMove(_("This was done already."))
    note.done_at = at
    record("company.step_done", subject=note.company, actor=actor, at=at, keys={"note": note.pk})
