"""Everything that can happen to lists, offers and seats, in any order, with what always holds.

Two campuses, three cohorts of which two draw on one list, seven people of whom some wait on both
lists. A rule may be refused with IllegalMove; nothing else may come out of it, and after every
step every invariant of `check_invariants` counts nothing.
"""

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.workflow import (
    cascade,
    deciding,
    expiring,
    giving_back,
    more_time,
    offers,
    passing,
    rounds,
    transferring,
    waitlist,
)
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.invariants import invariants
from becode.core.moves import IllegalMove
from cohorts.models import Cohort, Enrolment
from cohorts.workflow import cohorts, enrolments
from tests.factories import (
    MOMENT,
    ApplicationFactory,
    CampusFactory,
    CohortFactory,
    TrackFactory,
    WaitlistEntryFactory,
)

PEOPLE = 7
# Not st.integers: small numbers would come far more often, and always mean the same few rows.
WHO = st.sampled_from(range(30))
OURS = ("applicants.", "cohorts.")


class Rollback(Exception):
    """Ends an example: its world goes."""


class Seats(RuleBasedStateMachine):
    """The world of one example, in a transaction that is rolled back at its end."""

    def __init__(self):
        super().__init__()
        self.at = MOMENT
        self.world = transaction.atomic()
        self.world.__enter__()

    def teardown(self):
        error = Rollback()
        self.world.__exit__(Rollback, error, None)
        super().teardown()

    @initialize(
        seats=st.lists(st.sampled_from([1, 2]), min_size=3, max_size=3),
        extra=st.sampled_from([0, 1, 2]),
        on_offer=st.booleans(),
    )
    def a_school(self, seats, extra, on_offer):
        track = TrackFactory()
        north, south = CampusFactory(), CampusFactory()
        track.campuses.set([north, south])
        start_on = clock.local_day(self.at) + timedelta(days=60)
        for campus, number in zip((north, north, south), seats, strict=True):
            CohortFactory(
                track=track,
                campus=campus,
                start_on=start_on,
                end_on=start_on + timedelta(days=200),
                seats=number,
                offer_ceiling=number + extra,
            )
        for number in range(PEOPLE):
            since = self.at - timedelta(days=50 - number)
            wishes = [north, south] if number % 3 else [south]
            application = ApplicationFactory(
                track=track,
                campus=wishes[0],
                choices=wishes,
                state="admitted",
                submitted_at=since,
                eligible_at=since,
            )
            for campus in wishes:
                WaitlistEntryFactory(
                    application=application, campus=campus, eligible_at=since, joined_at=since
                )

        for cohort in Cohort.objects.order_by("pk") if on_offer else []:
            chosen = rounds.suggest(cohort, at=self.at)
            self.try_to(rounds.send_round, cohort=cohort, entries=chosen)

    # Choosing ------------------------------------------------------------------------------

    def pick(self, queryset, which):
        found = list(queryset.order_by("pk"))
        return found[which % len(found)] if found else None

    def try_to(self, verb, **more):
        """Do it, or be refused kindly; every act takes a minute."""
        self.at += timedelta(minutes=1)
        if None in more.values():
            return None
        try:
            with transaction.atomic():
                return verb(actor=SYSTEM, at=self.at, **more)
        except IllegalMove:
            return None

    # What can happen -----------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 30, 80]))
    def time_goes_by(self, hours):
        self.at += timedelta(hours=hours)

    @rule(which=WHO, number=st.integers(1, 4))
    def staff_send_a_round(self, which, number):
        cohort = self.pick(Cohort.objects.all(), which)
        chosen = rounds.suggest(cohort, at=self.at, number=number)
        self.try_to(rounds.send_round, cohort=cohort, entries=chosen)

    @rule(which=WHO, cohort=WHO, reason=st.sampled_from(["", "Agreed by phone"]))
    def staff_offer_one_seat(self, which, cohort, reason):
        self.try_to(
            offers.offer_seat,
            entry=self.pick(WaitlistEntry.objects.waiting(), which),
            cohort=self.pick(Cohort.objects.all(), cohort),
            passing_reason=reason,
        )

    @rule(which=WHO, is_open=st.booleans())
    def somebody_accepts(self, which, is_open):
        every = SeatOffer.objects.open() if is_open else SeatOffer.objects.all()
        self.try_to(offers.accept_offer, offer=self.pick(every, which))

    @rule(which=WHO, keep=st.booleans())
    def somebody_declines(self, which, keep):
        offer = self.pick(SeatOffer.objects.open(), which)
        self.try_to(offers.decline_offer, offer=offer, reason="later", keep_place=keep)

    @rule(which=WHO, to_next=st.booleans())
    def staff_take_an_offer_back(self, which, to_next):
        offer = self.pick(SeatOffer.objects.open(), which)
        self.try_to(offers.withdraw_offer, offer=offer, words="Mistake", to_next=to_next)

    @rule(which=WHO, hours=st.sampled_from([2, 100]))
    def staff_give_more_time(self, which, hours):
        offer = self.pick(SeatOffer.objects.open(), which)
        self.try_to(more_time.grant_more_time, offer=offer, hours=hours)

    @rule()
    def the_job_ends_overdue_offers(self):
        expiring.expire_offers(at=self.at)

    @rule(which=WHO)
    def somebody_leaves_a_list(self, which):
        entry = self.pick(WaitlistEntry.objects.waiting(), which)
        self.try_to(waitlist.leave_list, entry=entry)

    @rule(which=WHO)
    def somebody_comes_back(self, which):
        self.try_to(waitlist.reopen_entry, entry=self.pick(WaitlistEntry.objects.all(), which))

    @rule(which=WHO, days=st.integers(1, 20))
    def somebody_pauses(self, which, days):
        entry = self.pick(WaitlistEntry.objects.waiting(), which)
        until = clock.local_day(self.at) + timedelta(days=days)
        self.try_to(waitlist.pause, entry=entry, until=until)

    @rule(which=WHO)
    def somebody_resumes(self, which):
        entry = self.pick(WaitlistEntry.objects.waiting(), which)
        self.try_to(waitlist.resume, entry=entry)

    @rule(which=WHO)
    def somebody_reorders(self, which):
        application = self.pick(Application.objects.open(), which)
        if application is not None:
            ranks = application.choices.order_by("-rank").values_list("campus", flat=True)
            self.try_to(waitlist.reorder, application=application, campuses=list(ranks))

    @rule(which=WHO, priority=st.sampled_from([1, 5, 9]))
    def staff_change_a_priority(self, which, priority):
        entry = self.pick(WaitlistEntry.objects.waiting(), which)
        self.try_to(waitlist.set_priority, entry=entry, priority=priority, reason="As agreed")

    @rule(which=WHO, cohort=WHO)
    def staff_pass_somebody_over(self, which, cohort):
        self.try_to(
            passing.note_passing,
            entry=self.pick(WaitlistEntry.objects.waiting(), which),
            cohort=self.pick(Cohort.objects.all(), cohort),
            words="Away until May",
        )

    @rule(which=WHO)
    def somebody_stops(self, which):
        application = self.pick(Application.objects.filter(decided_at=None), which)
        self.try_to(deciding.withdraw, application=application, reason="found_job")

    @rule(which=WHO)
    def a_closed_application_opens_again(self, which):
        application = self.pick(Application.objects.filter(state="withdrawn"), which)
        self.try_to(deciding.reopen, application=application)

    @rule(which=WHO)
    def staff_take_somebody_off_the_roster(self, which):
        enrolment = self.pick(Enrolment.objects.running(), which)
        self.try_to(enrolments.withdraw_enrolment, enrolment=enrolment)

    @rule(which=WHO, agreed=st.sampled_from(["", "Exams"]), waits=st.booleans())
    def somebody_gives_the_seat_back(self, which, agreed, waits):
        enrolment = self.pick(Enrolment.objects.running(), which)
        if waits:
            self.try_to(
                lambda **more: giving_back.wait_again(agreed=agreed, paused=bool(agreed), **more),
                enrolment=enrolment,
            )
        else:
            self.try_to(giving_back.stop, enrolment=enrolment)

    @rule(which=WHO, agreed=st.sampled_from(["", "Exams"]))
    def somebody_wants_a_later_start(self, which, agreed):
        self.try_to(
            lambda **more: giving_back.defer_offer(agreed=agreed, **more),
            offer=self.pick(SeatOffer.objects.open(), which),
        )

    @rule(which=WHO, cohort=WHO)
    def staff_move_somebody(self, which, cohort):
        self.try_to(
            transferring.transfer,
            enrolment=self.pick(Enrolment.objects.all(), which),
            cohort=self.pick(Cohort.objects.all(), cohort),
            reason="other_campus",
        )

    @rule(which=WHO)
    def somebody_is_put_back(self, which):
        self.try_to(
            giving_back.put_back,
            application=self.pick(Application.objects.filter(state="enrolled"), which),
        )

    @rule(which=WHO, seats=st.sampled_from([1, 2, 3]), extra=st.sampled_from([0, 1]))
    def the_seats_change(self, which, seats, extra):
        offered = Cohort.objects.filter(offers__state="open").distinct()
        cohort = self.pick(offered, which) or self.pick(Cohort.objects.all(), which)
        ceiling = seats + extra if extra else None
        self.try_to(
            lambda **more: cohorts.change_seats(offer_ceiling=ceiling, **more),
            cohort=cohort,
            seats=seats,
        )

    @rule(which=WHO, cascades=st.booleans())
    def the_setting_changes(self, which, cascades):
        self.try_to(
            lambda **more: cohorts.set_cascade(offers_until=None, **more),
            cohort=self.pick(Cohort.objects.all(), which),
            cascades=cascades,
        )

    @rule()
    def the_job_offers_what_is_free(self):
        """Exactly what is free is offered, as far as somebody is ready, and only once."""
        today = clock.local_day(self.at)
        before = {one.cohort.pk: one.seats for one in cascade.freed(self.cascading(), at=self.at)}
        ready = sum(before.values()) and WaitlistEntry.objects.waiting().count()
        made = cascade.offer_free_seats(at=self.at)
        assert made <= min(sum(before.values()), ready)
        for one in cascade.freed(self.cascading(), at=self.at):
            left = WaitlistEntry.objects.ready_for(one.cohort, at=self.at, on=today)
            assert not left.exists(), "a seat is free, and somebody could have it"
        assert cascade.offer_free_seats(at=self.at) == 0

    def cascading(self):
        return list(Cohort.objects.cascading(clock.local_day(self.at)))

    # What always holds ---------------------------------------------------------------------

    @invariant()
    def every_rule_of_the_product_holds(self):
        broken = {
            one.key: one.count(at=self.at) for one in invariants() if one.key.startswith(OURS)
        }
        assert {key: count for key, count in broken.items() if count} == {}
