"""People passed on by a referring worker, until their own yes, no or silence.

docs/domain.md, "Outreach and referral", and docs/decisions/0011.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applicants.enums import REFERRAL_MOVES, FilledBy, ReferralState, SharedStage
from applicants.models import Application, PartnerContact, Referral
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from applicants.notifications.referrals import ReferralQuestion
from applicants.workflow.creating import create_application
from applicants.workflow.locks import lock_person
from applicants.workflow.submitting import ADULT, CONSENT_TEXT_VERSION, UnderAge, one_at_a_time
from applicants.workflow.touching import keep_touch
from becode.audit.record import move, record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM, Actor, ActorKind
from becode.core.forms import Birth
from becode.core.moves import IllegalMove
from becode.core.normalise import email_key, phone_e164
from becode.core.sealing import token_digest
from becode.messages.compose import send
from becode.people.enums import ConsentPurpose
from becode.people.matching import find_person
from becode.people.models import Person
from becode.people.workflow import create_person, give_consents
from cohorts.models import Track

SOURCE = "referral"
CONSENT_TEXT = "2026-11"
# As long as an unfinished form (docs/domain.md, "Personal data").
KEPT_FOR = timedelta(days=90)
BATCH = 500

TOO_YOUNG = _("We teach people from 18 years. They are welcome on our list for later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswers:
    """What a worker tells of somebody; an e-mail address or a number is needed."""

    first_name: str
    birth: Birth
    language: str
    track: Track
    campus: Campus
    consent_channel: str
    last_name: str = ""
    email: str = ""
    phone: str = ""
    lesson_levels: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def refer(
    *, contact: PartnerContact, answers: ReferralAnswers, actor: Actor, at: datetime
) -> Referral:
    """Write down a person who told the worker that they want it, and ask them.

    Raises UnderAge, and IllegalMove for somebody whom this worker referred and who has not
    answered yet, and for the worker's own address or number: the yes must be the person's.
    """
    user = contact.user
    if user is None or contact.ended_at is not None or not contact.partner.is_active:
        raise IllegalMove(_("Your access has ended."))
    if not answers.birth.is_surely(ADULT, clock.local_day(at)):
        raise UnderAge(TOO_YOUNG)
    keys = contact_keys_of(answers.email, answers.phone)
    if set(keys) & set(contact_keys_of(user.email, user.phone or contact.phone)):
        raise IllegalMove(_("This is your own address or number. We need that of the person."))
    one_at_a_time(keys)
    same = Referral.objects.waiting().filter(referrer=user, track=answers.track)
    for other in same.filter(first_name__iexact=answers.first_name).order_by("pk"):
        if set(keys) & set(contact_keys_of(other.email, other.phone)):
            raise IllegalMove(_("You referred this person already. We wait for the answer."))
    birth = answers.birth
    referral = Referral.objects.create(
        partner=contact.partner,
        referrer=user,
        first_name=answers.first_name,
        last_name=answers.last_name,
        born_on=birth.born_on,
        birth_year=None if birth.born_on else birth.year,
        email=answers.email,
        phone=answers.phone,
        language=answers.language,
        lesson_levels=dict(answers.lesson_levels),
        track=answers.track,
        campus=answers.campus,
        note=answers.note,
        consent_channel=answers.consent_channel,
        consent_text_version=CONSENT_TEXT,
        consented_at=at,
        referred_at=at,
        is_demo=contact.partner.is_demo,
    )
    record("referral.made", subject=referral, actor=actor, at=at)
    send(ReferralQuestion(referral), at=at, dedupe=at.isoformat())
    return referral


@transaction.atomic
def ask_again(*, referral: Referral, actor: Actor, at: datetime) -> None:
    """Send the question a second and last time, with a new link; the old one ends."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.state != ReferralState.WAITING:
        raise IllegalMove
    if referral.asked_again_at is not None:
        raise IllegalMove(_("We sent the question twice already. Please ask the person yourself."))
    referral.asked_again_at = at
    referral.save(update_fields=["asked_again_at"])
    record("referral.asked_again", subject=referral, actor=actor, at=at)
    send(ReferralQuestion(referral), at=at, dedupe=at.isoformat())


def referral_for(token: str, *, at: datetime) -> Referral | None:
    """The referral that waits for the answer behind a link, or None."""
    return (
        Referral.objects.waiting()
        .select_related("partner", "track", "campus")
        .filter(digest=token_digest(token), link_expires_at__gt=at)
        .first()
    )


