"""Changes to people, their contact points and consents."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.normalise import email_key, phone_e164
from becode.people import point_changes
from becode.people.enums import ContactKind
from becode.people.models import Consent, ContactPoint, LanguageSkill, Person


@transaction.atomic
def create_person(
    *,
    actor: Actor,
    at: datetime,
    first_name: str,
    last_name: str = "",
    preferred_name: str = "",
    born_on: date | None = None,
    birth_year: int | None = None,
    gender: str = "",
    contact_language: str = "nl",
    postcode: str = "",
    municipality: str = "",
    email: str = "",
    phone: str = "",
    lesson_levels: Mapping[str, str] | None = None,
    is_demo: bool = False,
) -> Person:
    """A new person with contact points and languages (`lesson_levels`: language → level)."""
    person = Person(
        first_name=first_name,
        last_name=last_name,
        preferred_name=preferred_name,
        born_on=born_on,
        birth_year=None if born_on else birth_year,
        gender=gender,
        contact_language=contact_language,
        postcode=postcode,
        municipality=municipality,
        created_at=at,
        is_demo=is_demo,
    )
    person.save()
    add_contact_points(person=person, email=email, phone=phone)
    LanguageSkill.objects.bulk_create(
        LanguageSkill(person=person, language=language, lesson_level=level)
        for language, level in (lesson_levels or {}).items()
    )
    record("person.created", subject=person, actor=actor, at=at, person_key=person.pk)
    return person


def add_contact_points(*, person: Person, email: str = "", phone: str = "") -> None:
    """Add an address and a number where they are new; the first ever is the preferred one."""
    wanted: list[tuple[str, str, str]] = []
    if email:
        wanted.append((ContactKind.EMAIL, email.strip(), email_key(email)))
    number = phone_e164(phone) if phone else None
    if number:
        wanted.append((ContactKind.PHONE, number, number))
    known = set(person.contact_points.order_by("pk").values_list("kind", "key")) if wanted else ()
    new = [one for one in wanted if (one[0], one[2]) not in known]
    # Where another form was first with the same one, its row stays.
    ContactPoint.objects.bulk_create(
        (
            ContactPoint(
                person=person,
                kind=kind,
                key=key,
                value=value,
                is_preferred=not known and number == 0,
            )
            for number, (kind, value, key) in enumerate(new)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def correct_person(
    *, person: Person, actor: Actor, at: datetime, changes: Mapping[str, object]
) -> None:
    """Correct a person's own fields (names, birth, language, place)."""
    for name, value in changes.items():
        setattr(person, name, value)
    person.save()
    record(
        "person.corrected",
        subject=person,
        actor=actor,
        at=at,
        person_key=person.pk,
        keys={"fields": ",".join(sorted(changes))},
    )


@transaction.atomic
def replace_contact_points(
    *, person: Person, email: str, phone: str, actor: Actor, at: datetime
) -> None:
    """Make these the person's only address and number (either may be empty, not both)."""
    if not email and not phone:
        raise ValueError("a person needs an address or a number")
    keys = {email_key(email) if email else "", (phone_e164(phone) or "") if phone else ""} - {""}
    removed = list(person.contact_points.exclude(key__in=keys).order_by("pk"))
    person.contact_points.filter(pk__in=[point.pk for point in removed]).delete()
    add_contact_points(person=person, email=email, phone=phone)
    point_changes.tell(person, removed, at=at)
    record("person.corrected", subject=person, actor=actor, at=at, person_key=person.pk)


@transaction.atomic
def give_consents(
    *,
    person: Person,
    purposes: Iterable[str],
    text_version: str,
    language: str,
    channel: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Record consents that are not there yet, one purpose a row."""
    facts = {
        "text_version": text_version,
        "language": language,
        "channel": channel,
        "given_at": at,
    }
    live = person.consents.filter(withdrawn_at__isnull=True).order_by("pk")
    known = set(live.values_list("purpose", flat=True))
    new = [purpose for purpose in dict.fromkeys(purposes) if purpose not in known]
    rows = [Consent(person=person, purpose=purpose, **facts) for purpose in new]
    try:
        with transaction.atomic():
            Consent.objects.bulk_create(rows)
    except IntegrityError:  # the same person, at the same moment
        given = [
            Consent.objects.get_or_create(
                person=person, purpose=purpose, withdrawn_at=None, defaults=facts
            )
            for purpose in new
        ]
        rows = [consent for consent, is_new in given if is_new]
    for consent in rows:
        record("consent.given", subject=consent, actor=actor, at=at, reason_code=consent.purpose)


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, actor: Actor, at: datetime) -> bool:
    """Withdraw a live consent; returns whether there was one."""
    consent = Consent.objects.filter(
        person=person, purpose=purpose, withdrawn_at__isnull=True
    ).first()
    if consent is None:
        return False
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=at)
    record("consent.withdrawn", subject=consent, actor=actor, at=at, reason_code=purpose)
    return True
