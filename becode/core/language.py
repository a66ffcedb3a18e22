"""The language of a page: links to the same page in another one, and the pages without a prefix.

Public, person and company pages carry their language in the address. The sign-in pages do not:
there the language is the one asked for with `?language=`, else that of the page to go on to
(`?next=/fr/…`), else the cookie and the browser's wish, as Django finds them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst

PARAMETER = "language"


@dataclass(frozen=True)
class LanguageLink:
    """One line of the language switch; `name` is written in the language itself."""

    code: str
    name: str
    url: str
    is_current: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The page that was asked for, in every language of the site."""
    current = translation.get_language()
    return [
        LanguageLink(
            code=code,
            name=capfirst(translation.get_language_info(code)["name_local"]),
            url=_in_language(request, code=code),
            is_current=code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def _in_language(request: HttpRequest, *, code: str) -> str:
    path = request.get_full_path()
    if translation.get_language_from_path(request.path_info):
        translated = translate_url(path, code)
        # A page that is not there has no translation: then the front page of that language.
        return translated if translated != path or _prefix(path) == code else f"/{code}/"
    query = request.GET.dict() | {PARAMETER: code}
    following = query.get("next", "")
    if _prefix(following):
        query["next"] = translate_url(following, code)
    return f"{request.path}?{urlencode(query)}"


def _prefix(address: str) -> str | None:
    """The language a local address begins with; None where it has none or leads elsewhere."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return None
    return translation.get_language_from_path(address.partition("?")[0])


class PageLanguageMiddleware:
    """Sets the language of pages without a prefix; stands right behind LocaleMiddleware.

    The cookie is written only where somebody chose a language, and holds nothing else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if translation.get_language_from_path(request.path_info):
            return self.get_response(request)
        wish = request.GET.get(PARAMETER, "")
        chosen = wish if wish in dict(settings.LANGUAGES) else None
        language = chosen or _prefix(request.GET.get("next", ""))
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        response = self.get_response(request)
        if chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=60 * 60 * 24 * 365,
                path=settings.LANGUAGE_COOKIE_PATH,
                domain=settings.LANGUAGE_COOKIE_DOMAIN,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return response
