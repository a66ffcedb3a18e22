from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.person_page import person_section
from becode.people.models import Person
from cohorts.models import Enrolment
from cohorts.permissions.cohorts import VIEWERS


@person_section
def _cohorts(person: Person, user: User) -> list[Section]:
    if not user.has_role(Role.ADMINISTRATOR, *VIEWERS):
        return []
    enrolments = (
        Enrolment.objects.visible_to(user)
        .filter(person=person)
        .select_related("cohort__track")
        .order_by("-enrolled_at", "-pk")
    )
    rows = [
        (
            Link(
                enrolment.cohort.code,
                reverse("admin:cohorts_enrolment_change", args=[enrolment.pk]),
            ),
            enrolment.cohort.track.name,
            enrolment.get_state_display(),
        )
        for enrolment in enrolments
    ]
    headers = [_("Cohort"), _("Track"), _("State")]
    return [table_section(_("Training"), headers, rows)] if rows else []
