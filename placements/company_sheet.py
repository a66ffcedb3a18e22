"""A row of a sheet of companies, understood: a company and one contact, or why it is refused.

docs/domain.md, "Companies, once". A company with several contacts has a row for each of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.normalise import clean_name, clean_text, holds_national_number, phone_e164
from becode.formats.letters import CANNOT_PRINT, unprintable
from becode.formats.sheets import SheetRow, heading_key
from placements.enums import ContactRole
from placements.numbers import clean_company_number

NAME, NUMBER, SECTOR, NOTES = "name", "number", "sector", "notes"
ADDRESS, POSTCODE, MUNICIPALITY = "address", "postcode", "municipality"
WEBSITE, LANGUAGE, CAMPUSES, OWNER = "website", "language", "campuses", "owner"
CONTACT, EMAIL, PHONE, FUNCTION, ROLES = "contact", "email", "phone", "function", "roles"

HEADINGS: Final[Mapping[str, str]] = {
    heading: field
    for field, headings in {
        NAME: ("bedrijf", "bedrijfsnaam", "naam bedrijf", "onderneming", "organisatie",
               "entreprise", "nom de l entreprise", "societe", "nom", "naam",
               "company", "company name", "name"),
        NUMBER: ("ondernemingsnummer", "kbo", "kbo nummer", "btw nummer", "btw",
                 "numero d entreprise", "bce", "numero bce", "tva", "numero de tva",
                 "company number", "vat", "vat number", "number"),
        SECTOR: ("sector", "secteur", "branche"),
        ADDRESS: ("adres", "straat en nummer", "straat", "adresse", "rue et numero", "rue",
                  "address", "street"),
        POSTCODE: ("postcode", "code postal", "postal code", "zip"),
        MUNICIPALITY: ("gemeente", "stad", "commune", "ville", "municipality", "city", "town"),
        WEBSITE: ("website", "site web", "site internet", "web"),
        LANGUAGE: ("taal", "langue", "language"),
        CAMPUSES: ("campus", "campussen", "campuses"),
        OWNER: ("opgevolgd door", "verantwoordelijke", "suivi par", "responsable",
                "looked after by", "owner"),
        NOTES: ("notities", "opmerkingen", "remarques", "notes", "remarks"),
        CONTACT: ("contact", "contactpersoon", "naam contact", "personne de contact",
                  "nom du contact", "contact name", "contact person"),
        EMAIL: ("e mail", "email", "mail", "e mail contact", "courriel", "e mail du contact",
                "contact e mail", "contact email"),
        PHONE: ("telefoon", "gsm", "tel", "telephone", "phone", "contact phone"),
        FUNCTION: ("functie", "fonction", "function", "job title"),
        ROLES: ("rollen", "rol", "roles", "role"),
    }.items()
    for heading in headings
}  # fmt: skip
LONGEST: Final[Mapping[str, int]] = {
    NAME: 150, SECTOR: 80, ADDRESS: 200, MUNICIPALITY: 80, CONTACT: 150, FUNCTION: 80,
}  # fmt: skip
# What agreements say of a company and its contacts.
ON_PAPER: Final = (NAME, ADDRESS, MUNICIPALITY, CONTACT, FUNCTION)
NOTES_LIMIT = 5_000
_LANGUAGES: Final = {
    "nl": ("nl", "nederlands", "neerlandais", "dutch"),
    "fr": ("fr", "frans", "francais", "french"),
    "en": ("en", "engels", "anglais", "english"),
}
_ROLES: Final[Mapping[str, ContactRole]] = {
    word: role
    for role, words in {
        ContactRole.MANAGER: ("manager", "beheerder", "gestionnaire", "beheer"),
        ContactRole.SIGNATORY: ("signatory", "ondertekenaar", "signataire", "tekent"),
        ContactRole.MENTOR: ("mentor", "tuteur", "maitre de stage", "stagementor"),
        ContactRole.RECRUITER: ("recruiter", "rekruteerder", "recruteur", "hr", "rh"),
    }.items()
    for word in words
}


class BadRow(Exception):
    """The row cannot be imported; the text says every reason, for people."""


@dataclass(slots=True)
class Understood:
    """What a good row says: a company's facts, and a contact's where there is one."""

    company: dict[str, Any]
    campuses: list[Campus]
    contact: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name: the campuses and the owners, by what people call them."""

    campuses: Mapping[str, Campus]
    owners: Mapping[str, User]

    @classmethod
    def of(cls, campuses: Iterable[Campus], owners: Iterable[User]) -> "Known":
        by_name = {
            heading_key(name): campus
            for campus in campuses
            for name in (
                campus.code,
                campus.name,
                campus.city_nl,
                campus.city_fr,
                campus.city_en,
            )
        }
        named = {heading_key(one.name): one for one in owners}
        return cls(by_name, named | {one.email: one for one in owners})


def recognise(texts: list[str]) -> dict[str, int] | None:
    """Which column holds what; the headings name at least the company and one thing more."""
    found: dict[str, int] = {}
    for index, text in enumerate(texts):
        field = HEADINGS.get(heading_key(text))
        if field and field not in found:
            found[field] = index
    return found if NAME in found and len(found) >= 2 else None


