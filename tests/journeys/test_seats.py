"""Seats that are offered, answered, freed and offered again, with a real worker and beat."""

import json
from collections import Counter

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, go_on, open_personal_link, sign_in

pytestmark = pytest.mark.journey

PATIENCE = 90  # seconds; a freed seat is offered within a minute

SCENE = """
import json
from datetime import timedelta
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.workflow import deciding, offers, waitlist
from applicants.workflow.creating import create_application
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM, Actor
from becode.messages.compose import recording_only
from becode.people.workflow import create_person
from cohorts import calendar
from cohorts.models import Cohort, Enrolment, Track
from cohorts.workflow.cohorts import plan_cohort
at = clock.now()
def track_of(code):
    track, new = Track.objects.get_or_create(
        code=code, defaults={"name_nl": code, "name_fr": code, "name_en": code,
            # Not for the form, where other journeys choose the first track.
            "active_to": clock.today() - timedelta(days=1)})
    track.campuses.set(Campus.objects.all())
    return track
def wait(track, codes, name, number):
    person = create_person(actor=SYSTEM, at=at, first_name=name, last_name=track.code.title(),
        contact_language="en", email=f"{name}.{track.code}@mail.example".lower())
    campuses = [Campus.objects.get(code=code) for code in codes]
    application = create_application(
        person=person, track=track, actor=SYSTEM, at=at, campuses=campuses)
    with recording_only():
        deciding.admit(application=application, wait=True, actor=SYSTEM,
            at=at + timedelta(milliseconds=number))
    return application
def cohort_of(track, code, seats):
    day = clock.today() + timedelta(days=60)
    while not calendar.is_training_day(day):
        day += timedelta(days=1)
    return plan_cohort(track=track, campus=Campus.objects.get(code=code), seats=seats,
        code=f"{track.code}-{code}", start_on=day, actor=SYSTEM, at=at)
"""

SIXTY_WAIT = """
track = track_of("FILL25")
for number in range(60):
    wait(track, ["GNT"], f"P{number + 1:02d}", number)
print(cohort_of(track, "GNT", 25).pk)
"""

# What became of each offer of the cohort, in the order in which they were made, once there are
# so many, and so many of them in this state: the worker has `PATIENCE` for it.
ANSWERS = """
import time
found = SeatOffer.objects.filter(cohort__code="FILL25-GNT").order_by("pk")
end = time.monotonic() + {patience}
while time.monotonic() < end and found.filter(**{{{filters}}}).count() < {least}:
    time.sleep(0.2)
print(json.dumps([(one.person.first_name, one.state) for one in found]))
"""

EVERYBODY_ELSE = """
found = SeatOffer.objects.filter(cohort__code="FILL25-GNT", state="open").order_by("pk")
keys = list(found.values_list("pk", flat=True))
# Two did not answer: their moment is over, as if two days had passed.
SeatOffer.objects.filter(pk__in=keys[:2]).update(
    offered_at=at - timedelta(days=3), expires_at=at - timedelta(minutes=1))
with recording_only():
    for key in keys[2:]:
        offers.accept_offer(offer=SeatOffer.objects.get(pk=key), actor=SYSTEM, at=at)
"""

THE_REST = """
with recording_only():
    live = SeatOffer.objects.live(at).filter(cohort__code="FILL25-GNT")
    for one in live.order_by("pk"):
        offers.accept_offer(offer=one, actor=SYSTEM, at=at)
"""


def tell(school, script: str) -> str:
    """Run a few lines against the site; answers the last line they printed."""
    printed = school.command("shell", "-v0", "-c", SCENE + script).strip()
    return printed.splitlines()[-1] if printed else ""


def offers_of_cohort(school, least: int = 0, **filters: str) -> list[list[str]]:
    """First name and state of each offer, once at least so many match or patience is over."""
    told = ", ".join(f"{name!r}: {value!r}" for name, value in filters.items())
    script = ANSWERS.format(patience=PATIENCE, filters=told, least=least)
    return json.loads(tell(school, script))


def say_no(page, school, address: str) -> None:
    """Open the link in the message about the seat and decline it, staying on the list."""
    message = school.mailbox.wait_for(address, "There is a seat for you\n")
    open_personal_link(page, message)
    follow(page, page.locator("a[href*='/decline/']").first)
    check_page(page)
    page.locator("[name=reason][value=later]").check(force=True)
    page.locator("[name=keep_place][value=yes]").check(force=True)
    follow(page, page.locator("main form button[type=submit]").last)


