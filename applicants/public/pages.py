"""What the pages of the form share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def form_page(view: View) -> View:
    """A page of the form: for everybody, never kept by a browser that others use too."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(page))


def step_url(slug: str) -> str:
    if slug == "you":
        return reverse("applicants:public:apply")
    return reverse("applicants:public:step", args=[slug])
