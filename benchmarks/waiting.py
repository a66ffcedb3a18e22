"""Many people on one list, in bulk and past the workflows."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from applicants.models import Application, CampusChoice, WaitlistEntry
from becode.people.models import Person

BATCH = 10_000


def add_waiting(number: int, *, campus: Any, track: Any, at: datetime) -> None:
    """`number` people on the list of this campus and track, one a minute until now."""
    for first in range(0, number, BATCH):
        moments = [
            at - timedelta(minutes=number - one) for one in range(first, min(first + BATCH, number))
        ]
        people = Person.objects.bulk_create(
            Person(first_name=f"Person {moment:%d%H%M}", sort_name="person", created_at=moment)
            for moment in moments
        )
        applications = Application.objects.bulk_create(
            Application(
                person=person,
                track=track,
                campus=campus,
                state="admitted",
                submitted_at=moment,
                eligible_at=moment,
                interest_at=moment,
            )
            for person, moment in zip(people, moments, strict=True)
        )
        CampusChoice.objects.bulk_create(
            CampusChoice(application=application, campus=campus, rank=1)
            for application in applications
        )
        WaitlistEntry.objects.bulk_create(
            WaitlistEntry(
                application=application,
                campus=campus,
                track=track,
                eligible_at=moment,
                joined_at=moment,
                ready_since=moment,
                order_key=[5, int(moment.timestamp() * 1_000_000), application.pk],
            )
            for application, moment in zip(applications, moments, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
