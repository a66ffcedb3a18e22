"""The person's other applications, on the page of one: who applies again is known to us."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applicants.models import Application
from becode.backoffice.parts import Link, Section, table_section
from becode.core import clock


def earlier_section(application: Application) -> list[Section]:
    """What they applied for besides this, and how it ended; one query, none without others."""
    if not application.has_others:
        return []
    rows = [
        (
            Link(other.number, reverse("admin:applicants_application_change", args=[other.pk])),
            other.track.name,
            date_format(clock.local_day(other.submitted_at), "j N Y") if other.submitted_at else "",
            other.get_state_display(),
            other.get_rejection_reason_display() or other.get_withdrawal_reason_display(),
        )
        for other in Application.objects.others_of(application)
    ]
    headers = [_("Application"), _("Track"), _("Received"), _("State"), _("Reason")]
    return [table_section(_("Other applications of this person"), headers, rows)]
