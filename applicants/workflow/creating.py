"""Making an application's rows, whatever way it came in: form, staff or spreadsheet."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from applicants.enums import BY_HELPERS, FilledBy
from applicants.models import Application, CampusChoice
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.people.models import Person
from cohorts.models import Track


@transaction.atomic
def create_application(
    *,
    person: Person,
    track: Track,
    campuses: Sequence[Campus],
    actor: Actor,
    at: datetime,
    submitted_at: datetime | None = None,
    language: str = "nl",
    motivation: str = "",
    heard_from: str = "",
    heard_from_detail: str = "",
    campaign: str = "",
    source: str = "form",
    remarks: str = "",
    filled_by: str = FilledBy.SELF,
    helper_name: str = "",
    helper_contact: str = "",
) -> Application:
    """A received application with its ranked campuses (best first, at least one).

    What the person filled in, or told a colleague, is confirmed by that; what a helper filled
    in waits for the person's word (docs/domain.md, "Helpers").

    `submitted_at` is when it really came in, where that was before it was recorded.
    The database refuses a second open application of a person for a track (IntegrityError).
    """
    application = Application.objects.create(
        person=person,
        track=track,
        campus=campuses[0],
        language=language,
        motivation=motivation,
        heard_from=heard_from,
        heard_from_detail=heard_from_detail,
        campaign=campaign,
        source=source,
        remarks=remarks,
        submitted_at=submitted_at or at,
        filled_by=filled_by,
        helper_name=helper_name,
        helper_contact=helper_contact,
        confirmed_at=None if filled_by in BY_HELPERS else at,
    )
    CampusChoice.objects.bulk_create(
        CampusChoice(application=application, campus=campus, rank=rank)
        for rank, campus in enumerate(campuses, start=1)
    )
    record(
        "application.submitted",
        subject=application,
        actor=actor,
        at=at,
        new_state=application.state,
        reason_code=source,
    )
    return application
