"""The page of one track, for everybody: what it is, when it starts, what it asks at the end."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from applicants.public.information import addresses
from applicants.public.offering import offering_on
from applicants.public.overview import track_boards
from becode.core import clock
from becode.core.language import language_links
from becode.pages.words import words_in


@login_not_required
@require_safe
def track_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A track that takes people now; its requirements are published here (docs/domain.md,
    "The end of a training"). Raises Http404 where none is open under this name."""
    language = translation.get_language() or "en"
    at = clock.now()
    today = clock.local_day(at)
    offering = offering_on(today)
    track = next((one for one in offering.tracks if one.slug == slug), None)
    if track is None:
        raise Http404
    links = language_links(request)
    context = {
        "track": track,
        "competences": track.competences.filter(is_active=True),
        "requirements": track.requirements.filter(is_active=True),
        "places": offering.places(track),
        "boards": track_boards(track, offering, on=today, at=at),
        "words": words_in(language),
        "is_other": False,
        "information_links": links,
        "alternates": [(one.code, request.build_absolute_uri(one.url)) for one in links],
        **addresses(request, language),
    }
    response = render(request, "public/track.html", context)
    response["Content-Language"] = language
    return response
