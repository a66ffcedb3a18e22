"""The table of applications: filters, columns, saved views, undo, export."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from applicants.admin.columns import COLUMNS
from applicants.enums import StepKind
from applicants.models import SelectionStep, StepProgress
from applicants.workflow import deciding
from applicants.workflow.owning import give_to
from becode.audit.models import AuditEntry
from becode.backoffice.models import BulkRun, SavedView
from becode.backoffice.undo import UNDO_WITHIN
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from tests.factories import ApplicationFactory, PersonFactory, WaitlistEntryFactory

pytestmark = pytest.mark.django_db
LIST = "/staff/applicants/application/"
EXPORT = f"{LIST}export/"


@pytest.fixture
def staff(amina, signed_in, at):
    return signed_in(amina)


@pytest.fixture
def make(web, brussels):
    def _make(**changes):
        return ApplicationFactory(track=web, campus=brussels, **changes)

    return _make


def found(client, **query):
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


# Filters


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("owner", "me"),
        ("language", "fr"),
        ("source", "staff"),
        ("heard_from__exact", "press"),
        ("waiting", "7"),
        ("email", "none"),
        ("stage", "interview"),
        ("state__exact", "in_selection"),
    ],
)
def test_each_filter_keeps_its_own(staff, make, amina, web, at, name, value):
    make()
    step = SelectionStep.objects.create(track=web, kind=StepKind.INTERVIEW)
    wanted = make(
        person=PersonFactory(email=""),
        owner=amina,
        language="fr",
        source="staff",
        heard_from="press",
        state="in_selection",
    )
    StepProgress.objects.create(
        application=wanted, step=step, reached_at=at - timedelta(days=8), state="missed"
    )
    assert found(staff, **{name: value}) == [wanted]


def test_what_is_no_choice_filters_nothing(staff, make):
    application = make()
    assert found(staff, owner="somebody", stage="nowhere", waiting="x") == [application]


def test_nobody_in_charge_is_a_filter(staff, make, amina):
    make(owner=amina)
    free = make()
    assert found(staff, owner="nobody") == [free]


# Columns


def test_the_chosen_columns_are_shown_in_their_order(staff, make, at):
    make(submitted_at=at - timedelta(days=1))
    content = staff.get(LIST, {"columns": "person,since,phone,unknown"}).content.decode()
    headings = [content.find(f"column-{name}") for name in ("person", "since", "phone")]
    assert -1 not in headings
    assert headings == sorted(headings)
    assert "column-track" not in content


def test_the_boxes_become_one_word_of_the_address(staff):
    answer = staff.get(f"{LIST}?owner=me&column=person&column=state&column=hacked")
    assert answer.url == f"{LIST}?owner=me&columns=person%2Cstate"


def test_every_column_together_asks_the_same_queries_for_1_and_30_rows(staff, make, amina):
    query = {"columns": ",".join(COLUMNS), "o": "2"}

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert staff.get(LIST, query).status_code == 200
        return len(captured)

    make(owner=amina)
    queries()
    one = queries()
    for _ in range(29):
        make(owner=amina)
    assert queries() == one
    assert one <= 12


# Saved views


def save(client, **data):
    return client.post(reverse("admin:save_view"), {"list": "applicants.application", **data})


def tabs(client, url=LIST):
    return [tab.name for tab in client.get(url).context["view_tabs"]]


def test_a_view_keeps_filters_and_columns(staff):
    answer = save(staff, name="French", query="language=fr&columns=person,phone&p=3")
    view = SavedView.objects.get()
    assert (view.query, view.columns) == ("language=fr", ["person", "phone"])
    assert answer.url == f"{LIST}?language=fr&columns=person%2Cphone"
    current = [tab.name for tab in staff.get(answer.url).context["view_tabs"] if tab.is_current]
    assert current == ["French"]


def test_the_same_name_replaces_the_view(staff):
    save(staff, name="Mine", query="owner=me")
    save(staff, name="Mine", query="owner=me&language=fr")
    assert [view.query for view in SavedView.objects.all()] == ["language=fr&owner=me"]


def test_only_a_shared_view_is_seen_by_colleagues(staff, signed_in, mieke):
    save(staff, name="Mine", query="owner=me")
    save(staff, name="Ours", query="owner=nobody", is_shared="on")
    assert tabs(staff) == ["All", "Mine", "Ours"]
    assert tabs(signed_in(mieke)) == ["All", "Ours"]


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(staff, signed_in, mieke):
    save(staff, name="Ours", query="owner=nobody", is_shared="on")
    page = reverse("admin:saved_view", args=[SavedView.objects.get().pk])
    assert signed_in(mieke).post(page, {"delete": "1"}).status_code == 404
    staff.post(page, {"name": "To take", "is_shared": ""})
    assert (SavedView.objects.get().name, SavedView.objects.get().is_shared) == ("To take", False)
    staff.post(page, {"delete": "1"})
    assert tabs(staff) == ["All"]


def test_a_name_of_another_of_ones_views_is_refused(staff):
    save(staff, name="One", query="owner=me")
    save(staff, name="Two", query="owner=nobody")
    page = reverse("admin:saved_view", args=[SavedView.objects.get(name="Two").pk])
    answer = staff.post(page, {"name": "One"})
    assert answer.context["form"].errors == {"name": ["You have a view with this name."]}


def test_a_view_of_a_list_one_may_not_open_is_not_saved(signed_in, bram, at):
    assert save(signed_in(bram), name="x", query="").status_code == 403
    assert save(signed_in(bram), name="x", list="no.such").status_code == 403


def test_ones_default_view_opens_when_nothing_is_asked_for(staff, signed_in, mieke):
    save(staff, name="Mine", query="owner=me", is_default="on", is_shared="on")
    assert staff.get(LIST).url == f"{LIST}?owner=me"
    assert signed_in(mieke).get(LIST).status_code == 200
    whole = staff.get(LIST + "?everything=1")
    assert [(tab.name, tab.url) for tab in whole.context["view_tabs"] if tab.is_current] == [
        ("All", f"{LIST}?everything=1")
    ]
    cleared = staff.get(f"{LIST}?state__exact=submitted").context["cl"].clear_all_filters_qs
    assert cleared == "?everything=1"


def test_one_view_at_most_is_the_default_of_each_list(staff):
    save(staff, name="One", query="owner=me", is_default="on")
    save(staff, name="Two", query="owner=nobody", is_default="on")
    save(staff, name="Board", list="applicants.board", query="owner=me", is_default="on")
    views = SavedView.objects.filter(is_default=True).order_by("name")
    assert [view.name for view in views] == ["Board", "Two"]
    page = reverse("admin:saved_view", args=[SavedView.objects.get(name="One").pk])
    staff.post(page, {"name": "One", "is_default": "on"})
    assert staff.get(LIST).url == f"{LIST}?owner=me"
    staff.post(page, {"name": "One"})
    assert staff.get(LIST).status_code == 200
    assert staff.get(reverse("admin:board")).url == f"{reverse('admin:board')}?owner=me"


# In charge, and undo


def bulk(client, verb, records, **data):
    chosen = [record.pk for record in records]
    return client.post(f"{LIST}do/{verb}/", {"chosen": chosen, **data})


def owners(*records):
    for record in records:
        record.refresh_from_db()
    return [record.owner for record in records]


def states(*records):
    for record in records:
        record.refresh_from_db()
    return [record.state for record in records]


def undo(client, run=None):
    run = run or BulkRun.objects.latest("pk")
    return client.post(reverse("admin:undo_run", args=[run.pk]), follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_taking_several_can_be_undone(staff, make, amina, mieke, audit):
    one, two = make(), make(owner=mieke)
    bulk(staff, "take", [one, two])
    assert owners(one, two) == [amina, amina]
    offered = staff.get(LIST).context["run_to_undo"]
    assert (offered.label, offered.count) == ("Take it", 2)
    answer = undo(staff)
    assert said(answer) == ["2 are as before."]
    assert owners(one, two) == [None, mieke]
    assert audit(one) == ["application.owner_changed", "application.owner_changed"]
    assert answer.context["run_to_undo"] is None


def test_undo_leaves_alone_what_changed_since(staff, make, amina, mieke, at):
    one, two = make(), make()
    bulk(staff, "give", [one, two], owner=amina.pk)
    give_to(application=two, owner=mieke, actor=SYSTEM, at=at)
    answer = undo(staff)
    assert said(answer) == [
        f"{two}: This is not possible any more: something changed in between.",
        "1 is as before.",
    ]
    assert owners(one, two) == [None, mieke]


def test_letting_several_lapse_can_be_undone(staff, make, brussels, web, at):
    waiting = make(state="admitted", eligible_at=at - timedelta(days=9))
    entry = WaitlistEntryFactory(application=waiting, eligible_at=waiting.eligible_at)
    received, gone_again = make(), make()
    bulk(staff, "lapse", [waiting, received, gone_again])
    assert states(waiting, received, gone_again) == ["lapsed", "lapsed", "lapsed"]
    with clock.set_to(at + timedelta(minutes=1)):
        deciding.reopen(application=gone_again, actor=SYSTEM, at=clock.now())
        assert said(undo(staff))[-1] == "2 are as before."
    assert states(waiting, received, gone_again) == ["admitted", "submitted", "submitted"]
    place = waiting.entries.waiting().get()
    assert (place.campus_id, place.eligible_at) == (entry.campus_id, entry.eligible_at)


def test_undo_works_once_by_oneself_and_not_for_long(staff, signed_in, make, mieke, at):
    one = make()
    bulk(staff, "take", [one])
    run = BulkRun.objects.get()
    assert undo(signed_in(mieke), run).status_code == 404
    with clock.set_to(at + UNDO_WITHIN + timedelta(seconds=1)):
        assert staff.get(LIST).context["run_to_undo"] is None
        undo(staff, run)
    assert owners(one) != [None]
    undo(staff, run)
    assert owners(one) == [None]
    again = undo(staff, run)
    assert said(again) == ["This is not possible any more: something changed in between."]


def test_nobody_is_put_in_charge_who_may_not_decide(make, bram, carla, at):
    application = make()
    for colleague in (bram, carla):
        with pytest.raises(IllegalMove):
            give_to(application=application, owner=colleague, actor=SYSTEM, at=at)
    assert owners(application) == [None]


def test_giving_to_whom_it_belongs_already_writes_nothing(make, amina, at, audit):
    application = make(owner=amina)
    give_to(application=application, owner=amina, actor=SYSTEM, at=at)
    assert audit(application) == []


# Export


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_file_has_the_rows_and_columns_of_the_list(staff, make):
    make(language="nl")
    french = make(language="fr", person=PersonFactory(first_name="Zoë", last_name="Özil"))
    query = "?language=fr&columns=number,person,email"
    answer = staff.post(EXPORT + query, {"kind": "csv"})
    assert rows_of(answer) == [
        ["Number", "Person", "E-mail"],
        [french.number, "Zoë Özil", f"person{french.person_id}@mail.example"],
    ]
    book = load_workbook(
        BytesIO(b"".join(staff.post(EXPORT + query, {"kind": "xlsx"}).streaming_content))
    )
    assert [[cell.value for cell in row] for row in book.active.rows] == [
        ["Number", "Person", "E-mail"],
        [french.number, "Zoë Özil", f"person{french.person_id}@mail.example"],
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cell_is_never_a_formula(staff, make, kind):
    make(person=PersonFactory(first_name='=HYPERLINK("http://x.example")', last_name=""))
    answer = staff.post(f"{EXPORT}?columns=person", {"kind": kind})
    if kind == "csv":
        assert rows_of(answer)[1] == ['\'=HYPERLINK("http://x.example")']
        return
    cell = load_workbook(BytesIO(b"".join(answer.streaming_content))).active["A2"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("http://x.example")')


def test_an_export_is_written_down_with_its_size(staff, make, amina):
    make()
    make()
    staff.post(f"{EXPORT}?columns=person,phone", {"kind": "csv"})
    entry = AuditEntry.objects.get(label="applications.exported")
    assert entry.actor_key == amina.pk
    assert entry.keys == {"rows": 2, "columns": "person,phone"}


def test_an_export_ends_at_the_most_rows(staff, make, monkeypatch):
    monkeypatch.setattr("applicants.admin.exporting.MOST_ROWS", 2)
    for _ in range(3):
        make()
    assert len(rows_of(staff.post(EXPORT, {"kind": "csv"}))) == 3


def test_an_export_holds_the_own_campuses_alone(staff, web, ghent, make):
    ApplicationFactory(track=web, campus=ghent)
    mine = make()
    rows = rows_of(staff.post(f"{EXPORT}?columns=number", {"kind": "csv"}))
    assert rows == [["Number"], [mine.number]]


def test_a_coach_looks_and_takes_no_file(carla, signed_in, at):
    client = signed_in(carla)
    assert client.get(LIST).context["may_export"] is False
    assert client.post(EXPORT, {"kind": "csv"}).status_code == 403


def test_no_column_holds_what_the_vault_or_the_law_keeps_apart():
    assert not {"gender", "born", "needs", "remarks", "motivation"} & set(COLUMNS)
