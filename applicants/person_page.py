from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.models import Application
from applicants.notifications.words import moment_in_words
from applicants.permissions import VIEWERS
from applicants.touch_section import touch_section
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.person_page import person_section
from becode.people.models import Person


@person_section
def _applications(person: Person, user: User) -> list[Section]:
    if not user.has_role(Role.ADMINISTRATOR, *VIEWERS):
        return []
    rows = [
        (
            Link(
                application.number,
                reverse("admin:applicants_application_change", args=[application.pk]),
            ),
            application.track.name,
            str(application.campus),
            application.get_state_display(),
            moment_in_words(application.submitted_at) if application.submitted_at else "",
        )
        for application in Application.objects.visible_to(user).of_person(person)
    ]
    headers = [_("Number"), _("Track"), _("First choice"), _("State"), _("Received")]
    return [table_section(_("Applications"), headers, rows)] if rows else []


@person_section
def _touches(person: Person, user: User) -> list[Section]:
    return touch_section(person) if user.has_role(Role.ADMINISTRATOR, *VIEWERS) else []
