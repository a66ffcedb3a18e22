"""What every page may show of the organisation."""

from django.conf import settings
from django.http import HttpRequest


def organisation(request: HttpRequest) -> dict[str, str]:
    return {
        "organisation_name": settings.ORGANISATION_NAME,
        "organisation_email": settings.ORGANISATION_EMAIL,
        "organisation_phone": settings.ORGANISATION_PHONE,
    }
