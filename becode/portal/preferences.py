"""What people and accounts choose about our messages: by the link at the foot of a mail, without
signing in, or on their own pages. Nothing personal is shown: a mail may be forwarded.
"""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.messages.bounces import channel_of
from becode.messages.enums import Channel
from becode.messages.preference_links import message_for, reader_of
from becode.messages.preferring import Reader, choose_topics, prefer
from becode.people.models import ContactPoint
from becode.portal.access import PersonRequest, everyday_page


class TicksField(forms.MultipleChoiceField):
    """Ticks of which none is an answer too, so that it is not called a question to skip."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class PreferencesForm(forms.Form):
    """A choice of the way, where there are two, and a tick for each topic that is on."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        ways = reader.ways
        if len(ways) > 1:
            self.fields["way"] = forms.ChoiceField(
                label=_("How do you want to hear from us?"),
                choices=[(point.kind, way_in_words(point)) for point in ways],
                initial=_preferred(ways).kind,
                widget=forms.RadioSelect,
                help_text=_("Where that does not work, we use the other one for what matters."),
            )
        if not reader.topics:
            return
        unwanted = reader.unwanted
        self.fields["topics"] = TicksField(
            label=_("What else may we send you?"),
            choices=[(topic.value, topic.label) for topic in reader.topics],
            initial=[topic.value for topic in reader.topics if topic not in unwanted],
            help_text=_("Take the tick away from what you do not want. You lose nothing by it."),
        )

    def save(self, *, at: datetime) -> None:
        """Write the choices down, as their reader's own."""
        reader = self.reader
        actor = Actor.person(reader.person) if reader.person else Actor.user(reader.user)
        wanted = self.cleaned_data.get("topics", ())
        unwanted = [topic for topic in reader.topics if topic not in wanted]
        with transaction.atomic():
            choose_topics(reader=reader, unwanted=unwanted, actor=actor, at=at)
            if reader.person is not None and "way" in self.fields:
                kind = self.cleaned_data["way"]
                prefer(person=reader.person, kind=kind, actor=actor, at=at)


def _preferred(ways: list[ContactPoint]) -> ContactPoint:
    return next((point for point in ways if point.is_preferred), ways[0])


def way_in_words(point: ContactPoint) -> str:
    """`E-mail: a•••@m•••.be`, `SMS: +32 ••• 78`."""
    return f"{channel_of(point).label}: {masked(point)}"


def masked(point: ContactPoint) -> str:
    """Enough for its owner to know it, too little for anybody else."""
    if channel_of(point) == Channel.SMS:
        return f"{point.value[:3]} ••• {point.value[-2:]}"
    name, _at, domain = point.value.rpartition("@")
    ending = re.sub(r"^.*(?=\.)", "", domain)
    return f"{name[:1]}•••@{domain[:1]}•••{ending}"


def preferences_page(
    request: HttpRequest, reader: Reader, *, template: str, **more: Any
) -> HttpResponse:
    """Show the form, or save it and come back; the same for every door."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, reader=reader)
    if request.method == "POST" and form.is_valid():
        form.save(at=clock.now())
        return redirect(f"{request.path}?saved=1")
    context = {"form": form, "is_person": reader.person is not None, **more}
    context["is_saved"] = request.method != "POST" and "saved" in request.GET
    return render(request, template, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the mail; opening it never acts."""
    message = message_for(token, at=clock.now())
    reader = reader_of(message) if message is not None else None
    if reader is None:
        response = render(request, "portal/preferences_gone.html", status=404)
    else:
        response = preferences_page(request, reader, template="portal/preferences_link.html")
    # Not "no-referrer": with it browsers send the form without an origin (CSRF: 403).
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@everyday_page
def own(request: PersonRequest) -> HttpResponse:
    reader = Reader(person=request.person)
    return preferences_page(request, reader, template="portal/preferences.html")
