"""All lists with their figures, one list in its order, both as files; what Today says of seats."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from applicants.calling import CallReason, calls_for
from applicants.enums import DeclineReason, EndReason, EntryState, MoreTime
from applicants.flow import MONTHS, Flow
from applicants.forecast import forecast
from applicants.lists import list_lines
from applicants.models import ListPolicy, PassOver, SeatOffer, WaitlistEntry
from applicants.workflow import more_time, offers, waitlist
from applicants.workflow.passing import note_passing
from becode.audit.models import AuditEntry
from becode.backoffice.today import tasks_for
from becode.core.actors import SYSTEM
from tests.factories import ApplicationFactory, CohortFactory, WaitlistEntryFactory
from tests.factories_form import document

pytestmark = pytest.mark.django_db
LISTS = "/staff/waitlists/"


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


@pytest.fixture
def page(web, brussels):
    return reverse("admin:waitlist", args=[brussels.pk, web.pk])


@pytest.fixture
def soon(cohort, at):
    """The cohort of two seats starts in twenty days."""
    cohort.start_on = at.date() + timedelta(days=20)
    cohort.save()
    return cohort


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def cards(user, at):
    return {str(task.title): task for task in tasks_for(user, at=at)}


# All lists


def test_one_line_a_list_with_its_figures(amina, waiting, cohort, at):
    first = waiting(since=at - timedelta(days=40), joined_at=at - timedelta(days=40))
    pausing = waiting(since=at - timedelta(days=10), joined_at=at - timedelta(days=10))
    waiting(since=at - timedelta(days=4), joined_at=at - timedelta(days=4))
    gone = waiting(since=at - timedelta(days=50), joined_at=at - timedelta(days=50))
    until = at.date() + timedelta(days=9)
    waitlist.pause(entry=pausing, until=until, actor=SYSTEM, at=at - timedelta(hours=1))
    waitlist.leave_list(entry=gone, actor=SYSTEM, at=at - timedelta(days=1))
    offers.offer_seat(entry=first, cohort=cohort, actor=SYSTEM, at=at)
    (line,) = list_lines(amina, at=at)
    assert (line.waiting, line.paused, line.middle_days, line.oldest_days) == (3, 1, 10, 40)
    assert (line.came_lately, line.went_lately, line.came, line.went, line.seats) == (2, 1, 4, 1, 0)
    assert (line.next.cohort, line.next.live, line.next.to_offer) == (cohort, 1, 1)
    assert line.rule_words == "priority › day of eligibility › number of the application"


def test_who_joined_a_minute_ago_counts_as_come_lately(amina, waiting, at):
    waiting(joined_at=at - timedelta(minutes=1))
    (line,) = list_lines(amina, at=at)
    assert (line.came_lately, line.came) == (1, 1)


def test_lists_of_other_campuses_are_not_there(staff, web, ghent):
    WaitlistEntryFactory(application__track=web, application__campus=ghent)
    CohortFactory(track=web, campus=ghent)
    assert staff.get(LISTS).context["lines"] == []


def flow(joined, gone):
    nothing = (0,) * (MONTHS - 1)
    return Flow((*nothing, joined), (0,) * MONTHS, (*nothing, gone))


@pytest.mark.parametrize(
    ("joined", "gone", "waiting", "words"),
    [
        (2, 2, 10, "Not enough past to say"),
        (24, 0, 30, "Grows by about 2 a month"),
        (6, 6, 30, "Stays as long as it is"),
        # 12 fewer each 12 stretches of 30 days: 10 people take ten stretches.
        (12, 24, 10, "Empty around December 2026"),
        (12, 13, 10, "Shrinks, but not empty within five years"),
    ],
)
def test_the_forecast_goes_by_the_last_twelve_months(joined, gone, waiting, words, at):
    assert forecast(flow(joined, gone), waiting=waiting, at=at).words == words


def test_both_pages_ask_the_same_queries_for_few_and_many(staff, waiting, cohort, page, web, at):
    def one_more():
        entry = waiting()
        document(application=entry.application)
        CohortFactory(track=web, campus=cohort.campus)

    one_more()
    for url in (LISTS, page):
        queries(staff, url)
    before = [queries(staff, url) for url in (LISTS, page)]
    for _ in range(12):
        one_more()
    assert [queries(staff, url) for url in (LISTS, page)] == before
    assert max(before) <= 25


# One list


def test_a_list_is_in_order_with_what_is_missing(staff, waiting, page, at):
    second = waiting(since=at - timedelta(days=3))
    first = waiting(since=at - timedelta(days=9))
    owed = document(application=second.application)
    lines = staff.get(page).context["lines"]
    assert [(one.number, one.entry, one.lacks.missing) for one in lines] == [
        (1, first, []),
        (2, second, [str(owed)]),
    ]


def test_part_of_a_list_keeps_the_numbers_of_the_whole(staff, waiting, page, cohort, at):
    entries = [waiting(since=at - timedelta(days=9 - day)) for day in range(3)]
    until = at.date() + timedelta(days=9)
    waitlist.pause(entry=entries[2], until=until, actor=SYSTEM, at=at)
    offers.offer_seat(entry=entries[0], cohort=cohort, actor=SYSTEM, at=at)

    def shown(part):
        lines = staff.get(page, {"show": part}).context["lines"]
        return [(line.number, line.entry) for line in lines]

    assert shown("paused") == [(3, entries[2])]
    assert shown("offer") == [(1, entries[0])]
    assert len(shown("nonsense")) == 3


def test_a_list_leads_to_each_coming_cohort(staff, waiting, page, cohort):
    waiting()
    other = CohortFactory(track=cohort.track, campus=cohort.campus)
    CohortFactory(track=cohort.track, campus=cohort.campus, state="completed")
    text = staff.get(page).content.decode()
    links = [reverse("admin:fill_cohort", args=[one.pk]) for one in (cohort, other)]
    assert [url in text for url in links] == [True, True]
    assert text.count("/fill/") == 2


def test_a_list_of_another_campus_is_not_there(staff, ghent, web):
    assert staff.get(reverse("admin:waitlist", args=[ghent.pk, web.pk])).status_code == 404
    assert staff.get(reverse("admin:waitlist", args=[999, web.pk])).status_code == 404
    huge = reverse("admin:waitlist", args=[10**25, web.pk])
    assert staff.get(huge).status_code == 404


# Files


def test_a_list_is_taken_along_as_a_sheet_and_that_is_written_down(
    staff, waiting, page, brussels, web
):
    entry = waiting()
    person = entry.application.person
    person.first_name, person.last_name = "=cmd()", "Peeters"
    person.save()
    answer = staff.post(f"{page}export/", {"kind": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, row = csv.reader(StringIO(text))
    assert (heading[:3], row[0], row[2]) == (["No.", "Application", "Name"], "1", "'=cmd() Peeters")
    written = AuditEntry.objects.get(label="waitlist.exported")
    assert written.keys == {"rows": 1, "campus": brussels.pk, "track": web.pk}


def test_all_lists_are_taken_along_as_a_workbook(staff, waiting, cohort):
    waiting()
    answer = staff.post(f"{LISTS}export/", {"kind": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert (rows[1][0], rows[1][2], rows[1][12]) == ("Brussels", "1", cohort.code)
    assert len(rows) == 2


def test_a_coach_takes_no_list_along(carla, signed_in, page, at):
    client = signed_in(carla)
    assert client.get(page).status_code == 200
    for url in (f"{page}export/", f"{LISTS}export/"):
        assert client.post(url, {"kind": "csv"}).status_code == 403
    assert not AuditEntry.objects.filter(label="waitlist.exported").exists()


# One seat from the application, and offers


def do(client, record, verb, **data):
    name = record._meta.label_lower.replace(".", "_")
    return client.post(reverse(f"admin:{name}_do", args=[record.pk, verb]), data)


def test_a_seat_out_of_order_needs_words_next_to_the_field(staff, waiting, cohort, at):
    waiting(since=at - timedelta(days=9))
    entry = waiting(since=at - timedelta(days=3))
    answer = do(staff, entry.application, "offer", cohort=cohort.pk)
    assert answer.context["form"].errors == {
        "passing_reason": [
            "1 person stands before this one on the list. Say why this one goes first."
        ]
    }
    do(staff, entry.application, "offer", cohort=cohort.pk, passing_reason="Was promised it")
    assert SeatOffer.objects.get().passing_reason == "Was promised it"


def test_offering_asks_the_same_queries_for_one_cohort_and_for_many(staff, waiting, cohort, at):
    entry = waiting()
    url = reverse("admin:applicants_application_do", args=[entry.application_id, "offer"])
    offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at, passing_reason="Test")
    staff.get(url)
    with CaptureQueriesContext(connection) as one:
        page = staff.get(url).content.decode()
    assert "1 seat to offer" in page
    for _number in range(5):
        CohortFactory(track=cohort.track, campus=cohort.campus)
    with CaptureQueriesContext(connection) as many:
        assert staff.get(url).content.decode().count("25 seats to offer") == 5
    assert len(many) == len(one)


@pytest.mark.parametrize(("to_next", "on_offer"), [("yes", 1), ("no", 0)])
def test_an_offer_is_taken_back_with_words_and_a_choice(
    staff, waiting, cohort, at, to_next, on_offer
):
    offer = offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    do(staff, offer, "withdraw", words="Ill", to_next=to_next)
    cohort.refresh_from_db()
    assert (PassOver.objects.get().words, cohort.seats_on_offer) == ("Ill", on_offer)


def test_more_time_is_given_or_not(staff, waiting, cohort, at):
    yes, no = (offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at) for _ in "12")
    assert do(staff, no, "no-more-time").status_code == 302
    for offer in (yes, no):
        more_time.ask_more_time(offer=offer, words="Exam", actor=SYSTEM, at=at)
    do(staff, yes, "more-time", hours="96")
    do(staff, no, "no-more-time")
    states = SeatOffer.objects.order_by("pk").values_list("more_time", flat=True)
    assert list(states) == [MoreTime.GRANTED, MoreTime.REFUSED]
    listed = staff.get("/staff/applicants/seatoffer/", {"more_time__exact": "granted"})
    assert list(listed.context["cl"].result_list) == [yes]


def test_a_no_by_phone_asks_about_the_place_where_the_rule_lets_them_choose(
    staff, waiting, cohort, at, web, brussels
):
    offer = offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at)
    url = reverse("admin:applicants_seatoffer_do", args=[offer.pk, "decline"])
    assert "keep_place" in staff.get(url).context["form"].fields
    ListPolicy.objects.create(
        campus=brussels,
        track=web,
        state="in_force",
        criteria=["eligible"],
        after_decline="leave",
        made_at=at,
    )
    assert "keep_place" not in staff.get(url).context["form"].fields
    do(staff, offer, "decline", reason=DeclineReason.LATER)
    entry = WaitlistEntry.objects.get()
    assert (entry.state, entry.end_reason) == (EntryState.LEFT, EndReason.DECLINED)


def test_who_wants_more_time_is_called_for_that(amina, waiting, cohort, at):
    asks, ends = (
        offers.offer_seat(entry=waiting(), cohort=cohort, actor=SYSTEM, at=at, hours=5)
        for _ in range(2)
    )
    more_time.ask_more_time(offer=asks, words="", actor=SYSTEM, at=at)
    whys = {call.person: [why.reason for why in call.whys] for call in calls_for(amina, at=at)}
    assert whys == {asks.person: [CallReason.MORE_TIME], ends.person: [CallReason.OFFER_ENDS]}


# Today


def free_one(cohort, entry, at):
    """A seat that was offered and refused: on offer, and nobody's."""
    offer = offers.offer_seat(entry=entry, cohort=cohort, actor=SYSTEM, at=at)
    offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=at)
    cohort.refresh_from_db()


