"""To whom the placements part writes, and the addresses it links to."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.messages.notification import Recipient
from becode.messages.recipients import user_recipients
from placements.models import Company


def contact_recipients(company: Company) -> list[Recipient]:
    """Every active contact of a company that still takes part."""
    contacts = company.contacts.active().select_related("user")
    return user_recipients(*(contact.user for contact in contacts))


def officer_recipients(campus_key: int) -> list[Recipient]:
    """The placement officers who see a campus."""
    officers = User.objects.with_role(Role.PLACEMENT).at_campus(campus_key)
    return user_recipients(*officers.order_by("pk"))


def page(name: str, *args: int | str, language: str) -> str:
    """The full address of one of our pages in a language."""
    with translation.override(language):
        return f"{settings.PUBLIC_BASE_URL}{reverse(name, args=args)}"


def written(day: date) -> str:
    """A day in words: 11 January 2027."""
    return formats.date_format(day, "j F Y")
