"""The language switch keeps the page; the sign-in pages follow the page one came from."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from becode.core.language import PageLanguageMiddleware, language_links


def page(request: HttpRequest, number: int = 0) -> HttpResponse:
    return HttpResponse(translation.get_language())


urlpatterns = [
    path("accounts/login/", page),
    *i18n_patterns(path("page/<int:number>/", page, name="page")),
]

here = override_settings(ROOT_URLCONF=__name__)


def addresses(address: str) -> dict[str, str]:
    links = language_links(RequestFactory().get(address))
    return {link.code: link.url for link in links}


@here
def test_switch_keeps_page_and_query():
    with translation.override("fr"):
        assert addresses("/fr/page/7/?q=a") == {
            "nl": "/nl/page/7/?q=a",
            "fr": "/fr/page/7/?q=a",
            "en": "/en/page/7/?q=a",
        }


@here
def test_switch_on_a_missing_page_leads_to_the_front_page():
    with translation.override("fr"):
        assert addresses("/fr/nothing/") == {"nl": "/nl/", "fr": "/fr/nothing/", "en": "/en/"}


@here
def test_switch_on_a_page_without_language_asks_for_it_and_translates_where_to_go_on():
    with translation.override("nl"):
        assert addresses("/accounts/login/?next=/nl/page/7/")["fr"] == (
            "/accounts/login/?next=%2Ffr%2Fpage%2F7%2F&language=fr"
        )


@here
def test_switch_marks_the_language_of_the_page_and_names_each_in_itself():
    with translation.override("nl"):
        links = language_links(RequestFactory().get("/nl/page/7/"))
    assert [(link.name, link.is_current) for link in links] == [
        ("Nederlands", True),
        ("Français", False),
        ("English", False),
    ]


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/accounts/login/?language=fr", "fr"),
        ("/accounts/login/?next=/fr/page/7/", "fr"),
        ("/accounts/login/?next=/fr/page/7/&language=en", "en"),
        ("/accounts/login/?language=xx", "nl"),
        ("/accounts/login/?next=https://elsewhere.example/fr/", "nl"),
        ("/accounts/login/", "nl"),
    ],
)
@here
def test_page_without_language_takes_the_one_asked_for(address, language):
    with translation.override("nl"):
        response = PageLanguageMiddleware(page)(RequestFactory().get(address))
    assert response.content.decode() == language


@here
def test_only_a_choice_is_remembered():
    middleware = PageLanguageMiddleware(page)
    with translation.override("nl"):
        chosen = middleware(RequestFactory().get("/accounts/login/?language=fr"))
        followed = middleware(RequestFactory().get("/accounts/login/?next=/fr/page/7/"))
    assert chosen.cookies["django_language"].value == "fr"
    assert not followed.cookies