def unknown_headings(rows: Iterable[SheetRow]) -> list[str]:
    """The columns of which nothing is read, as they are called, each once."""
    headings = (text for row in rows for text in row.headings if text.strip())
    return [text for text in dict.fromkeys(headings) if heading_key(text) not in HEADINGS]


def understand(row: SheetRow, known: Known) -> Understood:
    """Read a row; raises BadRow with every reason at once, so that it is mended in one go."""
    reasons: list[str] = []
    texts = {name: clean_name(row.fields.get(name, "")) for name in HEADINGS.values()}
    texts[NOTES] = clean_text(row.fields.get(NOTES, ""))
    _check_texts(texts, row, reasons)
    company: dict[str, Any] = {name: texts[name] for name in (NAME, SECTOR, ADDRESS, NOTES)}
    company[MUNICIPALITY] = texts[MUNICIPALITY]
    company[NUMBER] = _number(texts[NUMBER], reasons)
    company[POSTCODE] = _postcode(texts[POSTCODE], reasons)
    company[WEBSITE] = _website(texts[WEBSITE], reasons)
    company[LANGUAGE] = _language(texts[LANGUAGE], reasons)
    company[OWNER] = _owner(texts[OWNER], known, reasons)
    campuses = _campuses(texts[CAMPUSES], known, reasons)
    contact = _contact(texts, company[LANGUAGE], reasons)
    if reasons:
        raise BadRow(" ".join(reasons))
    return Understood(company, campuses, contact)


def _check_texts(texts: Mapping[str, str], row: SheetRow, reasons: list[str]) -> None:
    if not texts[NAME]:
        reasons.append(_("There is no name of a company."))
    if row.formulas & {NAME, CONTACT, EMAIL}:
        reasons.append(_("A name or an address is a formula."))
    limits = {**LONGEST, NOTES: NOTES_LIMIT}
    for name, most in limits.items():
        if len(texts[name]) > most:
            reasons.append(
                _("“%(text)s…” is longer than %(limit)s letters.")
                % {"text": texts[name][:20], "limit": most}
            )
    signs = unprintable("".join(texts[name] for name in ON_PAPER))
    if signs:
        reasons.append(CANNOT_PRINT % {"signs": " ".join(signs)})
    if any(holds_national_number(texts[name]) for name in (NAME, SECTOR, FUNCTION, NOTES)):
        reasons.append(
            _("There is a national register number in it. We may not keep it: take it out.")
        )


def _number(text: str, reasons: list[str]) -> str:
    try:
        return clean_company_number(text)
    except ValidationError:
        reasons.append(_("“%(text)s” is not a company number.") % {"text": text[:40]})
        return ""


def _postcode(text: str, reasons: list[str]) -> str:
    if text and not (text.isascii() and text.isdecimal() and len(text) == 4):
        reasons.append(_("“%(text)s” is not a postcode: it has four digits.") % {"text": text[:40]})
    return text


def _website(text: str, reasons: list[str]) -> str:
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        reasons.append(_("“%(text)s” is not a website.") % {"text": text[:40]})
    if len(address) > 200:
        reasons.append(_("“%(text)s” is not a website.") % {"text": text[:40]})
    return address


def _language(text: str, reasons: list[str]) -> str:
    key = heading_key(text)
    found = next((code for code, words in _LANGUAGES.items() if key in words), "")
    if key and not found:
        reasons.append(_("We do not write in “%(text)s”: nl, fr or en.") % {"text": text[:40]})
    return found


def _owner(text: str, known: Known, reasons: list[str]) -> User | None:
    if not text:
        return None
    owner = known.owners.get(text.lower()) or known.owners.get(heading_key(text))
    if owner is None:
        reasons.append(
            _("We have no colleague “%(text)s” who works with companies.") % {"text": text[:40]}
        )
    return owner


def _campuses(text: str, known: Known, reasons: list[str]) -> list[Campus]:
    found: list[Campus] = []
    for part in _parts(text):
        campus = known.campuses.get(heading_key(part))
        if campus is None:
            reasons.append(_("We have no campus “%(text)s”.") % {"text": part[:40]})
        elif campus not in found:
            found.append(campus)
    return found


def _contact(texts: Mapping[str, str], language: str, reasons: list[str]) -> dict[str, Any] | None:
    name, email = texts[CONTACT], texts[EMAIL].lower()
    if not name and not email:
        return None
    if not name:
        reasons.append(_("The contact has no name."))
    if not email:
        reasons.append(_("The contact has no e-mail address."))
    else:
        try:
            validate_email(email)
        except ValidationError:
            reasons.append(_("“%(text)s” is not an e-mail address.") % {"text": email[:80]})
    roles = []
    for part in _parts(texts[ROLES]):
        role = _ROLES.get(heading_key(part))
        if role is None:
            reasons.append(
                _("“%(text)s” is not a role: manager, signatory, mentor or recruiter.")
                % {"text": part[:40]}
            )
        else:
            roles.append(role)
    return {
        "name": name,
        "email": email,
        "phone": phone_e164(texts[PHONE]) or "",
        "job_title": texts[FUNCTION],
        "roles": roles or [ContactRole.RECRUITER],
        "language": language or "nl",
    }


def _parts(text: str) -> list[str]:
    """What stands between commas, semicolons, slashes."""
    for sign in ";/|+":
        text = text.replace(sign, ",")
    return [part.strip() for part in text.split(",") if part.strip()]
