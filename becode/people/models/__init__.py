"""A human, once: names, ways to reach them, languages, consents, the vault, the contact log."""

from becode.people.models.consent import Consent, VaultEntry
from becode.people.models.contact_note import ContactNote
from becode.people.models.merge import NotSame, PersonMerge
from becode.people.models.person import LANGUAGES, ContactPoint, LanguageSkill, Person

__all__ = [
    "LANGUAGES",
    "Consent",
    "ContactNote",
    "ContactPoint",
    "LanguageSkill",
    "NotSame",
    "Person",
    "PersonMerge",
    "VaultEntry",
]
