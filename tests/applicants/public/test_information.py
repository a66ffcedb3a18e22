"""The information pages: eight languages, each whole in itself, light, with a way to the form."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.test import Client

from becode.pages import shipped
from becode.pages.models import PageText
from becode.pages.words import OTHER_LANGUAGES, Words, words_in
from tests.factories import CohortFactory

pytestmark = pytest.mark.django_db
STYLES = Path(__file__).parents[3] / "static" / "becode"
OTHER_PAGES = ["", "for-whom/", "how-it-goes/"]
SITE_PAGES = [*OTHER_PAGES, "questions/", "privacy/"]
ADDRESSES = [f"/{code}/{page}" for code in ("nl", "fr", "en") for page in SITE_PAGES] + [
    f"/info/{code}/{page}" for code in OTHER_LANGUAGES for page in OTHER_PAGES
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_says_its_language_and_is_light(client, web, brussels, address):
    CohortFactory(track=web, campus=brussels)
    response = client.get(address)
    html = response.content.decode()
    code = address.split("/")[2 if address.startswith("/info") else 1]
    assert response.status_code == 200
    assert response["Content-Language"] == code
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html
    assert html.count("<h1>") == 1
    assets = set(re.findall(r"becode/([a-z-]+\.(?:css|svg|js))", html))
    assert assets == {"home.css", "mark.svg", "site.css"}
    weight = len(response.content) + sum((STYLES / name).stat().st_size for name in assets)
    assert weight <= 30_000


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_every_word_around_the_page_is_in_its_language(client, web, brussels, code):
    words = words_in(code)
    assert [one.name for one in fields(Words) if not str(getattr(words, one.name)).strip()] == []
    html = client.get(f"/info/{code}/").content.decode()
    for english in ("Skip to", "Main menu", "waiting", "Apply", "Your data", "A question"):
        assert english not in html
    assert f'href="/{code}/' not in html


def test_dates_are_written_in_the_language(client, web, brussels, at):
    CohortFactory(track=web, campus=brussels)  # 4 May 2026
    wanted = {
        "de": "4. Mai 2026",
        "ar": "4 مايو 2026",
        "uk": "4 травня 2026",
        "tr": "4 Mayıs 2026",
        "es": "4 de mayo de 2026",
    }
    for code, day in wanted.items():
        assert day in client.get(f"/info/{code}/").content.decode()


def test_language_switch_shows_eight_on_information_pages_and_three_on_the_form(client):
    eight = client.get("/nl/for-whom/").content.decode()
    assert re.findall(r'<a href="([^"]+)" lang="(\w\w)"', eight) == [
        ("/nl/for-whom/", "nl"),
        ("/fr/for-whom/", "fr"),
        ("/en/for-whom/", "en"),
        *((f"/info/{code}/for-whom/", code) for code in OTHER_LANGUAGES),
    ]
    assert "Українська" in eight
    three = client.get("/nl/apply/").content.decode()
    assert re.findall(r'<a href="[^"]+" lang="(\w\w)"', three) == ["nl", "fr", "en"]


def test_questions_lead_other_languages_to_their_front_page(client):
    html = client.get("/fr/questions/").content.decode()
    assert 'href="/info/ar/" lang="ar"' in html
    assert re.findall(r'rel="alternate" hreflang="(\w\w)"', html) == ["nl", "fr", "en"]


@pytest.mark.parametrize(
    ("browser", "form"),
    [("ar,fr;q=0.8", "/fr/apply/"), ("uk,en;q=0.5", "/en/apply/"), ("nl", "/nl/apply/")],
)
def test_form_opens_in_the_language_the_browser_likes_best(browser, form):
    client = Client(headers={"accept-language": browser})
    response = client.get("/info/ar/")
    assert response.context["apply_url"] == form
    assert [url for _code, _name, url in response.context["form_links"]] == [
        "/nl/apply/",
        "/fr/apply/",
        "/en/apply/",
    ]


@pytest.mark.parametrize("code", ["nl", "xx", "pt"])
def test_other_languages_are_not_found(client, code):
    assert client.get(f"/info/{code}/").status_code == 404


def test_own_text_replaces_the_shipped_one(client, at):
    PageText.objects.create(
        slug="for-whom",
        language="uk",
        title="Наші слова",
        body="# Заголовок\n\n<script>1</script> [x](javascript:alert(1)) [y](//evil.example)",
        changed_at=at,
    )
    html = client.get("/info/uk/for-whom/").content.decode()
    assert "<h1>Наші слова</h1>" in html
    assert "<h2>Заголовок</h2>" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="//evil' not in html


def test_every_page_ships_in_every_language_it_is_written_in():
    for slug, language in shipped.pages():
        text = shipped.shipped(slug, language)
        assert 0 < len(text.title) <= 120
        assert 0 < len(text.lede) <= 300
        assert text.body
    assert len(shipped.pages()) == 30
    questions = {shipped.shipped("questions", one).body.count("## ") for one in ("nl", "fr", "en")}
    assert questions == {10}


def test_number_of_queries_does_not_grow(client, web, brussels, django_assert_num_queries):
    client.get("/info/ar/")
    with django_assert_num_queries(1):
        client.get("/info/ar/for-whom/")
