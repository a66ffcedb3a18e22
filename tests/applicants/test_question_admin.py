"""Staff write questions: in three languages, in versions, for the right people only."""

import pytest
from django.urls import reverse

from applicants.models import Answer, Question
from applicants.starting.questions import add_starting_questions
from tests.factories import ApplicationFactory
from tests.factories_form import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
ADD = "admin:applicants_question_add"
TYPED = {
    "key": "shoes",
    "text_nl": "Welke schoenen?",
    "text_fr": "Quelles chaussures ?",
    "text_en": "Which shoes?",
    "type": "one_choice",
    "choices": "red | rood | rouge | red\nblue | blauw | bleu | blue",
    "stage": "form",
    "group": "more",
    "position": "10",
}


def page_of(one):
    return reverse("admin:applicants_question_change", args=[one.pk])


def verb(one, key):
    return reverse("admin:applicants_question_do", args=[one.pk, key])


@pytest.fixture
def staff(client, mieke):
    client.force_login(mieke)
    return client


def test_a_question_in_three_languages_and_its_preview(staff):
    staff.post(reverse(ADD), TYPED)
    one = Question.objects.get()
    version = one.versions.get()
    assert version.choices == [
        {"value": "red", "nl": "rood", "fr": "rouge", "en": "red"},
        {"value": "blue", "nl": "blauw", "fr": "bleu", "en": "blue"},
    ]
    page = staff.get(page_of(one)).text
    for words in ("Welke schoenen?", "Quelles chaussures ?", "rood / blauw", "rouge / bleu"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"choices": "red | rood | rouge | red"}, "choices"),
        ({"choices": "red | rood | rouge\nblue | blauw | bleu | blue"}, "choices"),
        ({"choices": "red | a | b | c\nred | d | e | f"}, "choices"),
        ({"help_nl": "85.07.30-033.28"}, "help_nl"),
        ({"special_kind": "disability", "for_assessors": "on"}, "for_assessors"),
        ({"special_kind": "disability", "type": "document"}, "type"),
        ({"text_fr": ""}, "text_fr"),
    ],
)
def test_what_is_not_right_is_said(staff, changes, field):
    response = staff.post(reverse(ADD), {**TYPED, **changes})
    assert field in response.context["form"].errors
    assert Question.objects.count() == 0


def test_a_condition_names_an_earlier_question_and_an_answer_it_has(staff):
    later = question("later", position=20)
    earlier = question("earlier", position=5)
    refused = staff.post(
        reverse(ADD), {**TYPED, "condition_question": later.pk, "condition_values": "yes"}
    )
    assert "asked earlier" in str(refused.context["form"].errors)
    refused = staff.post(
        reverse(ADD), {**TYPED, "condition_question": earlier.pk, "condition_values": "maybe"}
    )
    assert list(refused.context["form"].errors) == ["condition_values"]
    staff.post(reverse(ADD), {**TYPED, "condition_question": earlier.pk, "condition_values": "yes"})
    assert Question.objects.get(key="shoes").versions.get().condition_question == earlier


def test_new_words_make_a_new_version_once_somebody_answered(staff, at):
    one = question("laptop")
    asked = staff.get(verb(one, "change")).context["form"].initial
    typed = {name: value for name, value in asked.items() if value not in (None, False)}
    staff.post(verb(one, "change"), {**typed, "text_en": "Better?"})
    assert [version.number for version in one.versions.all()] == [1]
    Answer.objects.create(
        application=ApplicationFactory(),
        question=one,
        version=one.versions.get(),
        values=["yes"],
        answered_at=at,
    )
    staff.post(verb(one, "change"), {**typed, "text_en": "Best?"})
    assert [(version.number, version.text) for version in one.versions.all()] == [
        (2, "Best?"),
        (1, "Better?"),
    ]


def test_switched_off_and_on(staff):
    one = question("laptop")
    staff.post(verb(one, "switch-off"))
    assert list(Question.objects.asked("form")) == []
    staff.post(verb(one, "switch-on"))
    assert list(Question.objects.asked("form")) == [one]


def test_admissions_write_no_questions(client, amina):
    client.force_login(amina)
    assert client.get(reverse(ADD)).status_code == 403


def test_a_school_starts_with_questions_once(at):
    assert (add_starting_questions(at=at), add_starting_questions(at=at)) == (True, False)
    assert list(Question.objects.values_list("key", flat=True)) == [
        "laptop",
        "internet",
        "experience",
        "jobseeker",
        "service",
        "disability",
    ]
