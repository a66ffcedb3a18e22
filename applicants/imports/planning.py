"""One row of a spreadsheet, understood: what it says of a person, or why it is refused."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from applicants.imports import columns, values
from applicants.imports.reading import SheetRow
from becode.campuses.models import Campus
from becode.core.normalise import (
    age_on,
    clean_name,
    clean_text,
    holds_national_number,
    phone_e164,
)

NAME_LIMIT = 100
TEXT_LIMIT = 5_000
OLDEST_YEAR = 1916


@dataclass(slots=True)
class Candidate:
    """What a good row says: everything cleaned, nothing decided about who it is."""

    first_name: str
    last_name: str
    emails: list[str]
    phone: str
    born_on: date | None
    birth_year: int | None
    campuses: list[Campus]
    contact_language: str
    spoken_language: str
    heard_from: str
    heard_from_detail: str
    motivation: str
    remarks: str
    postcode: str
    received_on: date | None
    track_text: str
    warnings: list[str] = field(default_factory=list)


class BadRow(Exception):
    """The row cannot be imported; `reasons` are sentences for people."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def understand(row: SheetRow, *, campuses: values.CampusNames, today: date) -> Candidate:
    """Read a row; raises BadRow with every reason at once, so that it is mended in one go."""
    reasons: list[str] = []
    warnings: list[str] = []
    first_name, last_name = _names(row, reasons)
    emails = _emails(row, reasons)
    phone = _phone(row, warnings)
    if not emails and not phone and not reasons:
        reasons.append(_("There is no e-mail address and no phone number."))
    born_on, birth_year = _birth(row, reasons, today=today)
    chosen = _campuses(row, reasons, warnings, names=campuses)
    texts = {name: _text(row, name, reasons) for name in _FREE_TEXT}
    if reasons:
        raise BadRow(reasons)
    spoken = values.read_language(row.fields.get(columns.LANGUAGE, ""))
    source_text = texts[columns.HEARD_FROM]
    heard_from = values.read_source(source_text)
    return Candidate(
        first_name=first_name,
        last_name=last_name,
        emails=emails,
        phone=phone,
        born_on=born_on,
        birth_year=birth_year,
        campuses=chosen,
        contact_language=spoken if spoken in ("nl", "fr", "en") else chosen[0].languages[0],
        spoken_language=spoken,
        heard_from=heard_from,
        heard_from_detail=source_text[:200] if heard_from else "",
        motivation=texts[columns.MOTIVATION],
        remarks=texts[columns.REMARK],
        postcode=_postcode(row),
        received_on=_received(row, warnings, today=today),
        track_text=clean_name(row.fields.get(columns.TRACK, "")),
        warnings=warnings,
    )


_FREE_TEXT = (columns.MOTIVATION, columns.REMARK, columns.HEARD_FROM)


def _names(row: SheetRow, reasons: list[str]) -> tuple[str, str]:
    """First and family name; a single name, in either column, is a first name."""
    first = clean_name(row.fields.get(columns.FIRST_NAME, ""))
    last = clean_name(row.fields.get(columns.LAST_NAME, ""))
    full = clean_name(row.fields.get(columns.FULL_NAME, ""))
    if full and not first and not last:
        first, _space, last = full.partition(" ")
    if not first:
        first, last = last, ""
    name_columns = {columns.FIRST_NAME, columns.LAST_NAME, columns.FULL_NAME}
    if not first:
        reasons.append(_("There is no name."))
    elif row.formulas & name_columns:
        reasons.append(_("The name is a formula."))
    elif any(sign in first + last for sign in "<>"):
        reasons.append(_("The name holds signs that no name has: < or >."))
    elif "?" in first + last or "\ufffd" in first + last:
        reasons.append(
            _("Letters of the name were lost (?) when the file was saved. Save it as .xlsx.")
        )
    elif not any(letter.isalpha() for letter in first):
        reasons.append(_("The name has no letters."))
    elif len(first) > NAME_LIMIT or len(last) > NAME_LIMIT:
        reasons.append(_("The name is longer than %(limit)s letters.") % {"limit": NAME_LIMIT})
    return first, last


def _emails(row: SheetRow, reasons: list[str]) -> list[str]:
    text = row.fields.get(columns.EMAIL, "")
    emails = values.read_emails(text)
    if emails is None:
        reasons.append(_("“%(text)s” is not an e-mail address.") % {"text": clean_name(text)[:80]})
    return emails or []


def _phone(row: SheetRow, warnings: list[str]) -> str:
    text = row.fields.get(columns.PHONE, "")
    number = phone_e164(text) or ""
    if not number and not values.is_nothing(text):
        warnings.append(
            _("“%(text)s” is not a phone number; it is left out.") % {"text": clean_name(text)[:40]}
        )
    return number


def _birth(row: SheetRow, reasons: list[str], *, today: date) -> tuple[date | None, int | None]:
    text = row.fields.get(columns.BORN, "")
    try:
        born = values.read_date(text, today=today, oldest_year=OLDEST_YEAR)
    except values.BadDate:
        reasons.append(
            _("“%(text)s” is not a date of birth that can be.") % {"text": clean_name(text)[:40]}
        )
        return None, None
    if born is None:
        reasons.append(_("There is no date or year of birth: we must know who is 18."))
        return None, None
    if isinstance(born, int):
        if today.year - born < 18:
            reasons.append(_("Younger than 18: no application can be made."))
        elif today.year - born == 18:
            reasons.append(_("The full date of birth is needed: this year leaves 18 open."))
        return None, born
    if age_on(today, born) < 18:
        reasons.append(_("Younger than 18: no application can be made."))
    return born, None


def _campuses(
    row: SheetRow, reasons: list[str], warnings: list[str], *, names: values.CampusNames
) -> list[Campus]:
    """The ranked campuses, each once; the first choice must be one of ours."""
    chosen: list[Campus] = []
    for column in (columns.CAMPUS_1, columns.CAMPUS_2, columns.CAMPUS_3):
        text = clean_name(row.fields.get(column, ""))
        if values.is_nothing(text):
            continue
        campus = names.find(text)
        if campus is None:
            sentence = _("We have no campus “%(text)s”.") % {"text": text[:40]}
            (reasons if column == columns.CAMPUS_1 else warnings).append(sentence)
        elif campus not in chosen:
            chosen.append(campus)
    if not chosen and not reasons:
        reasons.append(_("There is no campus."))
    return chosen


def _text(row: SheetRow, column: str, reasons: list[str]) -> str:
    text = clean_text(row.fields.get(column, ""))
    if holds_national_number(text):
        reasons.append(
            _("There is a national register number in it. We may not keep it: take it out.")
        )
    if len(text) > TEXT_LIMIT:
        reasons.append(_("A text is longer than %(limit)s letters.") % {"limit": TEXT_LIMIT})
    return "" if values.is_nothing(text) else text


def _postcode(row: SheetRow) -> str:
    text = clean_name(row.fields.get(columns.POSTCODE, ""))
    return text if text.isdigit() and len(text) == 4 and "1000" <= text <= "9992" else ""


def _received(row: SheetRow, warnings: list[str], *, today: date) -> date | None:
    """The day an application came in; a year alone or nonsense leaves it open, with a warning."""
    text = row.fields.get(columns.RECEIVED, "")
    try:
        day = values.read_date(text, today=today, oldest_year=2010)
    except values.BadDate:
        day = None
    if isinstance(day, date):
        return day
    if not values.is_nothing(text):
        warnings.append(
            _("“%(text)s” does not say which day it came in; today is taken.")
            % {"text": clean_name(text)[:40]}
        )
    return None
