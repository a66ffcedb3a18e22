"""Staff write the pages of the site: looked at first, kept once, set back at will."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.accounts.enums import Role
from becode.audit.models import AuditEntry
from becode.pages.models import PageText
from becode.pages.shipped import pages, shipped
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/staff/pages/pagetext/"
PAGE = "/staff/site-pages/for-whom-ar/"
WORDS = {"title": "كلماتنا", "lede": "", "body": "## عنوان\n\n<b>x</b>"}


@pytest.fixture
def writer(signed_in, at):
    return signed_in(UserFactory(roles=[Role.CAMPUS_MANAGER]))


def seen(client):
    return client.get(PAGE).context["form"]["seen"].value() or ""


def tags(client):
    return {
        (name, line.language): str(line.tag.text)
        for name, lines in client.get(LIST).context["groups"]
        for line in lines
    }


def test_the_form_begins_with_the_shipped_text(writer):
    form = writer.get(PAGE).context["form"]
    assert form["body"].value() == shipped("for-whom", "ar").body


def test_a_look_keeps_nothing(writer):
    response = writer.post(PAGE, {**WORDS, "seen": "", "look": "1"})
    html = response.content.decode()
    assert "<h2>عنوان</h2>" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert PageText.objects.count() == 0


def test_a_kept_text_is_on_the_site_and_goes_back(writer, client):
    writer.post(PAGE, {**WORDS, "seen": "", "keep": "1"})
    assert "كلماتنا" in client.get("/info/ar/for-whom/").content.decode()
    writer.post(f"{PAGE}reset/")
    assert "كلماتنا" not in client.get("/info/ar/for-whom/").content.decode()
    labels = list(AuditEntry.objects.order_by("pk").values_list("label", flat=True))
    assert labels == ["page.written", "page.reset"]


def test_who_wrote_second_keeps_the_words_and_is_told(writer):
    writer.post(PAGE, {**WORDS, "seen": "", "keep": "1"})
    response = writer.post(PAGE, {**WORDS, "title": "أخرى", "seen": "", "keep": "1"})
    assert response.context["form"].non_field_errors() == [
        "Somebody else changed this page first. Copy your words and open it again."
    ]
    assert response.context["form"]["title"].value() == "أخرى"
    assert PageText.objects.get().title == "كلماتنا"
    writer.post(PAGE, {**WORDS, "title": "أخرى", "seen": seen(writer), "keep": "1"})
    assert PageText.objects.get().title == "أخرى"


def test_the_list_says_whose_text_it_is_and_what_is_older_than_the_dutch(writer, at):
    assert set(tags(writer).values()) == {"First text"}
    for language in ("nl", "fr"):
        PageText.objects.create(slug="home", language=language, title="x", changed_at=at)
    found = {key: tag for key, tag in tags(writer).items() if key[0] == "Front page"}
    assert found["Front page", "nl"] == found["Front page", "fr"] == "Our own text"
    assert found["Front page", "ar"] == "Older than the Dutch one"
    assert len(tags(writer)) == 30


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_the_list_asks_the_same_few_queries_for_1_and_30_texts(writer, at):
    wanted = [
        PageText(slug=slug, language=code, title="x", changed_at=at) for slug, code in pages()
    ]
    wanted[0].save()
    queries(writer)
    one = queries(writer)
    PageText.objects.bulk_create(wanted[1:])
    assert queries(writer) == one


@pytest.mark.parametrize(
    "address", ["/staff/", "/staff/people/person/", "/staff/calendar/", "/staff/search-people/"]
)
def test_every_page_has_one_main_part(address, mieke, brussels, signed_in):
    """For screen readers: the theme's own frame names none."""
    page = signed_in(mieke).get(address, follow=True)
    assert page.status_code == 200
    html = page.content.decode()
    assert html.count('role="main"') + html.count("<main") == 1
