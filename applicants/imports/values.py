"""What people type in cells: dates in three languages, campuses by any name, sources."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from applicants.enums import HeardFrom
from becode.campuses.models import Campus
from becode.core.clock import at_local
from becode.core.normalise import clean_text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari janvier january jan janv",
            "februari fevrier february feb fevr",
            "maart mars march mrt mar",
            "april avril apr avr",
            "mei mai may",
            "juni juin june jun",
            "juli juillet july jul juil",
            "augustus aout august aug",
            "september septembre sep sept",
            "oktober octobre october okt oct",
            "november novembre nov",
            "december decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NOTHING = {"", "-", "?", "/", "geen", "aucun", "aucune", "none", "nihil", "n/a", "nvt", "onbekend"}

_LANGUAGES = {
    "nl": ("nl", "nederlands", "neerlandais", "dutch", "vlaams"),
    "fr": ("fr", "frans", "francais", "french"),
    "en": ("en", "engels", "anglais", "english", "eng"),
    "ar": ("ar", "arabisch", "arabe", "arabic"),
    "tr": ("tr", "turks", "turc", "turkish"),
    "es": ("es", "spaans", "espagnol", "spanish"),
    "de": ("de", "duits", "allemand", "german"),
    "uk": ("uk", "oekraiens", "ukrainien", "ukrainian"),
    "ru": ("ru", "russisch", "russe", "russian"),
    "ti": ("ti", "tigrinya"),
    "fa": ("fa", "dari", "farsi", "perzisch", "persan"),
    "ps": ("ps", "pashto", "pachto"),
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words}

_SOURCES: tuple[tuple[HeardFrom, tuple[str, ...]], ...] = (
    (HeardFrom.SOCIAL_HOUSING, ("sociale woning", "sociale huisvesting", "logement social")),
    (HeardFrom.WELFARE, ("ocmw", "cpas", "welfare")),
    (HeardFrom.EMPLOYMENT_SERVICE, ("vdab", "actiris", "forem", "bruxelles formation", "rva")),
    (HeardFrom.ASYLUM_OR_NGO, ("fedasil", "ngo", "vzw", "asbl", "rode kruis", "croix rouge")),
    (HeardFrom.SOCIAL_MEDIA, ("facebook", "instagram", "linkedin", "tiktok", "social")),
    (HeardFrom.WORD_OF_MOUTH, ("bouche", "mond", "vriend", "ami", "familie", "famille", "friend")),
    (HeardFrom.PRESS, ("pers", "presse", "krant", "journal", "radio", "tv", "newspaper")),
    (HeardFrom.WORKSHOP, ("workshop", "atelier")),
    (HeardFrom.COMPANY, ("bedrijf", "entreprise", "company")),
    (HeardFrom.WEB, ("google", "web", "internet", "site")),
)


def plain(text: str) -> str:
    """Lower case Latin letters, single spaces: for comparing."""
    return re.sub(r"\s+", " ", anyascii(text).lower()).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing."""
    return plain(text) in _NOTHING


class BadDate(ValueError):
    """The text is meant as a date and is none."""


def read_date(text: str, *, today: date, oldest_year: int = 1900) -> date | int | None:
    """A day, a year alone, or None for an empty cell. Day before month, as in Belgium.

    A year of two digits is the latest one that is not in the future. Raises BadDate.
    """
    value = plain(text)
    if is_nothing(value):
        return None
    if re.fullmatch(r"\d{4}", value):
        return _year(int(value), today=today, oldest_year=oldest_year)
    match = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[t ].*)?", value)
    if match:
        year, month, day = (int(part) for part in match.groups())
        return _day(year, month, day, today=today, oldest_year=oldest_year)
    match = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})", value)
    if match:
        day, month = int(match[1]), int(match[2])
        return _day(_full_year(match[3], today), month, day, today=today, oldest_year=oldest_year)
    match = re.fullmatch(
        r"(\d{1,2})(?:er|e|st|nd|rd|th)?[ .-]+([a-z]+)\.?[ .-]+(\d{2}|\d{4})", value
    )
    if match and match[2] in _MONTHS:
        return _day(
            _full_year(match[3], today),
            _MONTHS[match[2]],
            int(match[1]),
            today=today,
            oldest_year=oldest_year,
        )
    raise BadDate(text)


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= today.year else year - 100


def _year(year: int, *, today: date, oldest_year: int) -> int:
    if not oldest_year <= year <= today.year:
        raise BadDate(str(year))
    return year


def _day(year: int, month: int, day: int, *, today: date, oldest_year: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise BadDate(f"{day}/{month}/{year}") from error
    if not oldest_year <= year or found > today:
        raise BadDate(found.isoformat())
    return found


def read_emails(text: str) -> list[str] | None:
    """The addresses in a cell (several may stand in one), or None when one is no address."""
    value = clean_text(text)
    if is_nothing(value):
        return []
    addresses = [part.strip().lower() for part in re.split(r"[;\s]+", value) if part.strip()]
    try:
        for address in addresses:
            validate_email(address)
            if len(address) > 254:
                return None
    except ValidationError:
        return None
    return addresses


def read_language(text: str) -> str:
    """A language's code, or an empty text."""
    return _LANGUAGE_OF.get(plain(text), "")


def read_source(text: str) -> str:
    """How somebody heard of us, as one of our codes; empty when the cell says nothing."""
    value = plain(text)
    if is_nothing(value):
        return ""
    for source, words in _SOURCES:
        if any(re.search(rf"\b{re.escape(word)}", value) for word in words):
            return source
    return HeardFrom.OTHER


class CampusNames:
    """Finds a campus by its code or any of its cities' names, also as the start of a text."""

    def __init__(self, campuses: Iterable[Campus]) -> None:
        self._names: dict[str, Campus] = {}
        for campus in campuses:
            for name in (campus.code, campus.name, campus.city_nl, campus.city_fr, campus.city_en):
                self._names.setdefault(plain(name), campus)

    def find(self, text: str) -> Campus | None:
        value = plain(text)
        exact = self._names.get(value)
        if exact:
            return exact
        for name, campus in self._names.items():
            if re.match(rf"{re.escape(name)}\b", value) or re.search(
                rf"\b{re.escape(name)}$", value
            ):
                return campus
        return None


def noon(day: date) -> datetime:
    """A known day without a known hour, as a moment: noon in Brussels, in UTC."""
    return at_local(day, 12)
