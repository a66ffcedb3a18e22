"""How the staff pages of this part say things: states as tags, days, links to pages."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import formats

from becode.backoffice.parts import Link, Tag, Tone
from becode.core import clock
from becode.people.models import Person

_TONES: dict[str, Tone] = {
    "open": "good",
    "active": "good",
    "accepted": "good",
    "running": "good",
    "answered": "good",
    "proposed": "warning",
    "planned": "info",
    "filled": "info",
    "declined": "bad",
    "broken_off": "bad",
}


def state_tag(record: Any) -> Tag:
    """The state of a record in words and a colour."""
    return Tag(record.get_state_display(), _TONES.get(record.state, "neutral"))


def day(value: date | datetime | None) -> str:
    """A day in words; a moment as its day in Brussels."""
    if isinstance(value, datetime):
        value = clock.local_day(value)
    return formats.date_format(value, "j F Y") if value else ""


def page_of(record: Any, text: str = "") -> Link:
    """A link to the page of one of our records."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return Link(text or str(record), reverse(name, args=[record.pk]))


def person_page(person: Person) -> Link:
    return page_of(person, person.full_name)
