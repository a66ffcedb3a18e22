from django.http import HttpRequest

from becode.accounts.models import User


class StaffRequest(HttpRequest):
    """A request inside the staff site: whoever asks is signed in."""

    user: User  # type: ignore[assignment]
