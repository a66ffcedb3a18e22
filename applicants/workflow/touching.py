"""How people met us, kept from the first link to the job.

Rules: docs/domain.md, "Outreach and referral".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from applicants.models import OutreachActivity, OutreachContact, ReferralPartner, Touch
from becode.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchAnswers:
    """A link that brought somebody, as its address said it; `via` is the code of a short link."""

    at: datetime
    via: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""


def owner_of(code: str) -> OutreachActivity | ReferralPartner | None:
    """The activity or partner whose short link has this code."""
    if not code:
        return None
    found: OutreachActivity | ReferralPartner | None = OutreachActivity.objects.filter(
        code=code
    ).first()
    return found or ReferralPartner.objects.filter(code=code).first()


@transaction.atomic
def keep_touch(
    *,
    person: Person,
    at: datetime,
    activity: OutreachActivity | None = None,
    partner: ReferralPartner | None = None,
    heard_from: str = "",
    source: str = "",
    medium: str = "",
    campaign: str = "",
) -> Touch | None:
    """Add one touch; None where there is nothing to tell."""
    words = {
        "heard_from": heard_from,
        "source": source[:100],
        "medium": medium[:100],
        "campaign": campaign[:100],
    }
    if activity is None and partner is None and not any(words.values()):
        return None
    return Touch.objects.create(person=person, at=at, activity=activity, partner=partner, **words)


@transaction.atomic
def keep_touches_of_form(
    *,
    person: Person,
    touches: Iterable[TouchAnswers],
    contact_keys: Iterable[str],
    heard_from: str,
    at: datetime,
) -> None:
    """What a sent form tells: where its sender was met, the links, and their own answer."""
    recognise_contacts(person=person, contact_keys=contact_keys)
    links = sorted(touches, key=lambda touch: touch.at)
    for touch in links:
        owner = owner_of(touch.via)
        keep_touch(
            person=person,
            at=touch.at,
            activity=owner if isinstance(owner, OutreachActivity) else None,
            partner=owner if isinstance(owner, ReferralPartner) else None,
            heard_from=heard_from,
            source=touch.source,
            medium=touch.medium,
            campaign=touch.campaign,
        )
    if not links:
        keep_touch(person=person, at=at, heard_from=heard_from)


@transaction.atomic
def recognise_contacts(*, person: Person, contact_keys: Iterable[str]) -> int:
    """Join what people left at activities to the person who now applies; returns how many.

    Where several names share one address or number, only those with a name of the person count:
    a family often has one phone.
    """
    rows = list(
        OutreachContact.objects.select_for_update()
        .filter(key__in=[key for key in contact_keys if key], person__isnull=True)
        .order_by("agreed_at", "pk")
    )
    own = _words(f"{person.first_name} {person.last_name} {person.preferred_name}")
    if len({row.name.casefold() for row in rows}) > 1:
        rows = [row for row in rows if own & _words(row.name)]
    for row in rows:
        row.person = person
        row.save(update_fields=["person"])
        keep_touch(person=person, at=row.agreed_at, activity=row.activity, partner=row.partner)
    return len(rows)


def _words(name: str) -> set[str]:
    return set(name.casefold().split())
