"""A person's own space: the way in, the shell with its cards, their details."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from becode.core import clock
from becode.portal.access import person_required
from becode.portal.cards import cards_for


@person_required
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    return render(request, "portal/home.html", {"cards": cards_for(request.person, at=at)})


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sign_in.html")


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/code.html")


@login_not_required
def link(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "portal/link.html")


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sign_out.html")


@person_required
def details(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/details.html")