def test_a_cohort_of_25_fills_itself_from_a_list_of_60(school, visitor):
    key = tell(school, SIXTY_WAIT)
    ada = visitor()
    sign_in(ada, school, "ada@becode.example")
    ada.goto(f"/staff/cohorts/{key}/fill/")
    check_page(ada)
    assert ada.locator(".waiting-person :checked").count() == 25
    follow(ada, ada.get_by_role("button", name="Look at the round"))
    check_page(ada)
    follow(ada, ada.get_by_role("button", name="Offer 25 seats now"))
    first = offers_of_cohort(school)
    assert [name for name, _state in first] == [f"P{n:02d}" for n in range(1, 26)]

    for name in ("p01", "p02", "p03"):
        say_no(visitor(viewport=PHONE), school, f"{name}.fill25@mail.example")
    after = offers_of_cohort(school, 28)
    assert [name for name, _state in after[25:]] == ["P26", "P27", "P28"]

    tell(school, EVERYBODY_ELSE)
    after = offers_of_cohort(school, 30)
    assert [name for name, _state in after[28:]] == ["P29", "P30"]
    tell(school, THE_REST)
    # The job that notes who did not answer runs each minute.
    states = [state for _name, state in offers_of_cohort(school, 2, state="expired")]
    assert Counter(states) == {"accepted": 25, "declined": 3, "expired": 2}
    ada.goto(f"/staff/cohorts/{key}/fill/")
    check_page(ada)
    assert ada.get_by_role("button", name="Look at the round").count() == 0
    school.command("check_invariants")


def test_who_waits_on_three_lists_and_accepts_one_leaves_the_others(school, visitor):
    tell(
        school,
        """
track = track_of("THREE")
wait(track, ["GNT", "ANT", "BXL"], "Zineb", 0)
entry = WaitlistEntry.objects.get(application__person__first_name="Zineb", campus__code="ANT")
offers.offer_seat(entry=entry, cohort=cohort_of(track, "ANT", 3), actor=SYSTEM, at=at)
""",
    )
    zineb = visitor(viewport=PHONE)
    message = school.mailbox.wait_for("zineb.three@mail.example", "There is a seat for you\n")
    open_personal_link(zineb, message)
    offer_page = zineb.url
    zineb.goto("/en/my/")
    check_page(zineb)
    shown = zineb.locator("main").inner_text()
    assert all(city in shown for city in ("Ghent", "Antwerp", "Brussels"))
    zineb.goto(offer_page)
    go_on(zineb)
    check_page(zineb)
    assert "The seat is yours." in zineb.locator("body").inner_text()
    left = """
found = WaitlistEntry.objects.filter(application__person__first_name="Zineb")
print(json.dumps(sorted((one.campus.code, one.state, one.end_reason) for one in found)))
"""
    assert json.loads(tell(school, left)) == [
        ["ANT", "enrolled", "seat"],
        ["BXL", "closed", "other_seat"],
        ["GNT", "closed", "other_seat"],
    ]


def test_staff_take_somebody_off_and_the_next_is_asked(school, visitor):
    enrolment = tell(
        school,
        """
track = track_of("NEXT")
first, second = (wait(track, ["LIE"], name, n) for n, name in enumerate(("Farid", "Goran")))
cohort = cohort_of(track, "LIE", 1)
with recording_only():
    offer = offers.offer_seat(
        entry=first.entries.get(), cohort=cohort, actor=SYSTEM, at=clock.now())
    print(offers.accept_offer(offer=offer, actor=SYSTEM, at=clock.now()).pk)
""",
    )
    ada = visitor()
    sign_in(ada, school, "ada@becode.example")
    ada.goto(f"/staff/cohorts/enrolment/{enrolment}/change/")
    follow(ada, ada.locator("#content a[href$='/do/withdraw/']").first)
    check_page(ada)
    ada.locator("[name=then][value=waits]").check(force=True)
    follow(ada, ada.locator("#content form button[type=submit]").last)
    message = school.mailbox.wait_for(
        "goran.next@mail.example", "There is a seat for you\n", seconds=PATIENCE
    )
    goran = visitor(viewport=PHONE, language="fr")
    open_personal_link(goran, message)
    assert "/offer/" in goran.url
