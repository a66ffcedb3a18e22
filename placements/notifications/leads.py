"""Row 22: learners without a place while the internship comes near."""

from datetime import datetime

from becode.core import clock
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import person_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link
from cohorts.models import Cohort, Enrolment
from placements.notifications.recipients import officer_recipients, own_page, page, written
from placements.searching import is_searching, searchers, weeks_until


class NoPlaceLearner(Notification):
    """To the learner: what helps to find a place."""

    key = "placements.no_place_learner"
    about = "cohorts.enrolment"
    subject: Enrolment

    def recipients(self) -> list[Recipient]:
        return person_recipients(self.subject.person)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return is_searching(self.subject.pk)

    def campus_key(self) -> int:
        return self.subject.cohort.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        cohort = self.subject.cohort
        start_on = cohort.internship_start_on or cohort.end_on
        weeks = weeks_until(start_on, on=clock.local_day(at))
        path = own_page("placements:my:positions", person=self.subject.person)
        return Content(
            subject=ngettext(
                "Your internship begins in %(count)d week: let us find a place",
                "Your internship begins in %(count)d weeks: let us find a place",
                weeks,
            )
            % {"count": weeks},
            paragraphs=[
                _("You do not have a place yet. Your coach and we are looking with you."),
                _("You can help: look at the places, and say which you like."),
                _("Is your profile complete? Companies read it first."),
            ],
            facts=[(_("First day of the internship"), written(start_on))],
            button=(_("Look at the places"), "[[link]]"),
            sms=_("You have no place for your internship yet. Look at the places: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path=path)},
        )


class NoPlaceStaff(Notification):
    """To the placement officers of a campus: how many of a cohort still look."""

    key = "placements.no_place_staff"
    about = "cohorts.cohort"
    subject: Cohort

    def recipients(self) -> list[Recipient]:
        return officer_recipients(self.subject.campus_id)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return searchers().filter(cohort=self.subject).exists()

    def campus_key(self) -> int:
        return self.subject.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        start_on = self.subject.internship_start_on or self.subject.end_on
        number = searchers().filter(cohort=self.subject).count()
        address = page("admin:matching", language=recipient.language)
        return Content(
            subject=ngettext(
                "%(code)s: %(count)d learner has no place yet",
                "%(code)s: %(count)d learners have no place yet",
                number,
            )
            % {"code": self.subject.code, "count": number},
            paragraphs=[
                _("The internship begins on %(day)s.") % {"day": written(start_on)},
                _("The page shows who they are and which places fit."),
            ],
            button=(
                _("Look who fits where"),
                f"{address}?campus={self.subject.campus_id}&cohort={self.subject.pk}",
            ),
        )


ALL = (NoPlaceLearner, NoPlaceStaff)
