from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from applicants.enums import (
    OPEN_APPLICATION_STATES,
    HelpState,
)
from becode.files.enums import OWED_DOCUMENT_STATES

if TYPE_CHECKING:
    from becode.accounts.models import User
    from becode.people.models import Person


class QuestionQuerySet(models.QuerySet):
    def asked(self, stage: str) -> Self:
        """The questions that a stage asks now, in their order."""
        return self.filter(stage=stage, is_active=True).order_by("position", "pk")

    def for_track(self, track_pk: int) -> Self:
        """Those of a track and those of every track."""
        return self.filter(Q(track_id=track_pk) | Q(track_id__isnull=True))


class DocumentQuerySet(models.QuerySet):
    def owed(self) -> Self:
        """What people still have to send."""
        return self.filter(state__in=OWED_DOCUMENT_STATES)

    def awaited(self) -> Self:
        """What people of open applications still have to send, with what messages say of it."""
        return (
            self.owed()
            .filter(application__state__in=OPEN_APPLICATION_STATES)
            .select_related("application__person", "application__campus")
        )

    def of_person(self, person: "Person") -> Self:
        """What was asked of one person, for their own page."""
        return (
            self.filter(application__person=person)
            .select_related("application__track", "file")
            .order_by("requested_at", "pk")
        )

    def for_lists(self) -> Self:
        return self.select_related(
            "application__person", "application__track", "application__campus", "file"
        )

    def visible_to(self, user: "User") -> Self:
        """Documents of the applications that a colleague sees."""
        model = self.model.application.field.related_model  # type: ignore[attr-defined]
        seen = model.objects.visible_to(user)
        return self.filter(application__in=seen.order_by().values("pk"))


class DraftQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        return self.filter(submitted_at__isnull=True)

    def with_contact(self) -> Self:
        """Those whose people asked for a link, and so may be reminded."""
        return self.unsent().exclude(sealed_contact=b"")


class HelpRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=HelpState.OPEN).order_by("asked_at", "pk")

    def visible_to(self, user: "User") -> Self:
        """Staff see requests at their campuses and those that name none."""
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        if keys is None:
            return self
        return self.filter(Q(campus_id__in=keys) | Q(campus_id__isnull=True))
