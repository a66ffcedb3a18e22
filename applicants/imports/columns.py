"""Headings as schools write them, in Dutch, French and English, and the field each means."""

from collections.abc import Mapping

from becode.formats.sheets import heading_key

FIRST_NAME = "first_name"
LAST_NAME = "last_name"
FULL_NAME = "full_name"
EMAIL = "email"
PHONE = "phone"
BORN = "born"
CAMPUS_1 = "campus_1"
CAMPUS_2 = "campus_2"
CAMPUS_3 = "campus_3"
LANGUAGE = "language"
HEARD_FROM = "heard_from"
MOTIVATION = "motivation"
RECEIVED = "received"
REMARK = "remark"
TRACK = "track"
POSTCODE = "postcode"

ALL_FIELDS = (
    FIRST_NAME,
    LAST_NAME,
    FULL_NAME,
    EMAIL,
    PHONE,
    BORN,
    CAMPUS_1,
    CAMPUS_2,
    CAMPUS_3,
    LANGUAGE,
    HEARD_FROM,
    MOTIVATION,
    RECEIVED,
    REMARK,
    TRACK,
    POSTCODE,
)

_HEADINGS: dict[str, tuple[str, ...]] = {
    FIRST_NAME: ("voornaam", "prenom", "first name", "given name", "firstname"),
    LAST_NAME: (
        "achternaam",
        "familienaam",
        "naam",
        "nom de famille",
        "nom",
        "last name",
        "family name",
        "surname",
        "lastname",
    ),
    FULL_NAME: ("naam en voornaam", "nom et prenom", "name", "full name", "volledige naam"),
    EMAIL: ("e mail", "email", "mail", "mailadres", "e mailadres", "courriel", "adresse e mail"),
    PHONE: (
        "gsm",
        "gsm nummer",
        "telefoon",
        "telefoonnummer",
        "tel",
        "telephone",
        "numero de telephone",
        "phone",
        "mobile",
        "phone number",
    ),
    BORN: (
        "geboortedatum",
        "geboortejaar",
        "geboren op",
        "ne e le",
        "ne le",
        "date de naissance",
        "annee de naissance",
        "date of birth",
        "birth date",
        "birthdate",
        "born",
        "year of birth",
    ),
    CAMPUS_1: (
        "campus 1e keuze",
        "campus keuze 1",
        "campus 1",
        "campus",
        "1e keuze",
        "stad",
        "site 1er choix",
        "site 1",
        "site",
        "1er choix",
        "ville",
        "first choice",
        "campus first choice",
        "campus 1st choice",
        "city",
    ),
    CAMPUS_2: (
        "campus 2e keuze",
        "campus keuze 2",
        "campus 2",
        "2e keuze",
        "site 2e choix",
        "site 2",
        "2e choix",
        "second choice",
        "campus second choice",
        "campus 2nd choice",
    ),
    CAMPUS_3: (
        "campus 3e keuze",
        "campus 3",
        "3e keuze",
        "site 3e choix",
        "site 3",
        "3e choix",
        "third choice",
        "campus 3rd choice",
    ),
    LANGUAGE: ("taal", "spreektaal", "langue", "langue parlee", "language"),
    HEARD_FROM: (
        "hoe ken je ons",
        "bron",
        "source",
        "comment nous connaissez vous",
        "how did you hear of us",
        "how did you hear about us",
    ),
    MOTIVATION: ("motivatie", "waarom", "pourquoi", "motivation", "why"),
    RECEIVED: (
        "datum aanvraag",
        "aanvraagdatum",
        "ontvangen op",
        "datum",
        "recu le",
        "date de la demande",
        "date",
        "received on",
        "application date",
        "applied on",
    ),
    REMARK: (
        "opm",
        "opmerking",
        "opmerkingen",
        "remarque",
        "remarques",
        "remark",
        "remarks",
        "notes",
        "comment",
    ),
    TRACK: ("opleiding", "traject", "formation", "filiere", "track", "course", "training"),
    POSTCODE: ("postcode", "code postal", "postal code", "zip"),
}
_FIELD_OF = {heading: field for field, headings in _HEADINGS.items() for heading in headings}

# A row is the headings when it names at least a person and a way to reach or know them.
NAMES = {FIRST_NAME, LAST_NAME, FULL_NAME}


def field_of(heading: str) -> str:
    """The field that a heading means to us; "" for one we do not know."""
    return _FIELD_OF.get(heading_key(heading), "")


def fields_of(row: list[str], matched: Mapping[str, str] | None = None) -> dict[str, int] | None:
    """Which column holds which field, or None when this row is not the headings.

    `matched` is what a colleague said of headings (heading → field, "" to leave it out); it goes
    before what we know of them.
    """
    said = {heading_key(heading): field for heading, field in (matched or {}).items()}
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        key = heading_key(cell)
        field = said[key] if key in said else _FIELD_OF.get(key)
        if field and field not in found:
            found[field] = index
    all_said = all(heading_key(cell) in said for cell in row if cell.strip())
    if NAMES.intersection(found) and (len(found) >= 3 or all_said):
        return found
    return None
