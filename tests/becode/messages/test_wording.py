"""Colleagues write the words of a message: checked, kept as versions, never run."""

import pytest
from django.core import mail
from django.utils import translation

from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.compose import send
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message, TextVersion
from becode.messages.notification import notification_class
from becode.messages.samples import own_words, placeholders, samples
from becode.messages.wording import as_worded, restore_words, send_test, word
from becode.messages.words import Template
from cohorts.models import CoachAssignment, FileItem
from cohorts.notifications.cohorts import CohortStarts
from cohorts.notifications.file import EndsTooEarly, EndsTooEarlyToCoaches
from tests.factories import CohortFactory, EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db

KIND = "cohorts.cohort_starts"


@pytest.fixture
def learner(brussels, web):
    person = PersonFactory(first_name="Awa", contact_language="fr")
    return EnrolmentFactory(person=person, cohort=CohortFactory(campus=brussels, track=web))


@pytest.fixture
def write(ada, at):
    def make(**changes):
        words = {"subject": "Bientôt", "body": "", "sms": "", "seen": 0, "language": "fr"}
        return word(kind=KIND, actor=Actor.user(ada), at=at, **(words | changes))

    return make


def test_new_messages_are_in_the_words_of_the_colleague(learner, write, at):
    write(subject="{name}, le {day}", body="On commence : {track}.\n\nAppelez le {phone}.")
    (row,) = send(CohortStarts(learner), at=at)
    assert row.subject == "Awa, le lundi 4 mai 2026"
    assert row.parts["paragraphs"][0] == "On commence : Développeur web."
    assert row.parts["facts"]  # what is not words stays


def test_the_other_languages_keep_our_own_words(learner, write, at):
    write(subject="Rien")
    learner.person.contact_language = "en"
    assert (
        send(CohortStarts(learner), at=at)[0].subject == "Your training starts on Monday 4 May 2026"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"body": "Bonjour {nom}"}, "Nothing is called {nom} in this message."),
        ({"body": "Bonjour {Name}"}, "Nothing is called {Name} in this message."),
        ({"body": "Bonjour { name }"}, None),
        ({"body": "Un { de trop"}, "Each { needs its }."),
        ({"body": "} et {"}, "Each { needs its }."),
        ({"subject": "Deux\nlignes"}, "The subject is one line."),
        ({"sms": "x" * 481}, "At most 480 characters."),
        ({"body": "Le code : [[code]]"}, "Nothing is called [[code]] in this message."),
        ({"subject": " "}, "Please write something, or go back to our own words."),
    ],
)
def test_words_that_could_not_be_sent_are_refused(learner, write, words, sentence):
    if sentence is None:
        assert write(**words).pk
        return
    with pytest.raises(IllegalMove) as refusal:
        write(**words)
    assert str(refusal.value.sentence) == sentence
    assert TextVersion.objects.count() == 0


def test_typed_words_are_never_run(learner, write, at):
    body = "{{ settings.SECRET_KEY }} {% load i18n %} %(name)s <b>gras</b>"
    write(body=body)
    (row,) = send(CohortStarts(learner), at=at)
    assert row.parts["paragraphs"] == [body]
    deliver_ready(at=at)
    html = mail.outbox[0].alternatives[0][0]
    assert "{{ settings.SECRET_KEY }}" in html
    assert "&lt;b&gt;gras&lt;/b&gt;" in html


def test_a_value_that_looks_like_a_placeholder_is_text(learner, write, at):
    learner.person.preferred_name = "{phone}"
    learner.person.save()
    write(subject="Bonjour {name}")
    assert send(CohortStarts(learner), at=at)[0].subject == "Bonjour {phone}"


def test_going_back_keeps_the_history(learner, write, ada, at):
    first = write()
    restore_words(kind=KIND, language="fr", seen=first.pk, actor=Actor.user(ada), at=at)
    assert "Bientôt" not in send(CohortStarts(learner), at=at)[0].subject
    assert list(TextVersion.objects.order_by("pk").values_list("is_default", flat=True)) == [
        False,
        True,
    ]
    labels = AuditEntry.objects.order_by("pk").values_list("label", flat=True)
    assert list(labels) == ["wording.written", "wording.restored"]


def test_who_wrote_second_is_told(learner, write):
    write()
    with pytest.raises(Stale):
        write(subject="Autre")


