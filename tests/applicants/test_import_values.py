"""Cells as people type them."""

from datetime import date

import pytest

from applicants.imports import values
from applicants.imports.columns import fields_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-09-03", date(1970, 9, 3)),
        ("08/09/1969", date(1969, 9, 8)),
        ("22.06.2004", date(2004, 6, 22)),
        ("01-12-06", date(2006, 12, 1)),
        ("07-07-70", date(1970, 7, 7)),
        ("13 janvier 1997", date(1997, 1, 13)),
        ("24 décembre 2006", date(2006, 12, 24)),
        ("1er août 1999", date(1999, 8, 1)),
        ("3 maart 1988", date(1988, 3, 3)),
        ("5 May 1991", date(1991, 5, 5)),
        ("1996", 1996),
        ("onbekend", None),
        ("", None),
    ],
)
def test_dates_are_read_as_belgians_write_them(text, expected):
    assert values.read_date(text, today=TODAY) == expected


@pytest.mark.parametrize("text", ["31/02/1990", "1850-01-01", "1850", "24/12/2026", "soon", "2027"])
def test_what_cannot_be_a_date_is_refused(text):
    with pytest.raises(values.BadDate):
        values.read_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OCMW", "welfare"),
        ("CPAS de Liège", "welfare"),
        ("Forem", "employment_service"),
        ("bouche-à-oreille", "word_of_mouth"),
        ("workshop sociale woningen", "social_housing"),
        ("pers", "press"),
        ("Facebook", "social_media"),
        ("Fedasil", "asylum_or_ngo"),
        ("een affiche", "other"),
        ("?", ""),
    ],
)
def test_sources_become_our_codes(text, expected):
    assert values.read_source(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" p@example.org ", ["p@example.org"]),
        ("a@example.org; b@example.org", ["a@example.org", "b@example.org"]),
        ("geen", []),
        ("jan@gmail,com", None),
    ],
)
def test_addresses_in_a_cell(text, expected):
    assert values.read_emails(text) == expected


def test_headings_are_found_in_three_languages_and_any_order():
    dutch = fields_of(["Voornaam", "Achternaam", "E-mail", "GSM", "Campus 1e keuze"])
    french = fields_of(["Nom de famille", "Prénom", "Courriel", "Téléphone", "Site (1er choix)"])
    english = fields_of(["Surname", "First name", "E-mail", "Phone number", "First choice"])
    assert dutch == {"first_name": 0, "last_name": 1, "email": 2, "phone": 3, "campus_1": 4}
    assert french == {"last_name": 0, "first_name": 1, "email": 2, "phone": 3, "campus_1": 4}
    assert english == french


def test_a_title_or_a_person_is_no_heading():
    assert fields_of(["Aanvragen – export 1", "", ""]) is None
    assert fields_of(["Amina", "Baert", "amina@example.org"]) is None
