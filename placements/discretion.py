"""Texts that companies read before both sides said yes hold no way to reach the learner.

docs/domain.md, "Matching".
"""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_MAIL = re.compile(r"\S@\S+\.\S")
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|be|net|org|io|dev|me|eu)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|\b)\d(?:[\s./()-]*\d){8,}")

CONTACT = _("Take out e-mail addresses and phone numbers: companies get them after two yeses.")
LINK = _("Take out the link: a page can show a name. There is a field of its own for it.")
NAME = _("Take out the family name: companies read it after two yeses.")


def refuse_contact_details(text: str, *, names: Iterable[str] = ()) -> None:
    """Raises ValidationError for an address, a number, a link, or one of these family names."""
    if _MAIL.search(text) or _PHONE.search(text):
        raise ValidationError(CONTACT, code="contact")
    if _LINK.search(text):
        raise ValidationError(LINK, code="link")
    words = text.casefold()
    for name in names:
        bare = name.strip().casefold()
        if len(bare) > 2 and re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", words):
            raise ValidationError(NAME, code="name")
