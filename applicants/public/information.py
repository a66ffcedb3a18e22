"""The information pages: three languages of the site, and five more outside its prefixes.

Why those five stand apart is in docs/decisions/0013.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from applicants.public import guard
from applicants.public.offering import offering_on
from applicants.public.overview import campus_boards
from becode.core import clock
from becode.core.language import LanguageLink
from becode.pages.models import INFORMATION_LANGUAGES, PageSlug
from becode.pages.reading import page_in
from becode.pages.shipped import is_written
from becode.pages.words import OTHER_LANGUAGES, SITE_LANGUAGES, words_in

FRONT_PAGE_SECONDS = 60


def page_url(slug: str, language: str) -> str:
    """The address of a page; where it is not written in the language, that of its front page."""
    if not is_written(slug, language):
        slug = PageSlug.HOME
    name = str(slug).replace("-", "_")
    if language in OTHER_LANGUAGES:
        return reverse(f"information:{name}", args=[language])
    return _in_site(f"applicants:public:{name}", language)


@login_not_required
@require_safe
def home(request: HttpRequest, code: str = "") -> HttpResponse:
    language = _language(request, code)
    with translation.override(language):
        at = clock.now()
        today = clock.local_day(at)
        offering = offering_on(today)
        more = {
            "tracks": offering.tracks,
            "campuses": campus_boards(offering, on=today, at=at),
        }
        response = _show(request, PageSlug.HOME, language, "public/home.html", more)
    if not request.COOKIES:
        patch_cache_control(response, private=True, max_age=FRONT_PAGE_SECONDS)
    return response


@login_not_required
@require_safe
def for_whom(request: HttpRequest, code: str = "") -> HttpResponse:
    return _page(request, PageSlug.FOR_WHOM, code)


@login_not_required
@require_safe
def how_it_goes(request: HttpRequest, code: str = "") -> HttpResponse:
    return _page(request, PageSlug.HOW_IT_GOES, code)


@login_not_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    return _page(request, PageSlug.QUESTIONS)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, PageSlug.PRIVACY)


def _page(request: HttpRequest, slug: PageSlug, code: str = "") -> HttpResponse:
    language = _language(request, code)
    with translation.override(language):
        return _show(request, slug, language, "public/page.html", {})


def _language(request: HttpRequest, code: str) -> str:
    """The language in the address; the prefixes of the site are set by Django already."""
    if code and code not in OTHER_LANGUAGES:
        raise Http404
    return code or translation.get_language() or "en"


def _show(
    request: HttpRequest, slug: PageSlug, language: str, template: str, more: dict[str, Any]
) -> HttpResponse:
    context = {
        "page": page_in(slug, language),
        "words": words_in(language),
        "is_other": language in OTHER_LANGUAGES,
        "information_links": _links(slug, language),
        "alternates": _alternates(request, slug),
        **addresses(request, language),
        **more,
    }
    response = render(request, template, context)
    response["Content-Language"] = language
    if language in OTHER_LANGUAGES:
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _links(slug: PageSlug, language: str) -> list[LanguageLink]:
    """The page in all languages of information; elsewhere their front page."""
    return [
        LanguageLink(code=code, name=name, url=page_url(slug, code), is_current=code == language)
        for code, name in INFORMATION_LANGUAGES
    ]


def _alternates(request: HttpRequest, slug: PageSlug) -> list[tuple[str, str]]:
    """What a search engine is told: language → whole address of the same page."""
    return [
        (code, request.build_absolute_uri(page_url(slug, code)))
        for code, _name in INFORMATION_LANGUAGES
        if is_written(slug, code)
    ]


def addresses(request: HttpRequest, language: str) -> dict[str, Any]:
    """Where the page leads. What exists in the site's languages alone is offered in the page's
    own, or else in the one of them that the browser likes best."""
    wish = language
    if language in OTHER_LANGUAGES:
        wish = translation.get_language_from_request(request)
    touch = guard.touch_of(request)
    query = f"?{urlencode(touch)}" if touch else ""
    forms = {code: _in_site("applicants:public:apply", code) + query for code in SITE_LANGUAGES}
    names = dict(INFORMATION_LANGUAGES)
    return {
        "apply_url": forms[wish],
        "form_links": [(code, names[code], url) for code, url in forms.items()],
        "site_language": wish,
        "menu": {
            "home": page_url(PageSlug.HOME, language),
            "for_whom": page_url(PageSlug.FOR_WHOM, language),
            "how_it_goes": page_url(PageSlug.HOW_IT_GOES, language),
            "questions": page_url(PageSlug.QUESTIONS, wish),
            "privacy": page_url(PageSlug.PRIVACY, wish),
            "my": _in_site("portal:my:home", wish),
            "companies": _in_site("placements:company:home", wish),
        },
    }


def _in_site(name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name)