def test_a_freed_seat_that_goes_to_the_next_by_itself_is_no_work(amina, waiting, soon, at):
    free_one(soon, waiting(), at)
    waiting()
    assert "Seats that became free" not in cards(amina, at)


def test_a_freed_seat_shows_why_it_stays_free(amina, waiting, soon, at):
    free_one(soon, waiting(), at)
    card = cards(amina, at)["Seats that became free"]
    assert (card.count, card.url) == (1, reverse("admin:fill_cohort", args=[soon.pk]))
    assert card.items[0][0] == f"{soon.code} · 1 seat · nobody on the list can have it now"
    waiting()
    soon.cascades = False
    soon.save()
    (item,) = cards(amina, at)["Seats that became free"].items
    assert item[0] == f"{soon.code} · 1 seat · this cohort offers nothing by itself"
    soon.cascades, soon.offers_until = True, at.date() - timedelta(days=1)
    soon.save()
    (item,) = cards(amina, at)["Seats that became free"].items
    assert item[0] == f"{soon.code} · 1 seat · the last day to offer is over"


def test_each_seat_is_on_one_card(amina, waiting, soon, at):
    free_one(soon, waiting(), at)
    soon.cascades = False
    soon.save()
    waiting()
    found = cards(amina, at)
    assert found["Seats that became free"].count == 1
    assert found["Cohorts with seats to offer"].items == (
        (f"{soon.code}: 1 to offer", reverse("admin:fill_cohort", args=[soon.pk])),
    )


