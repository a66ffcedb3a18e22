"""How people met us: short links, campaigns, attendance sheets."""

import pytest
from django.test import Client
from django.utils import timezone

from applicants.models import Application, Touch
from applicants.workflow.touching import keep_touch
from tests import factories
from tests import factories_outreach as outreach
from tests.applicants.public.filling import AGREED, answer, fill

pytestmark = pytest.mark.django_db


def send(client):
    return client.post("/en/apply/check/", AGREED)


def touches():
    return [
        (touch.activity, touch.partner, touch.source, touch.medium, touch.campaign)
        for touch in Touch.objects.order_by("at", "pk")
    ]


def test_a_short_link_leads_to_the_form_in_the_language_of_the_browser():
    outreach.OutreachActivityFactory(code="library")
    response = Client().get("/go/LIBRARY/?utm_source=poster", headers={"accept-language": "fr"})
    assert response.url == "/fr/apply/?utm_source=poster&via=library"


@pytest.mark.parametrize("code", ["nothing", "a" * 300, "..."])
def test_an_unknown_code_leads_to_the_front_page(code):
    response = Client().get(f"/go/{code}/", headers={"accept-language": "nl"})
    assert (response.status_code, response.url) == (302, "/nl/")


def test_the_first_and_the_last_link_are_kept_with_the_person(web, brussels, ghent):
    activity = outreach.OutreachActivityFactory(code="library")
    client = Client()
    answer(client, "you", via="library", utm_source="poster")
    answer(client, "you", utm_source="between")
    fill(client, you={"utm_source": "mail", "utm_medium": "news", "campaign": "spring"})
    send(client)
    assert Application.objects.count() == 1
    assert touches() == [
        (activity, None, "poster", "", ""),
        (None, None, "mail", "news", "spring"),
    ]


def test_the_hidden_fields_of_the_form_carry_the_link():
    page = Client().get("/en/apply/?via=library&utm_medium=a%22b").content.decode()
    assert '<input type="hidden" name="via" value="library">' in page
    assert 'name="utm_medium" value="a&quot;b"' in page


def test_a_form_without_a_link_keeps_its_own_answer(web, brussels, ghent):
    client = Client()
    fill(client)
    send(client)
    assert [touch.heard_from for touch in Touch.objects.order_by("pk")] == ["workshop"]


def test_who_left_an_address_is_recognised_when_they_apply(web, brussels, ghent):
    met = outreach.OutreachContactFactory(
        name="Amira El Khatib", value="amira@school.example", key="amira@school.example"
    )
    sister = outreach.OutreachContactFactory(
        activity=met.activity, name="Yasmina", value=met.value, key=met.key
    )
    client = Client()
    fill(client)
    send(client)
    met.refresh_from_db()
    sister.refresh_from_db()
    assert (met.person, sister.person) == (Application.objects.get().person, None)
    assert Touch.objects.order_by("at").first().activity == met.activity


def test_an_empty_touch_is_no_touch():
    assert keep_touch(person=factories.PersonFactory(), at=timezone.now()) is None
