"""Who applies again: anew after an end, told kindly where they stand while they wait."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from applicants.models import Application, SeatOffer
from applicants.notifications import AlreadyApplied
from applicants.workflow import deciding, waitlist
from applicants.workflow.offers import accept_offer, offer_seat
from applicants.workflow.submitting import ApplicationAnswers, submit
from becode.core.actors import PUBLIC, SYSTEM, Actor
from becode.core.forms import Birth
from becode.messages.models import Message
from tests.factories import CohortFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def apply(web, brussels, ghent):
    """A function that sends Amira's form."""

    def _apply(at):
        return submit(
            draft=None,
            answers=ApplicationAnswers(
                first_name="Amira",
                last_name="El Khatib",
                birth=Birth(date(1995, 5, 17), 1995),
                email="amira@school.example",
                contact_language="en",
                track=web,
                campuses=[brussels, ghent],
                consents=["application"],
            ),
            actor=PUBLIC,
            at=at,
        )

    return _apply


@pytest.fixture
def waits(apply, at):
    """Amira's application, on both lists."""
    application = apply(at)
    deciding.admit(application=application, actor=SYSTEM, at=at, wait=True)
    return application


def end(application, how, colleague, at):
    if how == "rejected":
        deciding.reject(
            application=application, reason="selection", actor=Actor.user(colleague), at=at
        )
    elif how == "withdrawn":
        deciding.withdraw(application=application, reason="no_time", actor=SYSTEM, at=at)
    else:
        deciding.lapse(application=application, actor=SYSTEM, at=at)
    application.refresh_from_db()
    assert application.state == how


def text_of_letter(application, at):
    assert Message.objects.filter(kind="applicants.already_applied").exists()
    letter = AlreadyApplied(Application.objects.get(pk=application.pk))
    content = letter.content(letter.recipients()[0], at=at)
    return " ".join([*content.paragraphs, *(f"{a}: {b}" for a, b in content.facts)])


@pytest.mark.parametrize("how", ["rejected", "withdrawn", "lapsed"])
def test_after_an_end_they_begin_anew_without_an_old_priority(waits, apply, amina, at, how):
    entry = waits.entries.order_by("pk").first()
    waitlist.set_priority(entry=entry, priority=1, reason="Agreed", actor=SYSTEM, at=at)
    end(waits, how, amina, at + DAY)
    again = apply(at + 2 * DAY)
    assert again.pk != waits.pk
    deciding.admit(application=again, actor=SYSTEM, at=at + 3 * DAY, wait=True)
    places = again.entries.waiting()
    assert {(one.priority, one.priority_reason, one.eligible_at) for one in places} == {
        (5, "", at + 3 * DAY)
    }


def test_who_waits_keeps_the_one_they_have_and_reads_their_place(waits, apply, at):
    assert apply(at + DAY) == waits
    text = text_of_letter(waits, at + DAY)
    assert "Your place stays the same." in text
    assert "Brussels: number 1" in text
    assert "Ghent: number 1" in text


def test_who_left_a_list_is_offered_the_old_place_for_sixty_days(waits, apply, brussels, at):
    entry = waits.entries.get(campus=brussels)
    waitlist.leave_list(entry=entry, actor=SYSTEM, at=at)
    assert apply(at + DAY) == waits
    assert "old place back before 1 May 2026" in text_of_letter(waits, at + DAY)
    later = at + 61 * DAY
    apply(later)
    assert "old place back" not in text_of_letter(waits, later)


def test_who_has_a_seat_is_told_so(waits, apply, web, brussels, at):
    cohort = CohortFactory(track=web, campus=brussels)
    offer_seat(entry=waits.entries.get(campus=brussels), cohort=cohort, actor=SYSTEM, at=at)
    accept_offer(offer=SeatOffer.objects.get(), actor=SYSTEM, at=at)
    assert apply(at + DAY) == waits
    assert Application.objects.count() == 1
    assert "You have a seat." in text_of_letter(waits, at + DAY)


def test_staff_see_the_earlier_application_beside_the_new_one(waits, apply, amina, signed_in, at):
    end(waits, "rejected", amina, at + DAY)
    again = apply(at + 2 * DAY)
    staff = signed_in(amina)
    page = staff.get(reverse("admin:applicants_application_change", args=[again.pk]))
    text = page.content.decode()
    assert "Other applications of this person" in text
    assert waits.number in text
    assert "Selection: others were chosen" in text
