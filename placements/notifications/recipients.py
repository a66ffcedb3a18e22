"""To whom the placements part writes, and the addresses it links to."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core import clock
from becode.messages.notification import Recipient
from becode.messages.recipients import user_recipients
from becode.people.models import Person
from placements.enums import ContactRole
from placements.models import Company


def contact_recipients(company: Company, *roles: ContactRole) -> list[Recipient]:
    """The contacts of a company that still takes part and who may sign in.

    With roles: those who have one of them, else the managers, else everybody; so that nobody is
    asked for what is another's to do, and nothing is asked of nobody.
    """
    contacts = [
        contact
        for contact in company.contacts.active().select_related("user", "company")
        if contact.may_sign_in
    ]
    for group in (roles, (ContactRole.MANAGER,)) if roles else ():
        chosen = [contact for contact in contacts if contact.has_role(*group)]
        if chosen:
            contacts = chosen
            break
    return user_recipients(*(contact.user for contact in contacts))


def owner_recipients(company: Company) -> list[Recipient]:
    """Who looks after a company; without anybody, the placement officers of its campuses."""
    if company.owner is not None and company.owner.is_active:
        return user_recipients(company.owner)
    officers = User.objects.with_role(Role.PLACEMENT)
    keys = [campus.pk for campus in company.campuses.all()]
    if keys:
        officers = officers.at_one_of(keys)
    return user_recipients(*officers.order_by("pk"))


def officer_recipients(campus_key: int) -> list[Recipient]:
    """The placement officers who see a campus."""
    officers = User.objects.with_role(Role.PLACEMENT).at_campus(campus_key)
    return user_recipients(*officers.order_by("pk"))


def page(name: str, *args: int | str, language: str) -> str:
    """The full address of one of our pages in a language."""
    with translation.override(language):
        return f"{settings.PUBLIC_BASE_URL}{reverse(name, args=args)}"


def own_page(name: str, *args: int, person: Person) -> str:
    """The path of a page of a person's own, in their language: where a personal link leads."""
    with translation.override(person.contact_language):
        return reverse(name, args=args)


def written_moment(moment: datetime) -> str:
    """A moment in words: Wednesday 4 March 2026, 10:00."""
    local = moment.astimezone(clock.BRUSSELS)
    return f"{formats.date_format(local, 'l j F Y')}, {local:%H:%M}"


def guest_page(name: str, token: str, *, language: str) -> str:
    """The full address behind a link for somebody without an account."""
    with translation.override(language):
        return f"{settings.PUBLIC_BASE_URL}{reverse(name, args=[token])}"


def written(day: date) -> str:
    """A day in words: 11 January 2027."""
    return formats.date_format(day, "j F Y")
