"""The board: exact counts, the oldest cards, moves by the workflows alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.board import board, initials
from applicants.enums import StepKind
from applicants.models import Application, SelectionStep, StepProgress
from becode.audit.models import AuditEntry
from becode.backoffice.models import SavedView
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
BOARD = "/staff/board/"


@pytest.fixture
def steps(web):
    """An info session, then an interview."""
    return [
        SelectionStep.objects.create(track=web, kind=kind, position=position)
        for position, kind in enumerate([StepKind.INFO_SESSION, StepKind.INTERVIEW], start=1)
    ]


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


@pytest.fixture
def in_step(web, brussels, at):
    """A function that makes an application whose present step is this one."""

    def _in_step(step, *, days=0, state="to_do", **changes):
        application = ApplicationFactory(
            track=web, campus=brussels, state="in_selection", **changes
        )
        StepProgress.objects.create(
            application=application, step=step, state=state, reached_at=at - timedelta(days=days)
        )
        return application

    return _in_step


def columns(client, query=""):
    answer = client.get(BOARD + query)
    assert answer.status_code == 200
    return {column.key: column for column in answer.context["columns"]}


def counts(client, query=""):
    return {key: column.count for key, column in columns(client, query).items()}


def move(client, application, seen_in, to, **data):
    address = reverse("admin:board_move", args=[application.pk])
    return client.post(address, {"from": seen_in, "to": to, **data}, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_columns_are_the_stages_in_order(staff, web, brussels, steps, in_step, at):
    ApplicationFactory(track=web, campus=brussels)
    in_step(steps[0])
    in_step(steps[1])
    judged = in_step(steps[1])
    judged.progress.update(state="passed", judged_at=at)
    ApplicationFactory(track=web, campus=brussels, state="admitted", eligible_at=at)
    ApplicationFactory(track=web, campus=brussels, state="rejected", rejection_reason="other")
    assert list(counts(staff).items()) == [
        ("received", 1),
        ("info_session", 1),
        ("interview", 1),
        ("to_decide", 1),
        ("waiting", 1),
    ]


def test_a_column_counts_all_and_shows_the_oldest(staff, steps, in_step, monkeypatch):
    monkeypatch.setattr("applicants.board.CARDS", 2)
    made = [in_step(steps[0], days=days) for days in (1, 9, 4)]
    column = columns(staff)["info_session"]
    assert (column.count, column.is_cut) == (3, True)
    assert [card.application.pk for card in column.cards] == [made[1].pk, made[2].pk]
    assert [card.days for card in column.cards] == [9, 4]


def test_a_card_says_who_is_in_charge_and_what_is_amiss(staff, amina, steps, in_step):
    in_step(steps[0], state="missed", owner=amina, filled_by="counsellor")
    (card,) = columns(staff)["info_session"].cards
    assert (card.owner_initials, card.is_missed, card.is_unconfirmed) == ("AA", True, True)


def test_initials_are_two_letters_at_most():
    assert initials("Amina Van den Berg") == "AV"
    assert initials("bram") == "B"


def test_the_board_asks_the_same_queries_for_1_and_30_cards(staff, web, brussels, steps, in_step):
    def fill():
        ApplicationFactory(track=web, campus=brussels)
        in_step(steps[0])
        in_step(steps[1])
        ApplicationFactory(
            track=web, campus=brussels, state="admitted", eligible_at="2026-02-01T09:00Z"
        )
        ApplicationFactory(track=web, campus=brussels, state="in_selection")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert staff.get(BOARD).status_code == 200
        return len(captured)

    fill()
    queries()
    one = queries()
    for _ in range(29):
        fill()
    assert queries() == one
    assert one < 20


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?owner=me", 1),
        ("?owner=nobody", 2),
        ("?language=fr", 1),
        ("?source=staff", 1),
        ("?heard_from__exact=press", 1),
        ("?waiting=7", 1),
        ("?waiting=nonsense", 3),
        ("?campus__id__exact=999999", 3),
    ],
)
def test_filters_narrow_the_board(staff, amina, web, brussels, at, query, number):
    ApplicationFactory(track=web, campus=brussels, owner=amina, language="fr")
    ApplicationFactory(track=web, campus=brussels, source="staff")
    ApplicationFactory(
        track=web, campus=brussels, heard_from="press", submitted_at=at - timedelta(days=8)
    )
    assert counts(staff, query)["received"] == number


def test_others_campuses_are_not_on_the_board(staff, web, ghent):
    foreign = ApplicationFactory(track=web, campus=ghent)
    assert counts(staff)["received"] == 0
    assert move(staff, foreign, "received", "waiting").status_code == 404


def test_a_coach_reads_the_board_and_moves_nothing(carla, signed_in, web, brussels, at):
    application = ApplicationFactory(track=web, campus=brussels)
    client = signed_in(carla)
    answer = client.get(BOARD)
    assert b"data-move" not in answer.content
    assert move(client, application, "received", "waiting").status_code == 403
    application.refresh_from_db()
    assert application.state == "submitted"


# Moves


def test_a_received_card_moves_to_a_step(staff, web, brussels, steps):
    application = ApplicationFactory(track=web, campus=brussels)
    answer = move(staff, application, "received", "interview", query="owner=nobody")
    assert answer.redirect_chain == [(f"{BOARD}?owner=nobody", 302)]
    assert counts(staff)["interview"] == 1
    application.refresh_from_db()
    assert application.state == "in_selection"


def test_a_card_moves_to_waiting_by_the_verb_that_admits(staff, steps, in_step, outbox, audit):
    application = in_step(steps[1])
    move(staff, application, "interview", "waiting")
    application.refresh_from_db()
    assert application.state == "admitted"
    assert application.entries.waiting().count() == 1
    assert "application.admitted" in audit(application)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("received", "The selection has begun. It does not go back to “Received”."),
        (
            "to_decide",
            "An application is ready to decide when its last step is judged. Judge the step.",
        ),
        ("challenge", "Web developer has no step “Online challenge”."),
        ("rejected", "This is not possible any more: something changed in between."),
    ],
)
def test_what_no_verb_does_is_said_and_changes_nothing(staff, steps, in_step, to, sentence):
    application = in_step(steps[0])
    assert said(move(staff, application, "info_session", to)) == [f"{application}: {sentence}"]
    assert counts(staff)["info_session"] == 1


def test_a_card_that_somebody_moved_first_stays(staff, steps, in_step):
    application = in_step(steps[1])
    answer = move(staff, application, "info_session", "waiting")
    assert said(answer) == [
        f"{application}: This is not possible any more: something changed in between."
    ]
    application.refresh_from_db()
    assert application.state == "in_selection"


def test_nothing_moves_once_the_decision_is_made(staff, web, brussels, steps, at):
    application = ApplicationFactory(track=web, campus=brussels, state="admitted", eligible_at=at)
    answer = move(staff, application, "waiting", "interview")
    assert said(answer) == [
        f"{application}: The decision is made. Open the application to change it."
    ]


def test_take_it(staff, amina, web, brussels, audit):
    application = ApplicationFactory(track=web, campus=brussels)
    staff.post(reverse("admin:board_take", args=[application.pk]))
    application.refresh_from_db()
    assert application.owner == amina
    assert audit(application) == ["application.owner_changed"]
    assert AuditEntry.objects.about(application).get().keys == {"to": amina.pk}


# Saved views


def test_a_view_of_the_board_is_saved_and_leads_back(staff, amina):
    saved = {"list": "applicants.board", "query": "waiting=7&owner=me", "name": "Mine, old"}
    answer = staff.post(reverse("admin:save_view"), saved)
    assert answer.url == f"{BOARD}?owner=me&waiting=7"
    assert SavedView.objects.get().owner == amina
    tabs = staff.get(answer.url).context["view_tabs"]
    assert [(tab.name, tab.is_current) for tab in tabs] == [("All", False), ("Mine, old", True)]


def test_the_oldest_cards_come_without_a_step_too(web, brussels, at):
    ApplicationFactory(track=web, campus=brussels, state="in_selection")
    found = board(Application.objects.all(), at=at)
    assert {column.key: len(column.cards) for column in found}["to_decide"] == 1
