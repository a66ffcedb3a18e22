"""Fill a cohort: the next people with what they lack, and a round of offers in one go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from applicants.filling import filling
from applicants.makeup import makeup_of
from applicants.models import PassOver, Referral, SeatOffer
from applicants.workflow import offers, rounds, waitlist
from applicants.workflow.passing import note_passing
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.models import LanguageSkill
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory, WaitlistEntryFactory
from tests.factories_deciding import RuleFactory
from tests.factories_form import document
from tests.factories_outreach import ReferralPartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


@pytest.fixture
def group(web, brussels):
    return CohortFactory(track=web, campus=brussels, seats=3)


@pytest.fixture
def line(waiting, at):
    """Five people in the order in which they wait."""
    return [waiting(since=at - timedelta(days=9 - day)) for day in range(5)]


def address(cohort):
    return reverse("admin:fill_cohort", args=[cohort.pk])


def look(client, cohort, **query):
    answer = client.get(address(cohort), query)
    assert answer.status_code == 200
    return answer.context["page"]


def send(client, cohort, entries, **data):
    return client.post(address(cohort), {"chosen": [entry.pk for entry in entries], **data})


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# Who is next


def test_the_next_people_are_ticked_as_many_as_there_are_seats(staff, group, line):
    page = look(staff, group)
    assert [(one.entry, one.entry.position, one.is_ticked) for one in page.lines] == [
        (entry, number, number <= 3) for number, entry in enumerate(line, 1)
    ]
    assert (page.to_offer, page.ticked) == (3, 3)


def test_another_number_is_ticked_on_request(staff, group, line):
    assert [one.is_ticked for one in look(staff, group, number="1").lines] == [True] + [False] * 4
    for nonsense in ("x", "-1", "0", "9999999999999999999"):
        assert look(staff, group, number=nonsense).ticked == 3


def test_missing_is_told_from_not_checked(staff, group, line, web):
    owed = document(application=line[0].application)
    rule = RuleFactory(track=web)
    first, second = look(staff, group).lines[:2]
    assert (first.lacks.missing, first.lacks.unchecked) == ([str(owed)], [str(rule)])
    assert (second.lacks.missing, second.lacks.unchecked) == ([], [str(rule)])
    assert (first.is_ticked, second.is_ticked) == (False, True)
    content = staff.get(address(group)).content.decode()
    assert f"Missing: {owed}" in content
    assert f"Not checked: {rule}" in content


def test_who_is_ticked_is_always_on_the_page(group, line, at):
    for entry in line[:3]:
        document(application=entry.application)
    page = filling(group, at=at, number=2, shown=1)
    assert [one.is_ticked for one in page.lines] == [False, False, False, True, True]
    assert filling(group, at=at, number=1, shown=1).is_more is True


def test_who_is_not_in_line_is_said_with_the_reason(staff, group, line, at):
    live, over, paused, passed, next_one = line
    offers.offer_seat(entry=live, cohort=group, actor=SYSTEM, at=at)
    no = offers.offer_seat(entry=over, cohort=group, actor=SYSTEM, at=at)
    offers.decline_offer(offer=no, reason="later", actor=SYSTEM, at=at)
    until = at.date() + timedelta(days=30)
    waitlist.pause(entry=paused, until=until, actor=SYSTEM, at=at)
    note_passing(entry=passed, cohort=group, words="Ill", actor=SYSTEM, at=at)
    page = look(staff, group)
    assert [one.entry for one in page.lines] == [next_one]
    assert [offer.entry for offer in page.offers] == [live]
    assert [offer.entry for offer in page.answered] == [over]
    assert page.paused == [paused]
    assert [(note.entry, note.words) for note in page.passed] == [(passed, "Ill")]


def test_what_is_missing_is_told_in_the_language_of_the_reader(staff, group, line, at):
    owed = document(application=line[0].application, kind="language")
    with translation.override("fr"):
        words = str(owed)
    note_passing(entry=line[0], cohort=group, missing=[words], actor=SYSTEM, at=at)
    assert words != str(owed)
    assert [note.words for note in look(staff, group).passed] == [str(owed)]


def test_somebody_passed_over_is_put_in_line_again(staff, group, line, at):
    note = note_passing(entry=line[0], cohort=group, words="Ill", actor=SYSTEM, at=at)
    answer = staff.post(reverse("admin:in_line_again", args=[note.pk]))
    assert (answer.url, PassOver.objects.count()) == (address(group), 0)
    assert look(staff, group).lines[0].entry == line[0]


def test_the_last_offer_of_another_cohort_is_shown(staff, group, line, web, brussels, at):
    other = CohortFactory(track=web, campus=brussels)
    offer = offers.offer_seat(entry=line[0], cohort=other, actor=SYSTEM, at=at - timedelta(days=9))
    offers.decline_offer(offer=offer, reason="later", actor=SYSTEM, at=at - timedelta(days=8))
    assert look(staff, group).lines[0].offer == offer


def test_over_offering_is_explained(staff, web, brussels):
    group = CohortFactory(track=web, campus=brussels, seats=25, offer_ceiling=28)
    text = staff.get(address(group)).content.decode()
    assert "Offers and learners together: 28 at most, 3 more than there are seats" in text


def test_a_cohort_that_takes_nobody_offers_nothing(staff, group, line):
    group.state = "cancelled"
    group.save()
    page = look(staff, group)
    assert (page.takes_people, page.to_offer, page.lines) == (False, 0, [])
    send(staff, group, line[:1], confirmed="1")
    assert SeatOffer.objects.count() == 0


# The group


def test_the_group_is_counted_learners_and_offers_together(group, line, brussels, at):
    application = line[0].application
    application.heard_from = "press"
    application.save()
    person = application.person
    person.gender = "f"
    person.save()
    LanguageSkill.objects.create(person=person, language="nl", lesson_level="yes")
    LanguageSkill.objects.create(person=person, language="fr", lesson_level="a_little")
    offers.offer_seat(entry=line[0], cohort=group, actor=SYSTEM, at=at)
    Referral.objects.create(
        partner=ReferralPartnerFactory(),
        referrer=UserFactory(),
        state="confirmed",
        person=person,
        application=application,
        track=group.track,
        campus=brussels,
        language="fr",
        consented_at=at,
        referred_at=at,
        phone="+32470123456",
    )
    EnrolmentFactory(cohort=group, person__gender="m")
    EnrolmentFactory(cohort=group, state="withdrawn")
    makeup = makeup_of(group, at=at)
    assert (makeup.learners, makeup.offered, makeup.referred) == (1, 1, 1)
    assert [(str(words), number) for words, number in makeup.genders] == [
        ("Women", 1),
        ("Men", 1),
        ("X", 0),
        ("Not said", 0),
    ]
    assert [number for _words, number in makeup.languages] == [1, 0, 0]
    assert [(str(words), number) for words, number in makeup.heard] == [
        ("Newspaper, radio or television", 1)
    ]


# A round


def test_a_round_is_shown_and_sends_nothing_yet(staff, group, line, at):
    answer = send(staff, group, [line[1], line[0]], hours="24")
    assert [entry for entry, _lacks in answer.context["chosen"]] == line[:2]
    assert answer.context["until"] == at + timedelta(hours=24)
    assert (answer.context["passed"], SeatOffer.objects.count()) == ([], 0)


def test_a_confirmed_round_offers_each_a_seat(staff, group, line, at):
    answer = send(staff, group, line[:2], hours="24", confirmed="1")
    assert answer.url == address(group)
    found = SeatOffer.objects.order_by("pk")
    assert [(one.entry, one.cause, one.expires_at) for one in found] == [
        (entry, "round", at + timedelta(hours=24)) for entry in line[:2]
    ]


def test_who_is_passed_over_has_a_field_of_their_own(staff, group, line):
    owed = document(application=line[0].application)
    passed = send(staff, group, [line[3]]).context["passed"]
    assert [(one.entry, one.missing, one.field is not None) for one in passed] == [
        (line[0], [str(owed)], False),
        (line[1], [], True),
        (line[2], [], True),
    ]


def test_words_are_asked_and_kept_when_one_is_absent(staff, group, line):
    why = {f"why_{line[0].pk}": "Ill until May"}
    answer = send(staff, group, [line[2]], confirmed="1", **why)
    assert (answer.status_code, SeatOffer.objects.count()) == (200, 0)
    first, second = answer.context["passed"]
    assert (first.field.value(), list(first.field.errors)) == ("Ill until May", [])
    assert list(second.field.errors) == ["Say why this person is passed over."]
    why[f"why_{line[1].pk}"] = "Away"
    send(staff, group, [line[2]], confirmed="1", **why)
    assert [offer.entry for offer in SeatOffer.objects.all()] == [line[2]]
    assert list(PassOver.objects.order_by("pk").values_list("entry", "words")) == [
        (line[0].pk, "Ill until May"),
        (line[1].pk, "Away"),
    ]


def test_one_reason_may_serve_for_all(staff, group, line):
    send(staff, group, [line[3]], confirmed="1", why_all="Start later, as agreed")
    assert set(PassOver.objects.values_list("words", flat=True)) == {"Start later, as agreed"}
    assert PassOver.objects.count() == 3


def test_national_numbers_are_refused_in_the_words(staff, group, line):
    body = 930518223
    number = f"93.05.18-223.{97 - body % 97:02d}"
    answer = send(staff, group, [line[1]], confirmed="1", **{f"why_{line[0].pk}": number})
    assert (answer.status_code, PassOver.objects.count()) == (200, 0)


def test_who_became_ready_in_between_is_asked_about(staff, group, line, monkeypatch):
    """The check before sending sees nobody; the round itself does."""
    real, calls = rounds.left_out, []

    def late(*args, **more):
        calls.append(1)
        return [] if len(calls) == 1 else real(*args, **more)

    monkeypatch.setattr(rounds, "left_out", late)
    answer = send(staff, group, [line[1]], confirmed="1")
    assert [one.entry for one in answer.context["passed"]] == [line[0]]
    assert SeatOffer.objects.count() == 0


def test_refused_ones_are_named_and_stop_no_other(staff, group, line):
    answer = staff.post(
        address(group), {"chosen": [one.pk for one in line[:4]], "confirmed": "1"}, follow=True
    )
    words = [str(message) for message in answer.context["messages"]]
    assert words == [
        f"{line[3].application.person}: All seats of this cohort are taken or offered.",
        "3 seats are offered. The messages leave at once.",
    ]


def test_more_than_can_be_offered_is_said_before(staff, group, line):
    assert send(staff, group, line[:4]).context["too_many"] == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"chosen": "x"},
        {"chosen": "\x00"},
        {"chosen": "99999999999999999999999"},
        {"chosen": "me", "hours": "0"},
        {"chosen": "me", "hours": "337"},
    ],
)
def test_nonsense_leads_back_and_sends_nothing(staff, group, line, data):
    data = {**data, "chosen": str(line[0].pk)} if data.get("chosen") == "me" else data
    answer = staff.post(address(group), {**data, "confirmed": "1"})
    assert (answer.status_code, answer.url) == (302, address(group))
    assert SeatOffer.objects.count() == 0


def test_nobody_of_another_list_comes_in_by_this_page(staff, group, web, ghent):
    foreign = WaitlistEntryFactory(application__track=web, application__campus=ghent)
    send(staff, group, [foreign], confirmed="1")
    other = CohortFactory(track=web, campus=ghent)
    assert send(staff, other, [foreign], confirmed="1").status_code == 404
    assert SeatOffer.objects.count() == 0


def test_somebody_of_ghent_is_not_put_in_line_by_brussels(staff, web, ghent, at):
    foreign = WaitlistEntryFactory(application__track=web, application__campus=ghent)
    other = CohortFactory(track=web, campus=ghent)
    note = note_passing(entry=foreign, cohort=other, words="Ill", actor=SYSTEM, at=at)
    assert staff.post(reverse("admin:in_line_again", args=[note.pk])).status_code == 404


def test_a_coach_looks_and_offers_nothing(carla, signed_in, group, line, at):
    client = signed_in(carla)
    text = client.get(address(group)).content.decode()
    assert ('name="chosen"' in text, "Look at the round" in text) == (False, False)
    assert send(client, group, line[:1], confirmed="1").status_code == 403


def test_the_page_asks_the_same_queries_for_few_and_many(staff, group, waiting, web, at):
    RuleFactory(track=web)

    def one_more():
        passed, live, plain = waiting(), waiting(), waiting()
        document(application=plain.application)
        note_passing(entry=passed, cohort=group, words="Ill", actor=SYSTEM, at=clock.now())
        offers.offer_seat(
            entry=live, cohort=group, actor=SYSTEM, at=at, passing_reason="To have many"
        )

    group.seats = 30
    group.save()
    one_more()
    queries(staff, address(group))
    before = queries(staff, address(group))
    for _ in range(9):
        one_more()
    assert queries(staff, address(group)) == before
    assert before <= 40
