from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from applicants.enums import OPEN_APPLICATION_STATES, ApplicationState
from applicants.querysets.interest import InterestMixin
from becode.core import clock
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.people.enums import ContactKind, ContactResult
from cohorts.models import Enrolment

if TYPE_CHECKING:
    from applicants.models import Application
    from becode.accounts.models import User
    from becode.people.models import Person


class ApplicationQuerySet(InterestMixin):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_APPLICATION_STATES)

    def in_the_way_of(self, *, person_key: int, track_key: int) -> Self:
        """What makes applying again for a track needless: an open one, or a seat that they have.

        Who was not accepted, stopped, lapsed, left or finished may apply again.
        """
        has_seat = Enrolment.objects.running().filter(person=OuterRef("person"))
        return (
            self.filter(person=person_key, track=track_key)
            .filter(
                Q(state__in=OPEN_APPLICATION_STATES)
                | Q(state=ApplicationState.ENROLLED) & Exists(has_seat)
            )
            .order_by("pk")
        )

    def untreated(self) -> Self:
        """Received, and nobody has decided anything yet."""
        return self.filter(state=ApplicationState.SUBMITTED)

    def untreated_since(self, at: datetime, *, for_days: int = 5) -> Self:
        return self.untreated().filter(submitted_at__lte=at - timedelta(days=for_days))

    def not_heard(self) -> Self:
        """Open ones of people without a working e-mail address whom a message did not reach.

        Who was spoken to since is left out.
        """
        model: Any = self.model
        person: Any = model.person.field.related_model
        points = person.contact_points.rel.related_model.objects.usable().order_by()
        notes = person.contact_notes.rel.related_model.objects.filter(
            person=OuterRef("person"), result=ContactResult.REACHED
        ).order_by("-at")
        failed = Message.objects.filter(person=OuterRef("person"), state=MessageState.FAILED)
        return (
            self.open()
            .exclude(Exists(points.filter(person=OuterRef("person"), kind=ContactKind.EMAIL)))
            .annotate(
                failed_at=Subquery(failed.order_by("-created_at").values("created_at")[:1]),
                spoken_at=Subquery(notes.values("at")[:1]),
            )
            .filter(failed_at__isnull=False)
            .filter(Q(spoken_at__isnull=True) | Q(spoken_at__lt=F("failed_at")))
        )

    def for_lists(self) -> Self:
        """With what a line of a staff list shows: one query whatever the number of lines."""
        return self.select_related("person", "track", "campus")

    def for_page(self) -> Self:
        """With what the page of one application asks more than once, each read once."""
        model: Any = self.model
        progress: Any = model.progress.rel.related_model.objects
        person: Any = model.person.field.related_model
        points = person.contact_points.rel.related_model.objects
        choices = model.choices.rel.related_model.objects.select_related("campus").order_by("rank")
        track = {"track": OuterRef("track"), "is_active": True}
        return (
            self.for_lists()
            .prefetch_related(
                Prefetch("choices", choices),
                Prefetch("progress", progress.select_related("step", "judged_by").in_time()),
                "person__language_skills",
            )
            .annotate(
                absorbed_keys=ArraySubquery(
                    person.objects.filter(merged_into=OuterRef("person")).values("pk")
                ),
                reach=ArraySubquery(
                    points.filter(person=OuterRef("person"))
                    .order_by("-is_preferred", "kind", "pk")
                    .values("value")
                ),
                read_at=clock.as_column(),
                has_others=Exists(
                    model.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
                ),
                track_has_steps=Exists(
                    progress.model.step.field.related_model.objects.filter(**track)
                ),
                track_has_rules=Exists(
                    model.checks.rel.related_model.rule.field.related_model.objects.filter(**track)
                ),
                wants_assessors=Exists(
                    progress.wants_assessors().filter(application=OuterRef("pk")).order_by()
                ),
            )
        )

    def search(self, text: str) -> Self:
        """By the person (see `Person.objects.search`), or by the number people quote."""
        text = text.strip()
        if not text:
            return self
        model: Any = self.model
        people = model.person.field.related_model.objects.search(text)
        wanted = Q(person__in=people)
        digits = text.upper().removeprefix("A")
        if digits.isdecimal() and len(digits) <= 9:
            wanted |= Q(pk=int(digits))
        return self.filter(wanted)

    def of_person(self, person: "Person") -> Self:
        """All applications of one person with what their page shows, the latest first."""
        return self.filter(person=person).for_lists().order_by("-submitted_at", "-pk")

    def others_of(self, application: "Application") -> Self:
        """The person's other applications, the latest first."""
        others = self.filter(person=application.person_id).exclude(pk=application.pk)
        return others.for_lists().order_by("-submitted_at", "-pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see applications that name one of their campuses among the choices."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        model: Any = self.model
        chosen = model.choices.rel.related_model.objects.filter(
            application=OuterRef("pk"), campus_id__in=keys
        )
        return self.filter(Q(campus_id__in=keys) | Exists(chosen))


class InterestEntryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Staff see those of their campuses and those who named none."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campus_id__in=keys) | Q(campus_id__isnull=True))
