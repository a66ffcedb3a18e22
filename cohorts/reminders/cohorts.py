from django.utils.translation import gettext_lazy as _

from becode.reminders.enums import Audience, Milestone
from becode.reminders.registry import declare
from becode.reminders.rules import Offset, Rule
from cohorts.models import Enrolment
from cohorts.notifications.cohorts import CohortStarts

declare(
    Rule(
        key="cohort_starts",
        number=14,
        title=_("The training starts"),
        to=Audience.LEARNER,
        stops=_("withdrawn"),
        says=(CohortStarts,),
        milestone=Milestone.COHORT_START,
        records=lambda: Enrolment.objects.awaiting_start().select_related(
            "person", "cohort__campus", "cohort__track"
        ),
        anchor="cohort__start_on",
        offsets=(Offset(days=-14), Offset(days=-7), Offset(days=-2), Offset(days=-1, hour=18)),
        notification=lambda enrolment, offset: CohortStarts(enrolment),
    )
)
