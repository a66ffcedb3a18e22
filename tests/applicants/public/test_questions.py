"""Questions that colleagues wrote, as steps of the form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applicants.models import Answer, Application, ApplicationDraft
from applicants.questions.reading import answers_for_assessors
from applicants.workflow.questions import Words, change_question, switch_question
from becode.core.actors import SYSTEM
from becode.files.models import StoredFile
from becode.people.models import Consent, VaultEntry
from tests.applicants.public.filling import answer, path, send
from tests.factories_form import choices, question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("applicants.public.filled.SENDING_SECONDS", 0)


def begin(client):
    """Up to the step that says for which track."""
    for slug in ("you", "contact", "languages", "course"):
        response = answer(client, slug)
    return response["Location"]


def reply(client, slug, **data):
    return client.post(path(slug), data)


def name(one):
    return f"q_{one.pk}"


def test_questions_come_after_the_course_a_group_a_screen(client):
    first = question("laptop", group="computer", position=1)
    second = question("internet", group="computer", position=2)
    third = question("service", group="work", position=3)
    assert begin(client) == path("q-computer")
    page = client.get(path("q-computer"))
    assert list(page.context["form"].fields) == [name(first), name(second)]
    assert (page.context["number"], page.context["total"]) == (5, 8)
    assert reply(client, "q-computer", **{name(first): "yes"})["Location"] == path("q-work")
    assert reply(client, "q-work", **{name(third): "no"})["Location"] == path("about")


def test_an_answer_keeps_the_version_it_answers(client, at):
    one = question("laptop", required=True)
    begin(client)
    reply(client, "q-more", **{name(one): "yes"})
    answer(client, "about")
    send(client)
    words = Words(type="yes_no", text_nl="Nieuw?", text_fr="Nouveau ?", text_en="New?")
    change_question(question=one, place=_place(one), words=words, actor=SYSTEM, at=at)
    kept = Answer.objects.get()
    assert (kept.values, kept.version.number, kept.version.text) == (
        ["yes"],
        1,
        "laptop, in English?",
    )
    assert one.versions.count() == 2


def _place(one):
    from applicants.workflow.questions import Place

    return Place(
        track=one.track,
        stage=one.stage,
        group=one.group,
        position=one.position,
        for_assessors=one.for_assessors,
    )


def test_words_that_nobody_answered_are_replaced(at):
    one = question("laptop")
    words = Words(type="yes_no", text_nl="Nieuw?", text_fr="Nouveau ?", text_en="New?")
    change_question(question=one, place=_place(one), words=words, actor=SYSTEM, at=at)
    assert [(version.number, version.text) for version in one.versions.all()] == [(1, "New?")]


def test_a_required_question_waits_for_its_answer(client):
    question("laptop", required=True)
    begin(client)
    response = reply(client, "q-more")
    assert response.status_code == 200
    assert client.get(path("about"))["Location"] == path("q-more")


def test_a_question_that_hangs_on_another_opens_with_its_answer(client):
    jobseeker = question("jobseeker", position=1, required=True)
    service = question(
        "service",
        position=2,
        required=True,
        type="one_choice",
        choices=choices("vdab", "forem"),
        condition_question=jobseeker,
        condition_values=["yes"],
    )
    begin(client)
    assert reply(client, "q-more", **{name(jobseeker): "no"})["Location"] == path("about")
    assert reply(client, "q-more", **{name(jobseeker): "yes"})["Location"] == path("q-more-2")
    assert client.get(path("about"))["Location"] == path("q-more-2")
    assert reply(client, "q-more-2", **{name(service): "forem"})["Location"] == path("about")
    # Back, and another answer: what is hidden now is not sent.
    reply(client, "q-more", **{name(jobseeker): "no"})
    answer(client, "about")
    send(client)
    assert [kept.question.key for kept in Answer.objects.order_by("pk")] == ["jobseeker"]


def test_what_hangs_on_a_hidden_question_is_hidden_too(client):
    first = question("first", position=1)
    second = question("second", position=2, condition_question=first, condition_values=["yes"])
    third = question(
        "third", position=3, group="end", condition_question=second, condition_values=["yes"]
    )
    begin(client)
    reply(client, "q-more", **{name(first): "yes"})
    reply(client, "q-more-2", **{name(second): "yes"})
    reply(client, "q-end", **{name(third): "yes"})
    reply(client, "q-more", **{name(first): "no"})
    answer(client, "about")
    send(client)
    assert list(Answer.objects.values_list("question__key", flat=True)) == ["first"]


def test_every_kind_of_answer(client):
    asked = {
        kind: question(kind.replace("_", "-"), type=kind, position=number, choices=options)
        for number, (kind, options) in enumerate(
            [
                ("short_text", []),
                ("long_text", []),
                ("one_choice", choices("a", "b")),
                ("several", choices("a", "b", "c")),
                ("number", []),
                ("date", []),
            ]
        )
    }
    begin(client)
    typed = {
        "short_text": "Brussels",
        "long_text": "One\ntwo",
        "one_choice": "b",
        "several": ["a", "c"],
        "number": "3,5",
        "date": "28/02/2026",
    }
    reply(client, "q-more", **{name(asked[kind]): value for kind, value in typed.items()})
    answer(client, "about")
    page = client.get(path("check"))
    facts = dict(fact for section in page.context["sections"] for fact in section["facts"])
    assert facts["several, in English?"] == "A, C"
    assert facts["date, in English?"] == "28 February 2026"
    send(client)
    kept = {one.question.key: (one.text, one.values) for one in Answer.objects.all()}
    assert kept == {
        "short-text": ("Brussels", []),
        "long-text": ("One\ntwo", []),
        "one-choice": ("", ["b"]),
        "several": ("", ["a", "c"]),
        "number": ("3.5", []),
        "date": ("2026-02-28", []),
    }


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "many"),
        ("number", "1e400"),
        ("date", "yesterday"),
        ("one_choice", "z"),
        ("several", ["a", "z"]),
        ("short_text", "85.07.30-033.28"),
        ("long_text", "mine is 85073003328"),
    ],
)
def test_what_cannot_be_is_refused_with_the_page_again(client, kind, typed):
    one = question("asked", type=kind, choices=choices("a", "b"))
    begin(client)
    response = reply(client, "q-more", **{name(one): typed})
    assert list(response.context["form"].errors) == [name(one)]


def test_a_national_number_is_not_even_kept_in_the_draft(client):
    one = question("asked", type="short_text")
    begin(client)
    reply(client, "q-more", **{name(one): "85.07.30-033.28"})
    assert client.get(path("q-more")).context["form"].data.get(name(one)) is None


def test_special_answers_need_their_consent_and_go_to_the_vault_alone(client):
    one = question("disability", special_kind="disability", required=True)
    begin(client)
    page = client.get(path("q-more"))
    consent = page.context["form"].fields[f"{name(one)}_consent"]
    assert "only to arrange support" in consent.label
    assert page.context["form"][f"{name(one)}_consent"].value() in (None, False)
    refused = reply(client, "q-more", **{name(one): "yes"})
    assert list(refused.context["form"].errors) == [f"{name(one)}_consent"]
    assert client.get(path("about"))["Location"] == path("q-more")
    reply(client, "q-more", **{name(one): "yes", f"{name(one)}_consent": "on"})
    answer(client, "about")
    send(client)
    person = Application.objects.get().person
    assert list(VaultEntry.objects.values_list("person", "kind")) == [(person.pk, "disability")]
    assert Answer.objects.count() == 0
    purposes = Consent.objects.order_by("purpose").values_list("purpose", flat=True)
    assert list(purposes) == ["application", "disability", "news"]


def test_a_special_question_may_be_skipped_even_where_it_says_required(client):
    question("disability", special_kind="disability", required=True)
    begin(client)
    assert reply(client, "q-more")["Location"] == path("about")
    answer(client, "about")
    send(client)
    assert VaultEntry.objects.count() == 0


def test_a_file_stays_with_the_draft_and_then_with_the_answer(client, at):
    one = question("cv", type="document", required=True)
    begin(client)
    upload = SimpleUploadedFile("../my cv.pdf", b"%PDF-1.4 hello")
    assert reply(client, "q-more", **{name(one): upload})["Location"] == path("about")
    page = client.get(path("q-more"))
    assert "my cv.pdf" in page.text
    # Sent again without a file: the one of before stays.
    assert reply(client, "q-more")["Location"] == path("about")
    answer(client, "about")
    send(client)
    kept = Answer.objects.get()
    assert (kept.file.name, StoredFile.objects.count()) == ("my cv.pdf", 1)


def test_a_file_that_is_no_document_is_refused_and_nothing_is_lost(client):
    one = question("cv", type="document", position=1)
    two = question("more", type="short_text", position=2)
    begin(client)
    upload = SimpleUploadedFile("cv.jpg", b"\xff\xd8\xff<html><script>alert(1)</script>")
    response = reply(client, "q-more", **{name(one): upload, name(two): "kept"})
    assert list(response.context["form"].errors) == [name(one)]
    assert StoredFile.objects.count() == 0
    assert 'value="kept"' in client.get(path("q-more")).text


def test_somebody_elses_file_cannot_be_named(client, at):
    one = question("cv", type="document", required=True)
    begin(client)
    response = reply(
        client, "q-more", **{f"{name(one)}_file": "key", f"{name(one)}_file_name": "x"}
    )
    assert list(response.context["form"].errors) == [name(one)]


def test_emptying_the_form_deletes_its_files(client):
    one = question("cv", type="document")
    begin(client)
    reply(client, "q-more", **{name(one): SimpleUploadedFile("cv.pdf", b"%PDF-1.4 hello")})
    client.post("/en/apply/restart/")
    assert (ApplicationDraft.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_question_switched_off_is_not_asked(client, at):
    switch_question(question=question("laptop"), on=False, actor=SYSTEM, at=at)
    assert begin(client) == path("about")


def test_questions_of_another_track_are_not_asked(client):
    from tests.factories import TrackFactory

    question("laptop", track=TrackFactory())
    assert begin(client) == path("about")


def test_assessors_see_only_what_is_marked_for_them(client):
    seen = question("experience", for_assessors=True, position=1)
    hidden = question("laptop", position=2)
    begin(client)
    reply(client, "q-more", **{name(seen): "yes", name(hidden): "no"})
    answer(client, "about")
    send(client)
    found = answers_for_assessors(Application.objects.get())
    assert [one.question.key for one in found] == ["experience"]


def test_an_address_of_no_question_leads_to_where_one_is(client):
    begin(client)
    assert client.get(path("q-nowhere"))["Location"] == path("about")
    assert client.get(path("nowhere")).status_code == 404
