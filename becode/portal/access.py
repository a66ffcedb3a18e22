"""Personal links and codes, and the session of one person.

Opening a link never acts: its page shows one button, whose POST starts the session.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from becode.audit.record import record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.inserting import insert
from becode.core.sealing import keyed_digest, new_token, token_digest
from becode.people.models import Person
from becode.portal import staying
from becode.portal.models import AccessLink, SignOut

SESSION_KEY = "person"
LINK_LIFE = timedelta(days=30)
CODE_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=12)


def personal_link(person: Person, *, at: datetime, next_path: str = "") -> str:
    """A new address that leads this person to their own pages, for a message's `secrets`.

    `next_path` names where to go after the button (`offer`, `details`), by URL name.
    """
    token = new_token()
    link = AccessLink(
        person=person, digest=token_digest(token), made_at=at, expires_at=at + LINK_LIFE
    )
    insert(link)
    return _address(token, person.contact_language, next_path)


def personal_link_with_code(person: Person, *, contact_key: str, at: datetime, code: str) -> str:
    """A link whose person may type `code` instead, from the page that asked for it."""
    token = new_token()
    AccessLink.objects.create(
        person=person,
        digest=token_digest(token),
        code_digest=keyed_digest(code, purpose="access-code"),
        code_expires_at=at + CODE_LIFE,
        contact_key=contact_key,
        made_at=at,
        expires_at=at + LINK_LIFE,
    )
    return _address(token, person.contact_language, "")


def _address(token: str, language: str, next_path: str) -> str:
    with translation.override(language):
        path = reverse("portal:my:link", args=[token])
    query = f"?next={next_path}" if next_path else ""
    return f"{settings.PUBLIC_BASE_URL}{path}{query}"


def new_code() -> str:
    """Eight digits, easy to read out and to type on a phone."""
    return f"{secrets.randbelow(10**8):08d}"


def link_for(token: str, *, at: datetime) -> AccessLink | None:
    """The live link of a secret, or None."""
    return (
        AccessLink.objects.select_related("person")
        .filter(digest=token_digest(token), expires_at__gt=at)
        .first()
    )


def link_for_code(*, contact_key: str, code: str, at: datetime) -> AccessLink | None:
    """The live link whose code was typed for this contact point, or None."""
    return (
        AccessLink.objects.select_related("person")
        .filter(
            contact_key=contact_key,
            code_digest=keyed_digest(code, purpose="access-code"),
            code_expires_at__gt=at,
        )
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def start_session(request: HttpRequest, link: AccessLink, *, at: datetime) -> None:
    """Begin the session of the link's person in this browser, under a new session key."""
    if link.first_used_at is None:
        AccessLink.objects.filter(pk=link.pk).update(first_used_at=at)
    AccessLink.objects.filter(pk=link.pk).update(code_digest="", code_expires_at=None)
    was_here = signed_in_person(request, at=at, is_everyday=True) == link.person
    seen = request.session[SESSION_KEY].get(staying.SEEN_KEY) if was_here else None
    request.session.cycle_key()
    kept = {"key": link.person_id, "at": at.isoformat()}
    if seen:
        kept[staying.SEEN_KEY] = seen
    else:
        request.session.set_expiry(None)
    request.session[SESSION_KEY] = kept
    record(
        "person.signed_in",
        subject=link.person,
        person_key=link.person_id,
        actor=Actor.person(link.person),
        at=at,
    )


@transaction.atomic
def end_session(request: HttpRequest, *, at: datetime) -> None:
    """Sign the person out here and on every other device; a colleague's own session stays."""
    person = signed_in_person(request, at=at, is_everyday=True)
    request.session.pop(SESSION_KEY, None)
    request.session.set_expiry(None)
    request.session.cycle_key()
    if person is not None:
        SignOut.objects.update_or_create(person=person, defaults={"at": at})
        record(
            "person.signed_out",
            subject=person,
            person_key=person.pk,
            actor=Actor.person(person),
            at=at,
        )


def signed_in_person(
    request: HttpRequest, *, at: datetime, is_everyday: bool = False
) -> Person | None:
    """The person whose session this is, or None; one query, for one that lasts another.

    `is_everyday`: for a page that a session which lasts may open (docs/decisions/0024).
    A record that was merged into another has no session: the person signs in again.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    began_at = datetime.fromisoformat(kept["at"])
    is_fresh = began_at + SESSION_LIFE >= at
    if not is_fresh and not (is_everyday and staying.stays(kept, at=at)):
        return None
    people = Person.objects.current().filter(pk=kept["key"])
    person = people.exclude(sign_out__at__gte=began_at).first()
    if person is None or is_fresh:
        return person
    return person if staying.may_stay(person) else None


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person of this session signed in within the last hours: every page is open."""
    return signed_in_person(request, at=at) is not None


class PersonRequest(HttpRequest):
    """A request that `person_required` let in."""

    person: Person


View = Callable[..., HttpResponse]


def person_required(view: View) -> View:
    """Let in a person who signed in today, as `request.person`; others go to the sign-in page."""
    return _guarded(view, is_everyday=False)


def everyday_page(view: View) -> View:
    """As `person_required`, also for a session that lasts on a device of the person's own.

    For what a learner needs each day. Pages that change contact details, show files or what
    somebody wrote about themselves, and everything that is decided, keep `person_required`.
    """
    return _guarded(view, is_everyday=True)


def _guarded(view: View, *, is_everyday: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = clock.now()
        person = signed_in_person(request, at=at, is_everyday=is_everyday)
        if person is None:
            return _to_the_door(request, at=at)
        staying.note_use(request, session_key=SESSION_KEY, at=at)
        request.person = person  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return login_not_required(guarded)


def _to_the_door(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The sign-in page; who is known on this device comes back to the page they wanted."""
    door = reverse("portal:my:sign_in")
    is_known = signed_in_person(request, at=at, is_everyday=True) is not None
    if is_known and request.method in ("GET", "HEAD"):
        return redirect(f"{door}?{urlencode({'next': request.path})}")
    return redirect(door)