def test_the_same_words_again_are_no_version(learner, write):
    first = write()
    with pytest.raises(IllegalMove):
        write(seen=first.pk)


@pytest.mark.parametrize(
    ("kind", "language"), [("gone", "fr"), (KIND, "de"), ("cohorts.message", "fr")]
)
def test_what_is_not_worded_is_refused(kind, language, ada, at):
    with pytest.raises(IllegalMove):
        word(
            kind=kind,
            language=language,
            subject="x",
            body="",
            sms="",
            seen=0,
            actor=Actor.user(ada),
            at=at,
        )


def test_samples_write_nothing_and_hide_links(learner, at):
    kind = notification_class("placements.job_proof")
    assert samples(kind, language="fr", at=at) == []
    (sample,) = samples(CohortStarts, language="fr", at=at)
    known = placeholders([sample])
    assert known.values["track"] == "Développeur web"
    assert known.secrets == {"link"}
    assert Message.objects.count() == 0


def test_samples_stay_within_the_scope(learner, ghent, bram, amina, at):
    assert samples(CohortStarts, language="fr", at=at, user=bram) == []
    assert len(samples(CohortStarts, language="fr", at=at, user=amina)) == 1


def test_a_test_goes_to_oneself_alone_and_its_links_do_nothing(learner, ada, at):
    (sample,) = samples(CohortStarts, language="fr", at=at)
    content = as_worded(sample, kind=KIND, subject="Le {day}", body="", sms="")
    sent = {"content": content, "language": "fr", "user": ada, "actor": Actor.user(ada), "at": at}
    (row,) = send_test(token="t" * 20, **sent)
    assert (row.address, row.kind, row.language) == (ada.email, "messages.test", "fr")
    assert row.subject == "Test\xa0: Le lundi 4 mai 2026"
    deliver_ready(at=at)
    (arrived,) = mail.outbox
    assert arrived.to == [ada.email]
    assert "/…/" in arrived.body
    with pytest.raises(IllegalMove):
        send_test(token="t" * 20, **sent)
    assert Message.objects.count() == 1


def test_learner_and_coaches_have_words_of_their_own(learner, carla, at):
    """A permit that ends is told to both, each by a kind that can be worded alone."""
    FileItem.objects.create(
        enrolment=learner,
        kind="permit",
        state="received",
        received_at=at,
        valid_until=learner.cohort.start_on,
    )
    CoachAssignment.objects.create(cohort=learner.cohort, user=carla, role="lead", since=at.date())
    (person,) = samples(EndsTooEarly, language="en", at=at)
    (coach,) = samples(EndsTooEarlyToCoaches, language="en", at=at)
    assert person.recipient.person == learner.person
    assert coach.recipient.user == carla


def test_french_words_of_a_colleague_lose_their_e_before_a_vowel(learner, write, at):
    write(subject="Le dossier de {name}", body="Il faut que {name} vienne. De {track}.")
    (row,) = send(CohortStarts(learner), at=at)
    assert row.subject == "Le dossier d’Awa"
    assert row.parts["paragraphs"] == ["Il faut qu’Awa vienne. De Développeur web."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Íñigo", "Le stage d’Íñigo"),
        ("Lina", "Le stage de Lina"),
        ("Hugo", "Le stage de Hugo"),
        ("عمر", "Le stage de عمر"),
        ("", "Le stage de "),
    ],
)
def test_our_own_french_words_too(name, text):
    template = Template("Le stage de %(learner)s")
    with translation.override("fr"):
        words = template % {"learner": name}
    assert words == text
    assert words.template == "Le stage de {learner}"


def test_our_own_words_can_be_kept_as_they_are(learner, write, at):
    """The link of an SMS stands in them as a colleague types it, not as a value."""
    (sample,) = samples(CohortStarts, language="fr", at=at)
    own = own_words(sample.content)
    assert own["sms"].endswith("Lieu\xa0: {place}. [[link]]")
    assert "link" not in placeholders([sample]).values
    write(**own)
    assert send(CohortStarts(learner), at=at)[0].subject == sample.content.subject


def test_no_other_language_and_no_name_is_changed():
    template = Template("De stage de %(learner)s")
    with translation.override("nl"):
        assert template % {"learner": "Awa"} == "De stage de Awa"
    with translation.override("fr"):
        assert Template("Avec %(name)s") % {"name": "Ana de Almeida"} == "Avec Ana de Almeida"
