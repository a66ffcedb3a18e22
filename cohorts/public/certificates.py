"""The page behind the QR code of a certificate, for anybody who wants to check it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from becode.core import rate
from becode.core.errors import too_many_requests
from cohorts.models import Certificate

# An employer checks a handful; codes cannot be guessed at any speed.
LIMIT, PER = 60, timedelta(minutes=1)
LONGEST_CODE = 32


@login_not_required
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Name, track and day, or that it was revoked; nothing else about anybody."""
    if not rate.allow("certificate", request, limit=LIMIT, per=PER):
        return too_many_requests(request)
    found = None
    if len(code) <= LONGEST_CODE and code.isascii() and code.isprintable():
        found = Certificate.objects.filter(code=code).first()
    response = render(
        request,
        "cohorts/public/certificate.html",
        {"certificate": found},
        status=200 if found else 404,
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
