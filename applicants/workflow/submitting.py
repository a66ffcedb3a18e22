"""Sending the form: one application per draft, whatever is pressed how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from applicants.enums import FilledBy
from applicants.models import Application, ApplicationDraft, InterestEntry
from applicants.notifications.confirming import PleaseConfirm
from applicants.notifications.received import AlreadyApplied, ApplicationReceived
from applicants.questions.given import Given
from applicants.workflow.answering import keep_answers
from applicants.workflow.confirming import is_unconfirmed
from applicants.workflow.creating import create_application
from applicants.workflow.locks import lock_person
from applicants.workflow.touching import TouchAnswers, keep_touches_of_form
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import Birth
from becode.core.moves import IllegalMove, Stale
from becode.core.normalise import email_key, phone_e164
from becode.messages.compose import send
from becode.people import vault
from becode.people.enums import ConsentPurpose, SpecialKind
from becode.people.matching import find_person
from becode.people.models import Person
from becode.people.workflow import create_person, give_consents
from cohorts.models import Track

ADULT = 18
CONSENT_TEXT_VERSION = "2026-11"
CHANNEL = "form"


class UnderAge(IllegalMove):
    sentence = _("You can apply from the age of 18.")


class NotAgreed(IllegalMove):
    sentence = _("We can only handle your application if you agree.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAnswers:
    """What an applicant told us; `campuses` best first, `consents` are purposes they ticked."""

    first_name: str
    birth: Birth
    track: Track
    campuses: Sequence[Campus]
    consents: Sequence[str]
    last_name: str = ""
    preferred_name: str = ""
    email: str = ""
    phone: str = ""
    contact_language: str = "nl"
    postcode: str = ""
    gender: str = ""
    lesson_levels: Mapping[str, str] = field(default_factory=dict)
    motivation: str = ""
    heard_from: str = ""
    heard_from_detail: str = ""
    needs: str = ""
    language: str = "nl"
    campaign: str = ""
    given: Sequence[Given] = ()
    filled_by: str = FilledBy.SELF
    helper_name: str = ""
    helper_contact: str = ""
    touches: Sequence[TouchAnswers] = ()
    is_demo: bool = False

    @property
    def contact_keys(self) -> list[str]:
        """Normalised address and number, sorted so that locks are taken in one order."""
        number = phone_e164(self.phone) if self.phone else None
        return sorted({email_key(self.email), number or ""} - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestAnswers:
    """What somebody under 18 told us."""

    first_name: str
    birth_year: int
    parent_contact: str
    campus: Campus | None = None
    language: str = "nl"
    is_demo: bool = False


@transaction.atomic
def submit(
    *,
    draft: ApplicationDraft | None,
    answers: ApplicationAnswers | InterestAnswers,
    actor: Actor,
    at: datetime,
) -> Application | InterestEntry:
    """Make the application of a draft, or the entry on the interest list.

    A person we know who waits with an application for the same track, or has a seat in it, gets
    that one back, and a message that says so, with the place on each list and old places that
    can be had back. Who applies again after an end begins anew, without an old priority.
    Raises Stale for a draft that was sent before, UnderAge, NotAgreed.
    """
    if draft is not None:
        _claim(draft, at=at)
    if isinstance(answers, InterestAnswers):
        return _register_interest(answers, actor=actor, at=at)
    if not answers.birth.is_surely(ADULT, clock.local_day(at)):
        raise UnderAge
    if ConsentPurpose.APPLICATION not in answers.consents:
        raise NotAgreed
    one_at_a_time(answers.contact_keys)
    person = _known_person(answers)
    if person is not None:
        known = Application.objects.in_the_way_of(person_key=person.pk, track_key=answers.track.pk)
        waiting = known.first()
        if waiting is not None:
            _keep_touches(person, answers, at=at)
            record("application.repeated", subject=waiting, actor=actor, at=at)
            day = clock.local_day(at).isoformat()
            send(AlreadyApplied(waiting), at=at, dedupe=day)
            return waiting
    else:
        person = _new_person(answers, actor=actor, at=at)
    application = create_application(
        person=person,
        track=answers.track,
        campuses=answers.campuses,
        actor=actor,
        at=at,
        language=answers.language,
        motivation=answers.motivation,
        heard_from=answers.heard_from,
        heard_from_detail=answers.heard_from_detail,
        campaign=answers.campaign,
        filled_by=answers.filled_by,
        helper_name=answers.helper_name,
        helper_contact=answers.helper_contact,
    )
    _keep_consents(person, answers, actor=actor, at=at)
    _keep_touches(person, answers, at=at)
    keep_answers(
        application=application,
        given=answers.given,
        consents=answers.consents,
        actor=actor,
        at=at,
    )
    if is_unconfirmed(application):
        send(PleaseConfirm(application), at=at)
    else:
        send(ApplicationReceived(application), at=at)
    return application


def _claim(draft: ApplicationDraft, *, at: datetime) -> None:
    """Take the draft by compare-and-set and empty it: its answers now live elsewhere."""
    unsent = ApplicationDraft.objects.filter(pk=draft.pk, submitted_at__isnull=True)
    if unsent.update(submitted_at=at, touched_at=at, sealed=b"") != 1:
        raise Stale


def one_at_a_time(contact_keys: Sequence[str]) -> None:
    """Let two forms with the same address or number wait for each other until commit.

    Otherwise both could find nobody and make the same person twice.
    """
    with connection.cursor() as cursor:
        for key in contact_keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _known_person(answers: ApplicationAnswers) -> Person | None:
    """The person behind a shared address or number, locked; their record stays as it is.

    Nothing typed here changes it: anybody could type somebody else's name and address.
    """
    found = find_person(
        first_name=answers.first_name,
        last_name=answers.last_name,
        contact_keys=answers.contact_keys,
        born_on=answers.birth.born_on,
        birth_year=answers.birth.year,
        by_contact_only=True,
    )
    if found is None:
        return None
    return lock_person(found.pk)


def _new_person(answers: ApplicationAnswers, *, actor: Actor, at: datetime) -> Person:
    return create_person(
        actor=actor,
        at=at,
        first_name=answers.first_name,
        last_name=answers.last_name,
        preferred_name=answers.preferred_name,
        born_on=answers.birth.born_on,
        birth_year=answers.birth.year,
        gender=answers.gender,
        contact_language=answers.contact_language,
        postcode=answers.postcode,
        email=answers.email,
        phone=answers.phone,
        lesson_levels=answers.lesson_levels,
        is_demo=answers.is_demo,
    )


def _keep_touches(person: Person, answers: ApplicationAnswers, *, at: datetime) -> None:
    keep_touches_of_form(
        person=person,
        touches=answers.touches,
        contact_keys=answers.contact_keys,
        heard_from=answers.heard_from,
        at=at,
    )


def _keep_consents(
    person: Person, answers: ApplicationAnswers, *, actor: Actor, at: datetime
) -> None:
    """Keep what was agreed to; needs go to the vault, with their own consent only.

    An answer about needs that is there already is not replaced: see `_known_person`.
    """
    give_consents(
        person=person,
        purposes=answers.consents,
        text_version=CONSENT_TEXT_VERSION,
        language=answers.language,
        channel=CHANNEL,
        actor=actor,
        at=at,
    )
    has_needs = answers.needs and ConsentPurpose.NEEDS in answers.consents
    if has_needs and not person.vault_entries.filter(kind=SpecialKind.NEEDS).exists():
        vault.write(person=person, kind=SpecialKind.NEEDS, text=answers.needs, actor=actor, at=at)


def _register_interest(answers: InterestAnswers, *, actor: Actor, at: datetime) -> InterestEntry:
    entry = InterestEntry.objects.create(
        first_name=answers.first_name,
        birth_year=answers.birth_year,
        parent_contact=answers.parent_contact,
        campus=answers.campus,
        language=answers.language,
        created_at=at,
        is_demo=answers.is_demo,
    )
    record("interest.registered", subject=entry, actor=actor, at=at)
    return entry
