"""What an internship agreement says, as plain values, and what is missing before it can be made.

The facts are frozen with the agreement: days in ISO, amounts as text, minutes as numbers. They
stand in parts, because who has to sign a correction follows from the part that changed
(`parts.py`). Source: docs/domain.md, "The internship agreement". Never the national number.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from becode.accounts.models import User
from becode.campuses.enums import Region
from becode.people.models import Person
from cohorts.calendar import closed_days, public_holidays
from cohorts.team import team_of
from placements.models import Company, CompanyContact, Establishment, Internship
from placements.papers.words import TEMPLATE_VERSION, WORDS

Facts = dict[str, Any]
LANGUAGES: Final = ("nl", "fr")
_WALLONIA: Final = ((1300, 1499), (4000, 7999))


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the agreement needs and we do not know; `url` is where it is filled in."""

    text: str | Promise
    url: str


def region_of(postcode: str) -> Region:
    """The region of a Belgian postcode of four digits."""
    number = int(postcode)
    if number < 1300:
        return Region.BRUSSELS
    is_walloon = any(first <= number <= last for first, last in _WALLONIA)
    return Region.WALLONIA if is_walloon else Region.FLANDERS


def region_of_site(internship: Internship) -> Region:
    """Where the work is: by the establishment, else the company, else the campus."""
    for place in (internship.establishment, internship.company):
        postcode = place.postcode if place else ""
        if len(postcode) == 4 and postcode.isdecimal():
            return region_of(postcode)
    return Region(internship.enrolment.cohort.campus.region)


def language_for(internship: Internship, *, wanted: str = "") -> str:
    """Dutch for a Flemish site, French for a Walloon one; in Brussels the learner chooses.

    `wanted` is that choice; without one it is the language of the learner's messages, else French.
    """
    region = region_of_site(internship)
    if region != Region.BRUSSELS:
        return "nl" if region == Region.FLANDERS else "fr"
    person = internship.enrolment.person
    return next((one for one in (wanted, person.contact_language) if one in LANGUAGES), "fr")


def may_choose_language(internship: Internship) -> bool:
    return region_of_site(internship) == Region.BRUSSELS


def legal_name(person: Person) -> str:
    """The name on the identity document, else the name that we know."""
    return person.legal_name or person.full_name


def is_latin(name: str) -> bool:
    """Whether every letter of a name is a Latin one, as on Belgian identity documents."""
    letters = [sign for sign in name if sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)


def missing(
    internship: Internship, *, signatories: list[CompanyContact], school_user: User | None
) -> list[Lack]:
    """What has to be filled in before the agreement can be made, in the order of its sections."""
    person, company = internship.enrolment.person, internship.company
    of_person = reverse("admin:people_person_edit", args=[person.pk])
    of_company = reverse("admin:placements_company_change", args=[company.pk])
    of_internship = reverse("admin:placements_internship_change", args=[internship.pk])
    campus = internship.enrolment.cohort.campus
    of_campus = reverse("admin:campuses_campus_change", args=[campus.pk])
    site = internship.establishment or company
    wanted: list[tuple[object, str, str]] = [
        (
            is_latin(legal_name(person)) and legal_name(person),
            _("The learner's name in Latin letters, as on the identity document"),
            of_person,
        ),
        (person.born_on, _("The learner's birth date: day, month and year"), of_person),
        (
            person.address and person.postcode and person.municipality,
            _("The learner's address"),
            of_person,
        ),
        (company.number, _("The company number"), of_company),
        (
            company.address and company.postcode and company.municipality,
            _("The company's address"),
            of_company,
        ),
        (
            site.address and site.postcode and site.municipality,
            _("The address where the work is"),
            of_company,
        ),
        (signatories, _("Who signs for the company"), of_company),
        (school_user, _("Who signs for the school"), of_internship),
        (
            campus.address and campus.postcode,
            _("The address of the campus"),
            of_campus,
        ),
        (internship.frame, _("The legal frame"), of_internship),
        (internship.objectives, _("What is learned: at least one goal"), of_internship),
        (internship.schedule, _("The hours of the week"), of_internship),
        (internship.mentor, _("The mentor"), of_internship),
        (internship.insured_by, _("Who insures"), of_internship),
        (internship.dimona_by, _("Who declares (Dimona)"), of_internship),
    ]
    return [Lack(text, url) for value, text, url in wanted if not value]


