"""The partner companies of the demo school, their contacts and the places they offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from anyascii import anyascii

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.demo.words.companies import COMPANIES, POSITIONS, CompanyWords
from cohorts.models import Track
from placements.models import Company, Position
from placements.workflow import companies, positions

# The first eight digits of numbers that are not given out.
FIRST_NUMBER = 9990001


@dataclass(slots=True)
class Partner:
    """One company with the accounts of its contacts, and how often it offered places."""

    words: CompanyWords
    company: Company
    users: list[User]
    offered: int = field(default=0)

    @property
    def actor(self) -> Actor:
        return Actor.user(self.users[0])

    def post(
        self, *, track: Track, campus: Campus, places: int, start_on: date | None, at: datetime
    ) -> Position:
        """Offer places for a track; the wording changes from one time to the next."""
        kinds = POSITIONS.get(track.code, POSITIONS["WEB"])[self.words.language]
        title, tasks = kinds[self.offered % len(kinds)]
        self.offered += 1
        return positions.post(
            company=self.company,
            title=title,
            tasks=tasks,
            campus=campus,
            site=f"{self.words.street}, {self.words.postcode} {self.words.municipality}",
            actor=self.actor,
            at=at,
            languages=dict.fromkeys([self.words.language, "en"]),
            places=places,
            track=track,
            start_on=start_on,
        )


class Partners:
    def __init__(self, partners: list[Partner]) -> None:
        self.all = partners

    def at_campus(self, code: str) -> list[Partner]:
        """Those who work with a campus, in a fixed order."""
        return [partner for partner in self.all if code in partner.words.campuses]

    def of(self, company: Company) -> Partner:
        return next(partner for partner in self.all if partner.company.pk == company.pk)


def company_number(number: int) -> str:
    """A number with the right check. docs/domain.md, "Language, access, formats"."""
    body = FIRST_NUMBER + number
    return f"{body:08d}{97 - body % 97:02d}"


def found_partners(
    campuses: Mapping[str, Campus],
    *,
    actor: Actor,
    at: datetime,
    companies_words: Sequence[CompanyWords] = COMPANIES,
    first_number: int = 0,
) -> Partners:
    """Make the companies and invite their contacts. Raises IllegalMove for a taken address.

    They work with those of their cities that are among `campuses`.
    """
    partners = []
    for number, words in enumerate(companies_words, start=first_number):
        company = companies.create_company(
            name=words.name,
            number=company_number(number),
            sector=words.sector,
            address=words.street,
            postcode=words.postcode,
            municipality=words.municipality,
            campuses=[campuses[code] for code in words.campuses if code in campuses],
            actor=actor,
            at=at,
            is_demo=True,
        )
        users = [
            companies.invite_contact(
                company=company,
                name=f"{first} {last}",
                email=f"{anyascii(first).lower()}@{words.domain}.example",
                actor=actor,
                at=at,
                language=words.language,
                job_title=job_title,
                is_demo=True,
            ).user
            for first, last, job_title in words.contacts
        ]
        partners.append(Partner(words, company, users))
    return Partners(partners)
