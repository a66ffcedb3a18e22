"""The staff of the demo school: somebody for each role, with all campuses or some of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.accounts.workflow import create_account
from becode.campuses.models import Campus
from becode.core.actors import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class ColleagueWords:
    """One account; `shown` ones get a login that is written down."""

    name: str
    email: str
    role: Role
    campuses: tuple[str, ...]
    language: str
    shown: bool = True


COLLEAGUES = (
    ColleagueWords("Ada Vercruysse", "ada.admin@becode.example", Role.ADMINISTRATOR, (), "en"),
    ColleagueWords(
        "Amina Berrahma", "amina.admissions@becode.example", Role.ADMISSIONS, ("BXL",), "fr"
    ),
    ColleagueWords("Carla Nys", "carla.coach@becode.example", Role.COACH, ("BXL",), "fr"),
    ColleagueWords("Bram Ockerman", "bram.placement@becode.example", Role.PLACEMENT, (), "nl"),
    ColleagueWords(
        "Mieke Tanghe", "mieke.manager@becode.example", Role.CAMPUS_MANAGER, ("GNT", "ANT"), "nl"
    ),
    ColleagueWords("Rik Demeulder", "rik.reporting@becode.example", Role.REPORTING, (), "nl"),
    ColleagueWords(
        "Dries Poelvoet", "dries.privacy@becode.example", Role.DATA_PROTECTION, (), "nl"
    ),
    ColleagueWords(
        "Wouter Blomme",
        "wouter.admissions@becode.example",
        Role.ADMISSIONS,
        ("ANT", "GNT"),
        "nl",
        shown=False,
    ),
    ColleagueWords(
        "Delphine Rasquin",
        "delphine.admissions@becode.example",
        Role.ADMISSIONS,
        ("CRL", "LIE"),
        "fr",
        shown=False,
    ),
    ColleagueWords(
        "Joris Haemers", "joris.coach@becode.example", Role.COACH, ("ANT", "GNT"), "nl", shown=False
    ),
    ColleagueWords(
        "Élodie Gustin",
        "elodie.coach@becode.example",
        Role.COACH,
        ("CRL", "LIE"),
        "fr",
        shown=False,
    ),
    ColleagueWords(
        "Hassan Bouchta",
        "hassan.manager@becode.example",
        Role.CAMPUS_MANAGER,
        ("BXL", "CRL", "LIE"),
        "fr",
        shown=False,
    ),
)


class Colleagues:
    """The accounts, and who does what at which campus."""

    def __init__(self, accounts: list[User]) -> None:
        self.accounts = accounts
        self._words = {words.email: words for words in COLLEAGUES}

    @property
    def shown(self) -> list[User]:
        """Those whose login a stranger may try."""
        return [user for user in self.accounts if self._words[user.email].shown]

    def acting(self, role: Role, campus_code: str) -> Actor:
        """The colleague with this role who looks after this campus."""
        for user in self.accounts:
            words = self._words[user.email]
            if words.role == role and (not words.campuses or campus_code in words.campuses):
                return Actor.user(user)
        raise LookupError(f"nobody has the role {role} at {campus_code}")


def hire(campuses: Mapping[str, Campus], *, at: datetime) -> Colleagues:
    """Make the accounts. Raises IllegalMove when somebody has one of the addresses."""
    return Colleagues(
        [
            create_account(
                email=words.email,
                name=words.name,
                language=words.language,
                roles=[words.role],
                campuses=[campuses[code] for code in words.campuses],
                actor=SYSTEM,
                at=at,
                is_demo=True,
            )
            for words in COLLEAGUES
        ]
    )