def facts_of(internship: Internship, *, language: str) -> Facts:
    """The facts of an internship now, in parts; asks a constant number of queries."""
    enrolment, company = internship.enrolment, internship.company
    person, campus = enrolment.person, enrolment.cohort.campus
    site: Establishment | Company = internship.establishment or company
    mentor = internship.mentor
    coaches = team_of(enrolment.cohort, on=internship.start_on)
    return {
        "learner": {
            "name": legal_name(person),
            "born_on": person.born_on.isoformat() if person.born_on else "",
            **_address(person),
        },
        "host": {"name": company.name, **_address(company)},
        "school": {
            "name": settings.ORGANISATION_NAME,
            "address": campus.address,
            "postcode": campus.postcode,
            "municipality": campus.city(language),
            "email": settings.ORGANISATION_EMAIL,
            "coach": ", ".join(str(coach) for coach in coaches),
        },
        "mentor": {
            "name": str(mentor.user) if mentor else "",
            "function": mentor.job_title if mentor else "",
        },
        "annex": _sheet(internship),
        "substance": {
            "text": TEMPLATE_VERSION,
            "language": language,
            "track": getattr(enrolment.cohort.track, f"name_{language}"),
            "frame": internship.frame,
            "reference": internship.frame_reference,
            "company_number": company.number,
            "objectives": [
                {name: str(goal.get(name, "")) for name in ("competence", "task", "level")}
                for goal in internship.objectives
            ],
            "site": ", ".join(
                filter(None, [site.name, site.address, f"{site.postcode} {site.municipality}"])
            ),
            "site_number": internship.establishment.number if internship.establishment else "",
            "telework_days": internship.telework_days,
            "start_on": internship.start_on.isoformat(),
            "end_on": internship.end_on.isoformat(),
            "schedule": {day: list(hours) for day, hours in sorted(internship.schedule.items())},
            "total_minutes": total_minutes(internship),
            "allowance": f"{internship.allowance:.2f}",
            "travel": internship.travel,
            "insured_by": internship.insured_by,
            "insurer": internship.insurer,
            "policy_number": internship.policy_number,
            "dimona_by": internship.dimona_by,
        },
    }


def minutes_of(hours: list[Any]) -> int:
    """The working minutes of one line of a schedule: [from, until, minutes of break]."""
    since, until, pause = (str(hours[0]), str(hours[1]), int(hours[2]))
    return _minute(until) - _minute(since) - pause


def weekly_minutes(schedule: dict[str, list[Any]]) -> int:
    return sum(minutes_of(hours) for hours in schedule.values())


def total_minutes(internship: Internship) -> int:
    """The hours of the whole period, without public holidays and the closures of the campus."""
    campus = internship.enrolment.cohort.campus
    first, last = internship.start_on, internship.end_on
    closed = closed_days(campus, since=first, until=last)
    total, day = 0, first
    while day <= last:
        hours = internship.schedule.get(str(day.weekday()))
        if hours and day not in closed and day not in _holidays(day):
            total += minutes_of(hours)
        day += timedelta(days=1)
    return total


def label(path: str, language: str) -> str:
    """What a fact is called, in a language of the papers."""
    return WORDS[language].labels[path]


def _holidays(day: date) -> frozenset[date]:
    return public_holidays(day.year)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")[:2]
    return int(hour) * 60 + int(minute)


def _address(place: Person | Company) -> dict[str, str]:
    return {
        "address": place.address,
        "postcode": place.postcode,
        "municipality": place.municipality,
    }


def _sheet(internship: Internship) -> dict[str, Any]:
    """The workstation sheet, where there is one; nothing of its own signature."""
    sheet = getattr(internship, "workstation_sheet", None)
    if sheet is None:
        return {}
    names = ("task", "place", "screen_work", "risks", "protection", "instruction")
    names += ("health_check", "prevention_adviser")
    return {name: getattr(sheet, name) for name in names}
