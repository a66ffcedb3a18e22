"""How a person met us, for the pages of staff: the first and the last touch."""

from django.utils.translation import gettext_lazy as _

from applicants.models import Touch
from applicants.notifications.words import moment_in_words
from becode.backoffice.parts import Section, table_section
from becode.people.models import Person


def touch_section(person: Person) -> list[Section]:
    """One section; none where nothing is known. One query."""
    touches = list(
        Touch.objects.filter(person=person)
        .select_related("activity", "partner")
        .order_by("at", "pk")
    )
    if not touches:
        return []
    shown = [(_("First"), touches[0])]
    if len(touches) > 1:
        shown.append((_("Last"), touches[-1]))
    rows = [(label, moment_in_words(touch.at), _in_words(touch)) for label, touch in shown]
    return [table_section(_("How they met us"), [_("Touch"), _("When"), _("Through")], rows)]


def _in_words(touch: Touch) -> str:
    parts = [
        str(touch.activity or ""),
        str(touch.partner or ""),
        str(touch.get_heard_from_display() or ""),
        " / ".join(text for text in (touch.source, touch.medium, touch.campaign) if text),
    ]
    return " · ".join(part for part in parts if part)
