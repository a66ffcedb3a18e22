"""Staff pages of reminders: the catalogue, a rule, words, pauses, what a person was told."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.accounts.enums import Role
from becode.backoffice.kinds import heading_of
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message, Pause, TextVersion
from becode.messages.notification import declared
from becode.portal.models import AccessLink
from becode.reminders.models import RuleVersion
from becode.reminders.sweep import sweep
from tests.factories import CohortFactory, EnrolmentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

RULE = "/staff/reminders/rules/cohort_starts/"
TEXT = "/staff/messages/texts/cohorts.cohort_starts/fr/"


@pytest.fixture
def ada_signed_in(ada, at, signed_in):
    return signed_in(ada)


@pytest.fixture
def learner(brussels, web):
    person = PersonFactory(first_name="Awa", contact_language="fr")
    cohort = CohortFactory(campus=brussels, track=web, start_on=date(2026, 3, 9), seats=40)
    return EnrolmentFactory(person=person, cohort=cohort)


def message(person, at, **also):
    number = Message.objects.count()
    given = {
        "dedupe_key": f"k{number}",
        "kind": "cohorts.cohort_starts",
        "channel": "email",
        "person": person,
        "address": "a@mail.example",
        "language": "fr",
        "subject": f"Message {number}",
        "about_type": "people.person",
        "about_key": person.pk,
        "created_at": at,
        "due_at": at,
        "next_try_at": at,
    }
    return Message.objects.create(**(given | also))


def moments(*rows, **also):
    """A rule's form as a browser sends it."""
    sent = {"moments-TOTAL_FORMS": len(rows), "moments-INITIAL_FORMS": 0, "way": "own", "seen": 0}
    for number, (many, unit, hour) in enumerate(rows):
        sent |= {
            f"moments-{number}-number": many,
            f"moments-{number}-unit": unit,
            f"moments-{number}-hour": hour,
        }
    return {**sent, "note": "", **also}


