"""What is done when a fact of the application happens, by the verbs of the product."""

import secrets
from datetime import date

from applicants.models import CRITERIA, ApplicationDraft
from applicants.workflow import (
    booking,
    deciding,
    documents,
    giving_back,
    offers,
    saving,
    scoring,
    selecting,
    waitlist,
)
from applicants.workflow.submitting import ApplicationAnswers, submit
from becode.core.actors import PUBLIC
from becode.core.forms import Birth
from tests.drills.year.cast import COHORT, OTHERS, STAFF, address_of
from tests.drills.year.facts import Fact
from tests.drills.year.world import World

PEOPLE = [*COHORT, *OTHERS]


def draft_begun(world: World, fact: Fact) -> None:
    draft = ApplicationDraft.objects.create(
        digest=secrets.token_hex(32), sealed=b"", started_at=fact.at, touched_at=fact.at
    )
    world.drafts[fact.who] = draft
    contact = address_of(fact.who)
    saving.send_draft_link(draft=draft, contact=contact, language="en", actor=PUBLIC, at=fact.at)


def applied(world: World, fact: Fact) -> None:
    address = address_of(fact.who)
    is_mail = "@" in address
    born_on = date(1974 + PEOPLE.index(fact.who), 5, 17)
    made = submit(
        draft=world.drafts.get(fact.who),
        answers=ApplicationAnswers(
            first_name=fact.who.title(),
            last_name="Peeters",
            birth=Birth(born_on, born_on.year),
            track=world.cohort.track,
            campuses=[world.campus],
            consents=["application"],
            email=address if is_mail else "",
            phone="" if is_mail else address,
            contact_language="en",
            language="en",
        ),
        actor=PUBLIC,
        at=fact.at,
    )
    world.applications[fact.who] = made.pk


def taken_up(world: World, fact: Fact) -> None:
    selecting.begin_selection(
        application=world.application(fact.who), actor=world.acting("amina"), at=fact.at
    )


def document_asked(world: World, fact: Fact) -> None:
    documents.request_document(
        application=world.application(fact.who),
        kind=fact.about,
        actor=world.acting("amina"),
        at=fact.at,
    )


def document_in(world: World, fact: Fact) -> None:
    document = world.application(fact.who).documents.get(kind=fact.about)
    documents.waive_document(document=document, actor=world.acting("amina"), at=fact.at)


def _step(world: World, fact: Fact):
    return world.application(fact.who).progress.present().with_step().get()


def info_booked(world: World, fact: Fact) -> None:
    slot = world.info_sessions[int(fact.about)]
    slot.refresh_from_db()
    booking.book(progress=_step(world, fact), slot=slot, actor=world.me(fact.who), at=fact.at)


def info_over(world: World, fact: Fact) -> None:
    """At the first one nobody is there who booked it."""
    _was_there(world, fact, attended=fact.about != "0")


def _was_there(world: World, fact: Fact, *, attended: bool) -> None:
    booked = _step(world, fact).bookings.booked().get()
    booking.note_attendance(
        booking=booked, attended=attended, actor=world.acting("amina"), at=fact.at
    )


def challenge(world: World, fact: Fact) -> None:
    selecting.pass_step(progress=_step(world, fact), actor=world.acting("amina"), at=fact.at)


def challenge_done(world: World, fact: Fact) -> None:
    selecting.mark_done(
        progress=_step(world, fact), actor=world.me(fact.who), at=fact.at, answer="https://x.test"
    )


def day_booked(world: World, fact: Fact) -> None:
    """Passes the challenge, books the selection day; two colleagues are asked to score."""
    progress = selecting.pass_step(
        progress=_step(world, fact), actor=world.acting("amina"), at=fact.at
    )
    slot = world.selection_days[int(fact.about)]
    slot.refresh_from_db()
    booking.book(progress=progress, slot=slot, actor=world.me(fact.who), at=fact.at)
    scoring.assign_assessors(
        progress=progress,
        assessors=[world.staff[address.split("@")[0]] for address in STAFF["scorers"]],
        actor=world.acting("amina"),
        at=fact.at,
    )


def day_over(world: World, fact: Fact) -> None:
    _was_there(world, fact, attended=True)


def scored(world: World, fact: Fact) -> None:
    for assessment in _step(world, fact).assessments.select_related("assessor").order_by("pk"):
        scoring.submit_assessment(
            assessment=assessment,
            scores=dict.fromkeys(CRITERIA, 4),
            note="",
            actor=world.acting(assessment.assessor.email.split("@")[0]),
            at=fact.at,
        )


def admitted(world: World, fact: Fact) -> None:
    deciding.admit(
        application=world.application(fact.who), actor=world.acting("amina"), at=fact.at, wait=True
    )


def rejected(world: World, fact: Fact) -> None:
    deciding.reject(
        application=world.application(fact.who),
        reason="no_right_to_work",
        actor=world.acting("amina"),
        at=fact.at,
    )


def offered(world: World, fact: Fact) -> None:
    offers.offer_seat(
        entry=world.application(fact.who).entries.waiting().get(),
        cohort=world.cohort,
        actor=world.acting("amina"),
        at=fact.at,
        passing_reason="The others wait for another start",
    )


def accepted(world: World, fact: Fact) -> None:
    offer = world.application(fact.who).offers.get()
    offers.accept_offer(offer=offer, actor=world.me(fact.who), at=fact.at)


def off_the_lists(world: World, fact: Fact) -> None:
    """A colleague takes off who was silent; who waited a year is taken off by the job."""
    if fact.who == "silent":
        entry = world.application(fact.who).entries.waiting().get()
        waitlist.leave_list(entry=entry, actor=world.acting("amina"), at=fact.at)


def withdrawn(world: World, fact: Fact) -> None:
    giving_back.stop(enrolment=world.enrolment(fact.who), actor=world.me(fact.who), at=fact.at)


DEEDS = {
    "draft begun": draft_begun,
    "applied": applied,
    "taken up": taken_up,
    "document asked": document_asked,
    "document in": document_in,
    "info booked": info_booked,
    "info over": info_over,
    "challenge": challenge,
    "challenge done": challenge_done,
    "day booked": day_booked,
    "day over": day_over,
    "scored": scored,
    "admitted": admitted,
    "rejected": rejected,
    "offered": offered,
    "accepted": accepted,
    "off the lists": off_the_lists,
    "withdrawn": withdrawn,
}