def test_seats_nobody_could_have_are_no_work(amina, soon, at):
    assert "Cohorts with seats to offer" not in cards(amina, at)


def test_each_offer_is_on_one_card(amina, waiting, soon, at):
    asks, ends = (
        offers.offer_seat(entry=waiting(), cohort=soon, actor=SYSTEM, at=at, hours=5)
        for _ in range(2)
    )
    more_time.ask_more_time(offer=asks, words="", actor=SYSTEM, at=at)
    found = cards(amina, at)
    assert found["Want more time to answer"].count == 1
    assert found["Seat offers that end within 24 hours"].count == 1
    assert found["Want more time to answer"].items[0][1].endswith(f"/{asks.pk}/change/")
    assert found["Seat offers that end within 24 hours"].items[0][1].endswith(f"/{ends.pk}/change/")


def test_who_was_passed_over_because_something_is_missing(amina, waiting, soon, web, ghent, at):
    entry = waiting()
    note_passing(entry=entry, cohort=soon, missing=["CV"], actor=SYSTEM, at=at)
    note_passing(entry=waiting(), cohort=soon, words="Ill", actor=SYSTEM, at=at)
    foreign = ApplicationFactory(track=web, campus=ghent, state="admitted", eligible_at=at)
    note_passing(
        entry=WaitlistEntryFactory(application=foreign),
        cohort=CohortFactory(track=web, campus=ghent),
        missing=["CV"],
        actor=SYSTEM,
        at=at,
    )
    card = cards(amina, at)["Passed over: something is missing"]
    assert (card.count, card.items[0][0]) == (
        1,
        f"{entry.application.person} · {soon.code} · CV",
    )