def queries(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_catalogue_counts_what_ended_lately(ada_signed_in, learner, at):
    done = {"rule": "cohort_starts", "finished_at": at}
    message(learner.person, at, state="sent", **done)
    message(learner.person, at, state="suppressed", outcome="paused", **done)
    message(learner.person, at, state="suppressed", outcome="demo", **done)
    message(learner.person, at, state="failed", **done)
    old = at - timedelta(days=31)
    message(learner.person, at, state="sent", rule="cohort_starts", finished_at=old)
    groups = dict(ada_signed_in.get("/staff/reminders/").context["groups"])
    (line,) = groups[14][1]
    assert (line.sent, line.kept, line.failed, line.is_on) == (1, 1, 1, True)
    assert [told.says[0].key for told in groups[9][0]] == ["applicants.admitted"]


def test_the_catalogue_asks_the_same_queries_for_1_and_30(ada, ada_signed_in, learner, at):
    done = {"rule": "cohort_starts", "finished_at": at, "state": "sent"}
    message(learner.person, at, **done)
    RuleVersion.objects.create(rule="offer_ends", made_by=ada, made_at=at)
    one = queries(ada_signed_in, "/staff/reminders/")
    for number in range(30):
        message(learner.person, at, **done)
        who = UserFactory()
        RuleVersion.objects.create(rule=f"r{number}", made_by=who, made_at=at)
    assert queries(ada_signed_in, "/staff/reminders/") == one


def test_a_rule_is_set_moved_and_put_back(ada, ada_signed_in):
    sent = moments((3, "-d", 9), (6, "-h", 9), ("", "+d", 9), note="Strike", is_on="on")
    assert ada_signed_in.post(RULE, sent).status_code == 302
    version = RuleVersion.objects.get()
    assert (version.offsets, version.is_on, version.note) == (["-3d@9", "-6h"], True, "Strike")
    assert version.made_by == ada
    response = ada_signed_in.get(RULE)
    assert response.context["line"].when == "3 days before; 6 hours before"
    ada_signed_in.post(f"{RULE}restore/", {"seen": version.pk})
    assert ada_signed_in.get(RULE).context["line"].when == (
        "14, 7 and 2 days before; 1 day before at 18:00"
    )


def test_what_cannot_be_stays_in_the_form(ada_signed_in):
    response = ada_signed_in.post(RULE, moments(("", "-d", 9), is_on="on"))
    assert response.context["form"].non_field_errors() == [
        "A reminder needs a moment. To stop it, switch it off."
    ]
    response = ada_signed_in.post(RULE, moments((9999, "-d", 9), is_on="on"))
    assert response.status_code == 200
    assert RuleVersion.objects.count() == 0


@pytest.mark.parametrize("roles", [[Role.COACH], [Role.CAMPUS_MANAGER]])
def test_who_does_not_see_every_campus_reads_and_changes_nothing(roles, brussels, signed_in, at):
    client = signed_in(UserFactory(roles=roles, campuses=[brussels]))
    assert client.get(RULE).context["may_steer"] is False
    assert client.post(RULE, moments((1, "-d", 9))).status_code == 403
    assert client.post(TEXT, {"subject": "x", "keep": "1"}).status_code == 403


def test_a_manager_of_every_campus_steers(signed_in, at):
    client = signed_in(UserFactory(roles=[Role.CAMPUS_MANAGER]))
    assert client.post(RULE, moments((1, "-d", 9))).status_code == 302


def words(client, **changes):
    """The form as it stands, with changes."""
    form = client.get(TEXT).context["form"]
    names = ("subject", "body", "sms", "seen", "token")
    return {name: form[name].value() for name in names} | changes


def test_words_are_looked_at_tried_and_kept(ada, ada_signed_in, learner, at):
    form = words(ada_signed_in, subject="Le {day}, {name} !", body="<b>{track}</b>")
    looked = ada_signed_in.post(TEXT, {**form, "look": "1"})
    assert looked.context["preview"]["subject"] == "Le lundi 9 mars 2026, Awa !"
    html = looked.content.decode()
    assert (
        "&amp;lt;b&amp;gt;Développeur web&amp;lt;/b&amp;gt;" in html
    )  # text of the mail, in srcdoc
    assert "/my/link/" not in html
    assert TextVersion.objects.count() == Message.objects.count() == 0
    assert AccessLink.objects.count() == 0  # the message made one, which was taken back

    ada_signed_in.post(TEXT, {**form, "test": "1"})
    deliver_ready(at=at)
    (arrived,) = mail.outbox
    assert arrived.to == [ada.email]
    assert arrived.subject == "Test : Le lundi 9 mars 2026, Awa !"

    assert ada_signed_in.post(TEXT, {**form, "keep": "1"}).status_code == 302
    version = TextVersion.objects.get()
    assert (version.subject, version.made_by) == ("Le {day}, {name} !", ada)
    assert words(ada_signed_in)["subject"] == "Le {day}, {name} !"
    ada_signed_in.post(f"{TEXT}restore/", {"seen": version.pk})
    assert words(ada_signed_in)["subject"] == "Votre formation commence le {day}"


def test_errors_stand_at_their_field(ada_signed_in, learner):
    form = words(ada_signed_in, subject="{nom}", sms="x{")
    response = ada_signed_in.post(TEXT, {**form, "keep": "1"})
    assert response.context["form"].errors == {
        "subject": ["Nothing is called {nom} in this message."],
        "sms": ["Each { needs its }."],
    }


def test_the_preview_is_a_mail_in_a_sandbox_without_rights(ada_signed_in, learner):
    html = ada_signed_in.get(TEXT).content.decode()
    assert html.count('sandbox title="') == 2
    assert 'srcdoc="&lt;!doctype html&gt;' in html


def test_colleagues_elsewhere_see_no_example(bram, learner, signed_in, at):
    response = signed_in(bram).get(TEXT)
    assert response.context["found"] == []
    assert "Awa" not in response.content.decode()


def test_every_kind_is_shown_once(ada_signed_in, learner):
    shown = ada_signed_in.get("/staff/messages/all/?part=all&words=fr").context["shown"]
    assert [one.kind.key for one in shown] == list(declared())
    made = {one.kind.key: one.subject for one in shown if one.html}
    assert made["cohorts.cohort_starts"] == "Votre formation commence le lundi 9 mars 2026"
    assert "placements.job_proof" not in made


def test_a_coach_pauses_a_cohort_and_everybody_sees_it(carla, bram, learner, signed_in, at):
    client = signed_in(carla)
    page = f"/staff/cohorts/cohort/{learner.cohort_id}/"
    client.post(f"{page}do/pause/", {"reason": "Strike", "until": "2026-03-20"})
    held = Pause.objects.get()
    assert (held.reason, held.until, held.begun_by) == ("Strike", date(2026, 3, 20), carla)
    assert client.get(f"{page}change/").context["pause"] == held
    assert client.get(f"/staff/cohorts/{learner.cohort_id}/").context["pause"] == held
    (line,) = client.get("/staff/pauses/").context["held"]
    assert (line.name, bool(line.end_url)) == (learner.cohort.code, True)
    assert signed_in(bram).get("/staff/pauses/").context["held"] == []
    client.post(f"{page}do/end-pause/")
    assert client.get("/staff/pauses/").context["held"] == []


def test_the_list_of_pauses_asks_the_same_queries_for_1_and_30(carla, signed_in, brussels, at):
    client = signed_in(carla)

    def held():
        cohort = CohortFactory(campus=brussels)
        Pause.objects.create(
            about_type="cohorts.cohort",
            about_key=cohort.pk,
            reason="x",
            begun_at=at,
            begun_by=UserFactory(),
        )

    held()
    one = queries(client, "/staff/pauses/")
    for _number in range(29):
        held()
    assert queries(client, "/staff/pauses/") == one


def told(client, person):
    sections = client.get(f"/staff/people/person/{person.pk}/change/").context["sections"]
    (found,) = [one for one in sections if str(one.title) == "Messages"]
    return [tuple(str(cell) for cell in row[3:]) for row in found.context["rows"]]


def test_a_person_s_page_says_what_became_of_each(carla, learner, signed_in, at):
    person = learner.person
    leader = message(person, at, state="sent", outcome="accepted", finished_at=at)
    message(person, at, state="sent", outcome="accepted", finished_at=at, merged_into=leader)
    message(person, at, state="suppressed", outcome="paused", finished_at=at)
    failed = message(person, at, state="failed", outcome="no_address", finished_at=at)
    client = signed_in(carla)
    (again, paused, merged, sent) = told(client, person)
    assert again[0] == "There is no address or number that works."
    assert f"/staff/messaging/message/{failed.pk}/do/again/" in again[1]
    assert paused == ("A colleague paused reminders here.", " ")
    assert merged == ("Sent together with: Message 0", " ")
    assert sent == ("The mail server or gateway took it.", " ")


def test_a_person_s_page_asks_the_same_queries_for_1_and_30(carla, learner, signed_in, at):
    client = signed_in(carla)
    page = f"/staff/people/person/{learner.person_id}/change/"
    leader = message(learner.person, at, state="sent", finished_at=at)
    for _number in range(20):
        message(learner.person, at, state="sent", finished_at=at, merged_into=leader)
    one = queries(client, page)
    for _number in range(30):
        message(learner.person, at, state="failed", finished_at=at)
    assert queries(client, page) == one


def test_the_days_ahead_open_by_name(carla, learner, signed_in, at):
    client = signed_in(carla)
    assert client.get("/staff/reminders/ahead/").status_code == 200
    (pair,) = client.get("/staff/reminders/ahead/2026-03-07/cohort_starts/").context["lines"]
    assert (pair[0].readers, pair[1]) == ([str(learner.person)], "")
    for gone in ("2026-04-07/cohort_starts", "2026-03-07/gone", "x/cohort_starts"):
        assert client.get(f"/staff/reminders/ahead/{gone}/").status_code == 404


def test_what_was_kept_back_by_a_pause_says_so_in_the_log(
    carla, learner, signed_in, at, only_rules
):
    only_rules("cohort_starts")
    Pause.objects.create(
        about_type="cohorts.cohort", about_key=learner.cohort_id, reason="x", begun_at=at
    )
    sweep(at=at)
    deliver_ready(at=at)
    row = Message.objects.get()
    facts = signed_in(carla).get(f"/staff/messaging/message/{row.pk}/change/").context["facts"]
    said = {str(label): str(value) for label, value in facts}
    assert said["Outcome"] == "A colleague paused reminders here."
    assert RULE in said["Reminder"]


def test_every_link_for_who_only_reads_figures_leads_somewhere(rik, signed_in, at):
    """The catalogue is everybody's; the words, and what was sent to whom, are not."""
    client = signed_in(rik)
    for page in ("/staff/reminders/", RULE):
        text = client.get(page).content.decode()
        links = set(re.findall(r'href="(/staff/[^"#?]+)', text))
        refused = {link for link in links if client.get(link).status_code == 403}
        assert refused == set(), page


def test_message_whose_words_were_removed_is_called_by_its_reminder(learner, at):
    row = message(learner.person, at, kind="cohorts.cohort_starts", subject="")
    gone = message(learner.person, at, kind="cohorts.long_gone", subject="")
    assert (heading_of(row), heading_of(gone)) == ("The training starts", "cohorts.long_gone")
