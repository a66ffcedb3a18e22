"""One person's way from the form to a seat: each step is a deed for the chronicle."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from applicants.enums import EntryState
from applicants.models import Application, SeatOffer, StepProgress, WaitlistEntry
from applicants.workflow import (
    deciding,
    expiring,
    giving_back,
    offers,
    selecting,
    telling,
    transferring,
    waitlist,
)
from applicants.workflow.locks import lock_person
from applicants.workflow.submitting import ApplicationAnswers, submit
from becode.accounts.enums import Role
from becode.core.actors import PUBLIC, Actor
from becode.demo.sketch import Sketch
from becode.demo.world import World
from becode.people.models import Person
from becode.people.workflow import correct_person
from cohorts.models import Cohort, Enrolment, Track


@dataclass(slots=True)
class Story:
    """One person, and how far they are; `campuses` are codes, the best first.

    Every step is a method that takes its moment, so that the chronicle can do it.
    """

    world: World
    sketch: Sketch
    track: Track
    campuses: Sequence[str]
    _application: Application | None = field(default=None)
    _progress: StepProgress | None = field(default=None)
    _offer: SeatOffer | None = field(default=None)
    _enrolment: Enrolment | None = field(default=None)

    @property
    def application(self) -> Application:
        assert self._application is not None, "there is no application yet"
        return self._application

    @property
    def progress(self) -> StepProgress:
        """The step in which they are, as far as `take_up` and `pass_step` led them."""
        assert self._progress is not None, "no step has begun"
        return self._progress

    @property
    def offer(self) -> SeatOffer:
        assert self._offer is not None, "no seat was offered yet"
        return self._offer

    @property
    def enrolment(self) -> Enrolment:
        assert self._enrolment is not None, "there is no seat yet"
        return self._enrolment

    @property
    def person(self) -> Person:
        return self.application.person

    @property
    def me(self) -> Actor:
        return Actor.person(self.person)

    @property
    def admissions(self) -> Actor:
        return self.world.colleagues.acting(Role.ADMISSIONS, self.campuses[0])

    def apply(self, at: datetime) -> None:
        sketch = self.sketch
        made = submit(
            draft=None,
            answers=ApplicationAnswers(
                first_name=sketch.first_name,
                last_name=sketch.last_name,
                preferred_name=sketch.preferred_name,
                birth=sketch.birth,
                track=self.track,
                campuses=[self.world.campuses[code] for code in self.campuses],
                consents=sketch.consents,
                email=sketch.email,
                phone=sketch.phone,
                contact_language=sketch.language,
                postcode=sketch.postcode,
                gender=sketch.gender,
                lesson_levels=sketch.lesson_levels,
                motivation=sketch.motivation,
                heard_from=sketch.heard_from,
                heard_from_detail=sketch.heard_from_detail,
                needs=sketch.needs,
                language=sketch.language,
                is_demo=True,
            ),
            actor=PUBLIC,
            at=at,
        )
        assert isinstance(made, Application)
        self._application = made

    def take_up(self, at: datetime) -> None:
        self._progress = selecting.begin_selection(
            application=self.application, actor=self.admissions, at=at
        )

    def pass_step(self, at: datetime) -> None:
        """The present step is done well; the next one begins."""
        self._progress = selecting.pass_step(progress=self.progress, actor=self.admissions, at=at)

    def fail_step(self, at: datetime) -> None:
        selecting.fail_step(progress=self.progress, actor=self.admissions, at=at)

    def admit(self, at: datetime) -> None:
        """Eligible, and on the lists of all chosen campuses."""
        deciding.admit(application=self.application, actor=self.admissions, at=at, wait=True)

    def reject(self, at: datetime, reason: str) -> None:
        deciding.reject(application=self.application, reason=reason, actor=self.admissions, at=at)

    def withdraw(self, at: datetime, reason: str) -> None:
        deciding.withdraw(application=self.application, reason=reason, actor=self.me, at=at)

    def lapse(self, at: datetime) -> None:
        deciding.lapse(application=self.application, actor=self.admissions, at=at)

    def give_priority(self, at: datetime, priority: int, code: str, reason: str) -> None:
        waitlist.set_priority(
            entry=self.entry(self.campuses[0]),
            priority=priority,
            code=code,
            reason=reason,
            actor=self.admissions,
            at=at,
        )

    def leave_list(self, at: datetime, campus: str) -> None:
        waitlist.leave_list(entry=self.entry(campus), actor=self.me, at=at)

    def entry(self, campus: str) -> WaitlistEntry:
        """The place where they wait now."""
        return self.application.entries.get(
            campus=self.world.campuses[campus], state=EntryState.WAITING
        )

    def offer_seat(self, at: datetime, cohort: Cohort, hours: int | None = None) -> None:
        self._offer = offers.offer_seat(
            entry=self.entry(cohort.campus.code),
            cohort=cohort,
            actor=self.admissions,
            at=at,
            hours=hours,
            passing_reason=PASSING_REASON,
        )

    def accept(self, at: datetime) -> None:
        self._enrolment = offers.accept_offer(offer=self.offer, actor=self.me, at=at)
        self.application.refresh_from_db(fields=["state"])

    def decline(self, at: datetime, reason: str, *, keep_place: bool = True) -> None:
        offers.decline_offer(
            offer=self.offer, reason=reason, actor=self.me, at=at, keep_place=keep_place
        )

    def let_expire(self, at: datetime) -> None:
        """No answer came in time."""
        expiring.end_overdue(lock_person(self.person.pk), None, at=at)

    def take_offer_back(self, at: datetime) -> None:
        offers.withdraw_offer(offer=self.offer, actor=self.admissions, at=at)
        telling.tell_taken_back(at=at)

    def wait_again(self, at: datetime, agreed: str = "") -> None:
        """They give the seat back for a later start; `agreed`: they go first then."""
        giving_back.wait_again(
            enrolment=self.enrolment,
            agreed=agreed,
            paused=bool(agreed),
            actor=self.admissions,
            at=at,
        )

    def move_to(self, at: datetime, cohort: Cohort, reason: str) -> None:
        """Their seat goes on in another cohort."""
        self._enrolment = transferring.transfer(
            enrolment=self.enrolment, cohort=cohort, reason=reason, actor=self.admissions, at=at
        )

    def write_legal_name(self, at: datetime) -> None:
        """The name on the identity document, for those who write theirs in another script."""
        if self.sketch.legal_name:
            correct_person(
                person=self.person,
                actor=self.me,
                at=at,
                changes={"legal_name": self.sketch.legal_name},
            )


# Kept only where somebody who was ready stood before: the demo chooses whom it tells about.
PASSING_REASON = "The people before asked for a later start, by phone"


def expire_offers(at: datetime) -> None:
    expiring.expire_offers(at=at)
