"""Messages to colleagues of admissions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.enums import ApplicationState
from applicants.models import Application
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core.clock import local_day
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients


class Untreated(Notification):
    """An application nobody looked at for five days. docs/domain.md, "Reminders", 2."""

    key = "applicants.untreated"
    about = "applicants.application"
    useful_for = timedelta(days=3)
    subject: Application

    def recipients(self) -> list[Recipient]:
        colleagues = User.objects.with_role(Role.ADMISSIONS).at_campus(self.subject.campus_id)
        return user_recipients(*colleagues.order_by("pk"))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ApplicationState.SUBMITTED

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        application = self.subject
        days = (at - application.submitted_at).days if application.submitted_at else 5
        path = reverse("admin:applicants_application_change", args=[application.pk])
        return Content(
            subject=_("Application %(number)s waits for %(days)d days")
            % {"number": application.number, "days": days},
            paragraphs=[_("Nobody has looked at this application yet. Please take it up.")],
            facts=[
                (_("Number"), application.number),
                (_("Training"), application.track.name),
                (_("Campus"), str(application.campus)),
                (_("Received"), f"{local_day(application.submitted_at or at):%d/%m/%Y}"),
            ],
            button=(_("Open the application"), f"{settings.PUBLIC_BASE_URL}{path}"),
        )
