"""Where machines report to us: no session, no CSRF token, a secret instead."""

import json
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailError
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from becode.core import clock
from becode.core.actors import Actor
from becode.messages.events import sms_reported
from becode.messages.preference_links import message_for, reader_of, topic_of
from becode.messages.preferring import switch_off
from becode.messages.rendering import storable

LONGEST_FIELD = 200
# What django-anymail's readers raise at bytes that are no report.
NOT_A_REPORT = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    RequestDataTooBig,
    AnymailError,
    AnymailConfigurationError,
)


@csrf_exempt
@login_not_required
@require_POST
def sms_status(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a text: JSON with `reference` or `id`, and `status`."""
    secret = settings.SMS_HOOK_SECRET
    if not secret or not constant_time_compare(token, secret):
        raise Http404
    told = _json(request)
    status = _text(told, "status")
    reference, key = _text(told, "reference"), _text(told, "id")
    if not status or not (reference or key):
        raise BadRequest("a report needs a status and a reference or an id")
    sms_reported(reference=reference, provider_key=key, status=status, at=clock.now())
    return HttpResponse(status=204)


@csrf_exempt
@login_not_required
@require_http_methods(["HEAD", "POST"])
def mail_event(request: HttpRequest, service: str) -> HttpResponse:
    """What an e-mail service tells, read by django-anymail's own view for that service.

    Only reports about what we sent: its views for incoming mail are not within reach. An error
    of ours is a 500, after which services tell it again; what cannot be read is a 400.
    """
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    try:
        view = resolve(f"/{service}/tracking/", urlconf="becode.messages.services").func
        reader = view.view_class()  # type: ignore[attr-defined]
    except (Resolver404, AnymailConfigurationError):
        raise Http404 from None
    if request.method == "HEAD":
        return HttpResponse()  # some services try the address first
    reader.run_validators(request)
    try:
        events = reader.parse_events(request)
    except NOT_A_REPORT as error:
        raise BadRequest("not a report of this service") from error
    for event in events:
        reader.signal.send(sender=type(reader), event=event, esp_name=reader.esp_name)
    return HttpResponse()


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail program (RFC 8058): its POST switches the topic of that mail off.

    Opened as a page it leads to the reader's choices, and changes nothing.
    """
    at = clock.now()
    message = message_for(token, at=at)
    reader = reader_of(message) if message is not None else None
    if message is None or reader is None:
        raise Http404
    if request.method != "POST":
        with translation.override(message.language):
            return redirect("preferences:by_link", token=token)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        raise BadRequest("not a one-click wish")
    actor = Actor.person(reader.person) if reader.person else Actor.user(reader.user)
    switch_off(reader=reader, topic=topic_of(message), actor=actor, at=at)
    return HttpResponse(status=204)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig) as error:
        raise BadRequest("not JSON") from error
    if not isinstance(told, dict):
        raise BadRequest("not an object")
    return told


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name, "")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_FIELD or value != storable(value):
        raise BadRequest(f"{name} is not a short text")
    return value
