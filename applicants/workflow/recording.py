"""An application that a colleague writes down for somebody, on the phone or at the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applicants.enums import FilledBy
from applicants.models import Application
from applicants.notifications import ApplicationReceived
from applicants.workflow.creating import create_application
from applicants.workflow.locks import lock_person
from applicants.workflow.submitting import ADULT, CONSENT_TEXT_VERSION, UnderAge
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import Birth
from becode.core.moves import IllegalMove
from becode.core.normalise import email_key, phone_e164
from becode.messages.compose import send
from becode.people.enums import ConsentPurpose
from becode.people.matching import find_person
from becode.people.workflow import create_person, give_consents
from cohorts.models import Track

SOURCE = "staff"


@transaction.atomic
def record_application(
    *,
    first_name: str,
    last_name: str,
    preferred_name: str,
    birth: Birth,
    email: str,
    phone: str,
    postcode: str,
    contact_language: str,
    track: Track,
    campuses: Sequence[Campus],
    lesson_levels: Mapping[str, str],
    heard_from: str,
    motivation: str,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Application:
    """The application of a person we know or meet now; the person gets the usual message.

    The person has told the colleague that they agree. Raises UnderAge, and IllegalMove when an
    application for this track is open.
    """
    if not birth.is_surely(ADULT, clock.local_day(at)):
        raise UnderAge
    keys = {email_key(email) if email else "", (phone_e164(phone) or "") if phone else ""}
    person = find_person(
        first_name=first_name,
        last_name=last_name,
        contact_keys=sorted(keys - {""}),
        born_on=birth.born_on,
        birth_year=birth.year,
    )
    if person is None:
        person = create_person(
            actor=actor,
            at=at,
            first_name=first_name,
            last_name=last_name,
            preferred_name=preferred_name,
            born_on=birth.born_on,
            birth_year=birth.year,
            contact_language=contact_language,
            postcode=postcode,
            email=email,
            phone=phone,
            lesson_levels=lesson_levels,
        )
    else:
        person = lock_person(person.pk)
        known = Application.objects.in_the_way_of(person_key=person.pk, track_key=track.pk).first()
        if known is not None:
            raise IllegalMove(
                _("This person has an open application for this track: %(number)s.")
                % {"number": known.number}
            )
    application = create_application(
        person=person,
        track=track,
        campuses=campuses,
        actor=actor,
        at=at,
        language=contact_language,
        motivation=motivation,
        heard_from=heard_from,
        source=SOURCE,
        remarks=remarks,
        filled_by=FilledBy.STAFF,
    )
    give_consents(
        person=person,
        purposes=[ConsentPurpose.APPLICATION],
        text_version=CONSENT_TEXT_VERSION,
        language=contact_language,
        channel=SOURCE,
        actor=actor,
        at=at,
    )
    send(ApplicationReceived(application), at=at)
    return application