@transaction.atomic
def confirm(
    *, referral: Referral, shared_stages: Sequence[str], actor: Actor, at: datetime
) -> Application:
    """The person's own yes: they become an applicant, and their referrer sees what they share.

    By link a person is recognised by their own address or number alone; a colleague on the
    phone goes by name and full birth date too. Raises UnderAge, IllegalMove and Stale.
    """
    REFERRAL_MOVES.check(referral.state, ReferralState.CONFIRMED)
    if not (referral.email or referral.phone):
        raise IllegalMove(_("We have no data of this person any more. Please begin again."))
    birth = Birth(referral.born_on, _year_of(referral))
    if not birth.is_surely(ADULT, clock.local_day(at)):
        raise UnderAge
    keys = contact_keys_of(referral.email, referral.phone)
    one_at_a_time(keys)
    person = _person_of(referral, birth, keys, actor=actor, at=at)
    application = Application.objects.in_the_way_of(
        person_key=person.pk, track_key=referral.track_id
    ).first()
    is_new = application is None
    if application is None:
        application = _apply(referral, person, actor=actor, at=at)
    stages = [stage for stage in SharedStage.values if stage in shared_stages]
    move(
        referral,
        moves=REFERRAL_MOVES,
        to=ReferralState.CONFIRMED,
        label="referral.confirmed",
        actor=actor,
        at=at,
        person_key=person.pk,
        person=person,
        application=application,
        answered_at=at,
        shared_stages=stages,
        digest="",
    )
    keep_touch(person=person, at=referral.referred_at, partner=referral.partner)
    give_consents(
        person=person,
        purposes=[ConsentPurpose.APPLICATION],
        text_version=CONSENT_TEXT_VERSION,
        language=referral.language,
        channel=SOURCE,
        actor=actor,
        at=at,
    )
    if is_new:
        send(ApplicationReceived(application), at=at)
    else:
        send(AlreadyApplied(application), at=at, dedupe=clock.local_day(at).isoformat())
    return application


def _person_of(
    referral: Referral, birth: Birth, keys: Sequence[str], *, actor: Actor, at: datetime
) -> Person:
    found = find_person(
        first_name=referral.first_name,
        last_name=referral.last_name,
        contact_keys=keys,
        born_on=birth.born_on,
        birth_year=birth.year,
        by_contact_only=actor.kind != ActorKind.USER,
    )
    if found is not None:
        return lock_person(found.pk)
    return create_person(
        actor=actor,
        at=at,
        first_name=referral.first_name,
        last_name=referral.last_name,
        born_on=birth.born_on,
        birth_year=birth.year,
        contact_language=referral.language,
        email=referral.email,
        phone=referral.phone,
        lesson_levels=referral.lesson_levels,
        is_demo=referral.is_demo,
    )


def _apply(referral: Referral, person: Person, *, actor: Actor, at: datetime) -> Application:
    application = create_application(
        person=person,
        track=referral.track,
        campuses=[referral.campus],
        actor=actor,
        at=at,
        language=referral.language,
        source=SOURCE,
        remarks=referral.note,
    )
    application.filled_by = FilledBy.COUNSELLOR
    application.helper_name = f"{referral.referrer}, {referral.partner}"[:150]
    application.helper_contact = referral.referrer.email
    application.confirmed_at = at
    application.save(update_fields=["filled_by", "helper_name", "helper_contact", "confirmed_at"])
    return application


@transaction.atomic
def decline(*, referral: Referral, actor: Actor, at: datetime) -> None:
    """The person's no: what we were told of them is forgotten at once."""
    move(
        referral,
        moves=REFERRAL_MOVES,
        to=ReferralState.DECLINED,
        label="referral.declined",
        actor=actor,
        at=at,
        answered_at=at,
        **NOBODY,
    )


# What is left of a person who did not say yes.
NOBODY: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "born_on": None,
    "birth_year": None,
    "email": "",
    "phone": "",
    "lesson_levels": {},
    "note": "",
    "digest": "",
}


def lapse_unanswered(*, at: datetime, limit: int = BATCH) -> int:
    """Close referrals that nobody answered in time, one transaction each; returns how many.

    Those of 90 days ago and more lose the data of their person too.
    """
    overdue = Referral.objects.unanswered_at(at).order_by("pk")[:limit]
    for referral in overdue:
        move(
            referral,
            moves=REFERRAL_MOVES,
            to=ReferralState.LAPSED,
            label="referral.lapsed",
            actor=SYSTEM,
            at=at,
            digest="",
        )
    for referral in Referral.objects.lapsed_before(at - KEPT_FOR).order_by("pk")[:limit]:
        _empty(referral, at=at)
    return len(overdue)


@transaction.atomic
def _empty(referral: Referral, *, at: datetime) -> None:
    rows = Referral.objects.filter(pk=referral.pk, state=ReferralState.LAPSED)
    if rows.update(**NOBODY) == 1:
        record("referral.emptied", subject=referral, actor=SYSTEM, at=at)


def contact_keys_of(email: str, phone: str) -> list[str]:
    """Normalised address and number, sorted so that locks are taken in one order."""
    number = phone_e164(phone) if phone else None
    return sorted({email_key(email) if email else "", number or ""} - {""})


def _year_of(referral: Referral) -> int:
    if referral.born_on is not None:
        return referral.born_on.year
    return referral.birth_year or 0
