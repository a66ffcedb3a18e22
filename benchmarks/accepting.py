"""People who hold an offer, ready to say yes over HTTP: for the measurement and the drill.

Rows are made in bulk, past the workflows: only the yes is looked at.
"""

import secrets
from datetime import datetime

from benchmarks.load import Post


def offer_to_everybody(people: int, *, seats: int, at: datetime) -> tuple[int, list[Post]]:
    """A new cohort with an open offer to each of so many new people; its key, and each yes."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse
    from django.utils import translation

    from applicants.models import Application, SeatOffer, WaitlistEntry
    from becode.campuses.models import Campus
    from becode.core import clock
    from becode.people.enums import ContactKind
    from becode.people.models import ContactPoint, Person
    from cohorts.models import Cohort, Track

    campus, track = Campus.objects.order_by("pk")[0], Track.objects.order_by("pk")[0]
    start_on = clock.local_day(at) + clock.days(60)
    cohort = Cohort.objects.create(
        track=track,
        campus=campus,
        code=f"RACE-{secrets.token_hex(4)}",
        start_on=start_on,
        end_on=start_on + clock.days(200),
        seats=seats,
        offer_ceiling=people,
        seats_on_offer=people,
    )
    persons = Person.objects.bulk_create(
        Person(first_name=f"Person {number}", sort_name=f"person {number}", created_at=at)
        for number in range(people)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(
            person=person, kind=ContactKind.EMAIL, value=address, key=address, is_preferred=True
        )
        for person in persons
        if (address := f"person.{person.pk}@mail.example")
    )
    applications = Application.objects.bulk_create(
        Application(
            person=person,
            track=track,
            campus=campus,
            state="admitted",
            submitted_at=at,
            eligible_at=at,
        )
        for person in persons
    )
    entries = WaitlistEntry.objects.bulk_create(
        WaitlistEntry(
            application=application,
            campus=campus,
            track=track,
            eligible_at=at,
            joined_at=at,
            ready_since=at,
            order_key=[5, int(at.timestamp() * 1_000_000), application.pk],
        )
        for application in applications
    )
    offers = SeatOffer.objects.bulk_create(
        SeatOffer(
            person=entry.application.person,
            application=entry.application,
            entry=entry,
            cohort=cohort,
            offered_at=at,
            expires_at=at + clock.hours(48),
        )
        for entry in entries
    )
    posts = []
    for offer in offers:
        session, token = SessionStore(), secrets.token_hex(16)
        session["person"] = {"key": offer.person_id, "at": at.isoformat()}
        session.create()
        cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session.session_key};"
            f" {settings.CSRF_COOKIE_NAME}={token}"
        )
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        with translation.override("nl"):
            path = reverse("applicants:my:accept", args=[offer.pk])
        posts.append(Post(path, headers, f"csrfmiddlewaretoken={token}"))
    return cohort.pk, posts
