"""Messages to a cohort: in each learner's words and way, looked at first, sent once."""

import pytest
from django.urls import reverse

from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.deliver import deliver_ready
from becode.messages.models import Message
from becode.messages.workflow import send_again
from becode.people.models import ContactPoint
from cohorts.workflow.messaging import write_to_learners
from tests.factories_progress import learner, running_cohort

pytestmark = pytest.mark.django_db
TOKEN = "abcdefghijklmnop"


@pytest.fixture
def group(web, brussels):
    return running_cohort(campus=brussels, track=web)


@pytest.fixture
def three(group):
    return [
        learner(group, "Anna", language="nl"),
        learner(group, "Bilal", language="fr"),
        learner(group, "Chidi", language="en"),
    ]


def address(cohort):
    return reverse("admin:cohort_message", args=[cohort.pk])


def post(client, cohort, do="send", **data):
    return client.post(address(cohort), {"token": TOKEN, "do": do, **data})


def sent():
    return {
        message.person.first_name: (
            message.channel,
            message.language,
            message.subject,
            message.text,
        )
        for message in Message.objects.filter(kind="cohorts.message").select_related("person")
    }


def test_one_text_for_all_and_another_for_a_language(group, three, carla, signed_in, at):
    client = signed_in(carla)
    words = {
        "title": "Tomorrow",
        "text": "We start at ten.\n\nBring lunch.",
        "text_fr": "À dix heures.",
    }
    preview = post(client, group, do="look", **words)
    assert preview.status_code == 200
    assert [len(people) for _code, people, *_words in preview.context["previews"]] == [1, 1, 1]
    assert sent() == {}
    post(client, group, **words)
    found = sent()
    assert {name: one[2] for name, one in found.items()} == dict.fromkeys(
        ("Anna", "Bilal", "Chidi"), "Tomorrow"
    )
    assert "À dix heures." in found["Bilal"][3]
    assert "We start at ten." in found["Anna"][3]
    assert "We start at ten." not in found["Bilal"][3]
    assert found["Anna"][1] == "nl"


def test_a_second_press_sends_nothing(group, three, carla, signed_in, at):
    client = signed_in(carla)
    for _twice in range(2):
        answer = post(client, group, title="Hello", text="Hello all")
        assert answer.status_code == 302
    assert Message.objects.filter(kind="cohorts.message").count() == 3
    page = client.get(answer.url).content.decode()
    assert "The message goes to 3 learners." in page
    assert "This message was sent already." in page


def test_only_those_ticked_and_by_sms_who_chose_so(group, three, carla, signed_in, at):
    anna, _bilal, chidi = three
    ContactPoint.objects.filter(person=anna.person).delete()
    ContactPoint.objects.create(
        person=anna.person, kind="phone", value="+32470123456", key="+32470123456"
    )
    post(signed_in(carla), group, title="Hello", text="Text", learner=[anna.pk, chidi.pk])
    found = sent()
    assert set(found) == {"Anna", "Chidi"}
    assert found["Anna"][0] == "sms"
    assert found["Anna"][3] == "BeCode: Hello\nText"


def test_who_cannot_be_reached_is_named(group, three, carla, signed_in, at):
    ContactPoint.objects.filter(person=three[0].person).delete()
    client = signed_in(carla)
    assert "Anna Peeters" in client.get(address(group)).content.decode()
    answer = post(client, group, title="Hello", text="Text")
    text = client.get(answer.url).content.decode()
    assert "The message goes to 2 learners." in text
    assert "1 learner has no address that works" in text


def test_a_language_without_words_is_refused(group, three, carla, signed_in, at):
    answer = post(signed_in(carla), group, title_nl="Hallo", text_nl="Dag")
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"title", "text"}
    assert sent() == {}


def test_a_national_number_does_not_go_out(group, three, carla, signed_in, at):
    answer = post(signed_in(carla), group, title="Hello", text="93.05.18-223.61")
    assert "text" in answer.context["form"].errors
    assert sent() == {}


def test_learners_of_other_cohorts_and_who_left_are_nobody(
    group, three, carla, signed_in, web, brussels, at
):
    foreign = learner(running_cohort(campus=brussels, track=web), "Foreign")
    gone = learner(group, "Gone", state="left", left_on=at.date())
    answer = post(signed_in(carla), group, title="H", text="T", learner=[foreign.pk, gone.pk])
    assert answer.status_code == 302
    assert sent() == {}


def test_who_leaves_before_it_is_sent_gets_nothing(group, three, at):
    write_to_learners(
        cohort=group,
        learners=three,
        words=dict.fromkeys(("nl", "fr", "en"), ("Hello", "Text")),
        token=TOKEN,
        actor=SYSTEM,
        at=at,
    )
    group.enrolments.filter(pk=three[0].pk).update(state="left", left_on=at.date())
    deliver_ready(at=at)
    states = Message.objects.order_by("pk").values_list("person__first_name", "state")
    assert dict(states) == {"Anna": "cancelled", "Bilal": "sent", "Chidi": "sent"}


def test_it_is_not_sent_again_without_its_words(group, three, carla, signed_in, at):
    ContactPoint.objects.filter(person=three[0].person).delete()
    post(signed_in(carla), group, title="Hello", text="Text")
    failed = Message.objects.get(person=three[0].person)
    ContactPoint.objects.create(
        person=three[0].person, kind="email", value="a@mail.example", key="a@mail.example"
    )
    with pytest.raises(IllegalMove, match="write a new message"):
        send_again(message=failed, actor=SYSTEM, at=at)


def test_the_log_keeps_it_for_colleagues_of_the_campus(group, three, carla, bram, signed_in, at):
    post(signed_in(carla), group, title="Hello", text="Text")
    assert Message.objects.visible_to(carla).filter(kind="cohorts.message").count() == 3
    assert Message.objects.visible_to(bram).filter(kind="cohorts.message").count() == 0
