"""Framework agreements: their verbs, what is used against promised, the reminder before the end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.moves import IllegalMove
from becode.messages.models import Message
from becode.reminders.sweep import sweep
from placements.framework_use import use_of
from placements.models import FrameworkAgreement, FrameworkSeat, JobPlacement
from placements.workflow import framework
from tests import factories
from tests.factories import MOMENT
from tests.factories_placements import InternshipFactory

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def agreement(zenith, pia, by_pia, at):
    return in_force(zenith, by_pia, at, owner=pia)


def in_force(company, by, at, **facts):
    facts = {"start_on": START, "end_on": END, "interns": 4, "hires": 2, "seats": 1} | facts
    made = framework.draft(
        company=company, fee_per_hire=Decimal("1500.50"), actor=by, at=at, **facts
    )
    framework.activate(agreement=made, actor=by, at=at)
    return FrameworkAgreement.objects.get(pk=made.pk)


def fresh(agreement):
    return FrameworkAgreement.objects.get(pk=agreement.pk)


# The verbs


def test_a_draft_belongs_to_whoever_looks_after_the_company(zenith, pia, brussels, by_pia, at):
    zenith.owner = pia
    zenith.save()
    made = framework.draft(
        company=zenith, start_on=START, end_on=END, campuses=[brussels], actor=by_pia, at=at
    )
    assert (made.state, made.owner, list(made.campuses.all())) == ("draft", pia, [brussels])
    assert AuditEntry.objects.get(label="framework.drafted").keys["company"] == zenith.pk


def test_days_the_wrong_way_round_are_refused(zenith, agreement, by_pia, at):
    with pytest.raises(IllegalMove, match="last day"):
        framework.draft(company=zenith, start_on=END, end_on=START, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="last day"):
        framework.edit(agreement=agreement, changes={"end_on": START - DAY}, actor=by_pia, at=at)
    assert fresh(agreement).end_on == END


def test_a_change_while_it_is_in_force_and_none_after(agreement, brussels, by_pia, at):
    changes = {"interns": 6, "campuses": [brussels]}
    framework.edit(agreement=agreement, changes=changes, actor=by_pia, at=at)
    assert (fresh(agreement).interns, list(agreement.campuses.all())) == (6, [brussels])
    framework.end(agreement=fresh(agreement), ended_on=START, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="over"):
        framework.edit(agreement=agreement, changes={"interns": 9}, actor=by_pia, at=at)


def test_it_is_put_in_force_once_and_ends_once_not_before_it_began(agreement, by_pia, at):
    with pytest.raises(IllegalMove):
        framework.activate(agreement=agreement, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="before it began"):
        framework.end(agreement=agreement, ended_on=START - DAY, actor=by_pia, at=at)
    framework.end(agreement=agreement, ended_on=date(2026, 6, 1), actor=by_pia, at=at)
    assert (fresh(agreement).state, fresh(agreement).ended_on) == ("ended", date(2026, 6, 1))
    with pytest.raises(IllegalMove):
        framework.end(agreement=fresh(agreement), ended_on=END, actor=by_pia, at=at)


def test_the_next_one_has_the_same_promises_for_as_long_again(agreement, brussels, by_pia, at):
    agreement.campuses.set([brussels])
    made = framework.renew(agreement=agreement, actor=by_pia, at=at)
    assert (made.start_on, made.end_on) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (made.interns, made.fee_per_hire) == (4, Decimal("1500.50"))
    assert (made.follows, list(made.campuses.all())) == (agreement, [brussels])
    assert (fresh(agreement).state, fresh(made).state) == ("renewed", "active")
    with pytest.raises(IllegalMove):
        framework.renew(agreement=fresh(agreement), actor=by_pia, at=at)
    assert FrameworkAgreement.objects.count() == 2


def test_a_period_of_days_is_renewed_for_as_many_days(zenith, by_pia, at):
    short = in_force(zenith, by_pia, at, start_on=date(2026, 1, 10), end_on=date(2026, 2, 20))
    made = framework.renew(agreement=short, actor=by_pia, at=at, is_agreed=False)
    assert (made.end_on - made.start_on, made.state) == (short.end_on - short.start_on, "draft")


def test_what_is_past_ends_or_renews_itself(zenith, by_pia, at):
    ends = in_force(zenith, by_pia, at, end_on=date(2026, 1, 31))
    goes_on = in_force(zenith, by_pia, at, end_on=date(2026, 1, 31), renews_by_itself=True)
    on_last_day = clock.at_local(date(2026, 1, 31), 12)
    assert framework.settle_past(at=on_last_day) == 0
    assert framework.settle_past(at=on_last_day + DAY) == 2
    assert (fresh(ends).state, fresh(ends).ended_on) == ("ended", date(2026, 1, 31))
    assert fresh(goes_on).followed_by.start_on == date(2026, 2, 1)
    assert framework.settle_past(at=on_last_day + DAY) == 0


def test_the_signed_paper_is_kept(agreement, by_pia, at):
    upload = ContentFile(b"%PDF-1.7 signed", name="signed.pdf")
    framework.keep_document(agreement=agreement, upload=upload, actor=by_pia, at=at)
    assert fresh(agreement).file.name == "signed.pdf"


def test_a_file_that_we_do_not_take_is_told_at_the_form(agreement, pia, signed_in):
    path = reverse("admin:placements_frameworkagreement_do", args=[agreement.pk, "document"])
    upload = SimpleUploadedFile("x.pdf", b"MZ a program")
    page = signed_in(pia).post(path, {"upload": upload})
    assert page.status_code == 200
    assert "PDF" in page.content.decode()
    assert fresh(agreement).file is None


# Used against promised


def intern(company, campus, start_on, state="running", **facts):
    cohort = factories.CohortFactory(campus=campus)
    return InternshipFactory(
        position=factories.PositionFactory(company=company, campus=campus),
        enrolment=factories.EnrolmentFactory(cohort=cohort, state="in_training"),
        start_on=start_on, state=state, **facts,
    )  # fmt: skip


def hire(company, campus, start_on, **facts):
    enrolment = factories.EnrolmentFactory(
        cohort=factories.CohortFactory(campus=campus), state="graduated", graduated_on=START
    )
    return JobPlacement.objects.create(
        person=enrolment.person, enrolment=enrolment, company=company, start_on=start_on,
        employer_name=company.name, function="Developer", contract_type="permanent",
        recorded_at=MOMENT, **facts,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["running", "interrupted", "completed", "broken_off"])
def test_an_internship_counts_from_the_day_it_began(agreement, zenith, brussels, state):
    intern(zenith, brussels, START, state)
    assert use_of([agreement])[agreement.pk].interns == 1


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_what_never_began_counts_for_nothing(agreement, zenith, brussels, state):
    intern(zenith, brussels, START, state)
    assert use_of([agreement])[agreement.pk].interns == 0


@pytest.mark.parametrize(
    ("start_on", "counted"), [(START - DAY, 0), (START, 1), (END, 1), (END + DAY, 0)]
)
def test_the_first_and_the_last_day_count(agreement, zenith, brussels, start_on, counted):
    intern(zenith, brussels, start_on)
    hire(zenith, brussels, start_on)
    used = use_of([agreement])[agreement.pk]
    assert (used.interns, used.hires) == (counted, counted)


def test_after_an_early_end_nothing_counts_any_more(agreement, zenith, brussels, by_pia, at):
    for day in (date(2026, 6, 1), date(2026, 6, 2)):
        intern(zenith, brussels, day)
    framework.end(agreement=agreement, ended_on=date(2026, 6, 1), actor=by_pia, at=at)
    assert use_of([fresh(agreement)])[agreement.pk].interns == 1


def test_other_companies_and_other_campuses_do_not_count(
    agreement, zenith, omar, brussels, ghent, by_pia, at
):
    intern(zenith, brussels, START)
    intern(zenith, ghent, START)
    intern(omar.company_contact.company, brussels, START)
    hire(zenith, ghent, START)
    assert use_of([agreement])[agreement.pk].interns == 2
    agreement.campuses.set([brussels])
    used = use_of([agreement])[agreement.pk]
    assert (used.interns, used.hires, used.fee) == (1, 0, 0)


def test_only_confirmed_hires_are_owed_for(agreement, zenith, brussels):
    hire(zenith, brussels, START)
    hire(zenith, brussels, END)
    hire(zenith, brussels, START, state="reported")
    used = use_of([agreement])[agreement.pk]
    assert (used.hires, used.fee) == (2, Decimal("3001.00"))


def test_two_agreements_that_follow_each_count_their_own_period(agreement, zenith, brussels,
                                                                by_pia, at):  # fmt: skip
    following = framework.renew(agreement=agreement, actor=by_pia, at=at)
    intern(zenith, brussels, END)
    intern(zenith, brussels, END + DAY)
    used = use_of([agreement, following])
    assert [used[one.pk].interns for one in (agreement, following)] == [1, 1]


def test_the_number_of_queries_does_not_grow(zenith, by_pia, at, django_assert_num_queries):
    made = [in_force(zenith, by_pia, at) for _number in range(5)]
    with django_assert_num_queries(4):
        use_of(made)
    with django_assert_num_queries(4):
        use_of(made[:1])


# Seats


@pytest.fixture
def learner(brussels):
    return beginner(brussels)


def beginner(campus, started_on=date(2026, 2, 2)):
    cohort = factories.CohortFactory(campus=campus)
    return factories.EnrolmentFactory(cohort=cohort, state="in_training", started_on=started_on)


def test_a_seat_is_paid_once_and_no_more_than_promised(agreement, learner, zenith, brussels,
                                                       by_pia, at):  # fmt: skip
    framework.pay_seat(agreement=agreement, enrolment=learner, actor=by_pia, at=at)
    assert use_of([agreement])[agreement.pk].seats == 1
    with pytest.raises(IllegalMove, match="All promised"):
        framework.pay_seat(agreement=agreement, enrolment=beginner(brussels), actor=by_pia, at=at)
    other = in_force(zenith, by_pia, at)
    with pytest.raises(IllegalMove, match="already"):
        framework.pay_seat(agreement=other, enrolment=learner, actor=by_pia, at=at)
    assert FrameworkSeat.objects.count() == 1


def test_a_seat_counted_by_mistake_is_free_again(agreement, learner, by_pia, at):
    framework.pay_seat(agreement=agreement, enrolment=learner, actor=by_pia, at=at)
    seat = FrameworkSeat.objects.get()
    framework.release_seat(seat=seat, actor=by_pia, at=at)
    with pytest.raises(IllegalMove):
        framework.release_seat(seat=FrameworkSeat(pk=987_654, agreement=agreement),
                               actor=by_pia, at=at)  # fmt: skip
    assert use_of([agreement])[agreement.pk].seats == 0


def test_no_seat_for_who_began_outside_the_period_or_the_campuses(
    agreement, brussels, ghent, by_pia, at
):
    early = beginner(brussels, START - DAY)
    with pytest.raises(IllegalMove, match="outside"):
        framework.pay_seat(agreement=agreement, enrolment=early, actor=by_pia, at=at)
    agreement.campuses.set([brussels])
    with pytest.raises(IllegalMove, match="campus"):
        framework.pay_seat(agreement=agreement, enrolment=beginner(ghent), actor=by_pia, at=at)


# The reminder before the end (row 32)


def sweep_from(day, days):
    for number in range(days):
        sweep(at=clock.at_local(day + number * DAY, 12))


def reminders():
    found = Message.objects.filter(kind="placements.framework_ends").order_by("due_at", "pk")
    return [((END - clock.local_day(one.due_at)).days, one.address) for one in found]


def test_the_owner_hears_four_times_before_the_end(agreement, pia, only_rules):
    only_rules("placements.framework_ends")
    for before in (90, 60, 30, 7):
        sweep_from(END - (before + 1) * DAY, 3)
    assert reminders() == [(before, pia.email) for before in (90, 60, 30, 7)]


def test_nothing_is_sent_once_it_is_renewed_or_ended(agreement, zenith, by_pia, at, only_rules):
    only_rules("placements.framework_ends")
    in_force(zenith, by_pia, at, renews_by_itself=True)
    sweep_from(END - 90 * DAY, 1)
    assert len(reminders()) == 1
    framework.renew(agreement=agreement, actor=by_pia, at=at)
    for before in (60, 30, 7):
        sweep_from(END - before * DAY, 1)
    assert len(reminders()) == 1


def test_without_an_owner_the_officers_of_its_campuses_hear(zenith, pia, brussels, by_pia, at,
                                                            only_rules):  # fmt: skip
    only_rules("placements.framework_ends")
    in_force(zenith, by_pia, at, campuses=[brussels])
    sweep_from(END - 30 * DAY, 1)
    assert [address for _days, address in reminders()] == [pia.email]


# The list


def test_the_list_asks_the_same_whatever_its_length(zenith, pia, by_pia, at, signed_in):
    client = signed_in(pia)
    in_force(zenith, by_pia, at)
    path = reverse("admin:placements_frameworkagreement_changelist")
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    for _number in range(29):
        in_force(zenith, by_pia, at)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_its_page_says_what_was_used_and_what_is_due(agreement, zenith, brussels, pia, signed_in):
    hire(zenith, brussels, START)
    path = reverse("admin:placements_frameworkagreement_change", args=[agreement.pk])
    page = signed_in(pia).get(path).content.decode()
    assert "1 / 2" in page
    assert "1,500.50" in page
