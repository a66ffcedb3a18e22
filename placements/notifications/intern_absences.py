"""An intern is absent: the coach hears it at once."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import InternAbsence
from placements.models import Internship, InternshipAbsence
from placements.notifications.intern_parts import AboutInternship, guide_recipients
from placements.notifications.recipients import written


class InternAbsent(AboutInternship):
    """To the guides of the learner, with who told it and why, as far as a company may know."""

    key = "placements.intern_absent"
    about = "placements.internshipabsence"
    urgent = True
    useful_for = timedelta(days=3)

    @classmethod
    def made_up(cls, *, at: datetime) -> InternshipAbsence | None:
        internship = Internship.objects.order_by("-pk").first()
        if internship is None:
            return None
        day = clock.local_day(at)
        return InternshipAbsence(
            internship=internship,
            first_on=day,
            last_on=day,
            reason=InternAbsence.values[0],
            reported_at=at,
        )

    @property
    def internship(self) -> Internship:
        assert isinstance(self.subject, InternshipAbsence)
        return self.subject.internship

    def recipients(self) -> list[Recipient]:
        assert isinstance(self.subject, InternshipAbsence)
        day = clock.local_day(self.subject.reported_at)
        return guide_recipients(self.internship, on=day)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        absence = self.subject
        assert isinstance(absence, InternshipAbsence)
        names = self.names() | {
            "first": written(absence.first_on),
            "last": written(absence.last_on),
            "reason": absence.get_reason_display(),
        }
        if absence.first_on == absence.last_on:
            when = _("%(learner)s is not at %(company)s on %(first)s.") % names
        else:
            when = _("%(learner)s is not at %(company)s from %(first)s to %(last)s.") % names
        who = _("The company told us.") if absence.by_company else _("The learner told us.")
        return Content(
            subject=_("Absent from the internship: %(learner)s") % names,
            paragraphs=[
                when,
                who,
                _("The reason: %(reason)s.") % names,
                *([absence.note] if absence.note else []),
                _("Call the learner, and the mentor where it is needed."),
            ],
            button=(_("Open the internship"), self.staff_page(recipient)),
        )


ALL = (InternAbsent,)
