"""What every part of the demo stands on: chance, history, places, colleagues, partners."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from applicants.starting import add_starting_intake
from becode.campuses.models import Campus
from becode.core import clock
from becode.demo.agreeing import add_addresses
from becode.demo.chronicle import Chronicle
from becode.demo.colleagues import Colleagues
from becode.demo.partners import Partners
from becode.demo.sketch import Sketcher
from becode.demo.words.learners import CAMPUSES_OF, MORE_TRACKS
from becode.people.models import Person
from cohorts.models import Track
from cohorts.starting import add_starting_places


class MissingPlaces(Exception):
    """The school has campuses of its own, and not the five that the demo is about."""


@dataclass(slots=True, kw_only=True)
class World:
    """`at` is the present of the demo; everything else happened before it."""

    chance: random.Random
    at: datetime
    chronicle: Chronicle
    sketcher: Sketcher
    campuses: dict[str, Campus]
    tracks: dict[str, Track]
    colleagues: Colleagues
    partners: Partners
    # Those whose pages are worth a look, by what they are: "waiting", "offer", "learner".
    shown: dict[str, Person] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.local_day(self.at)

    def days_ago(self, number: int) -> date:
        return self.today - timedelta(days=number)

    def past(self, moment: datetime) -> datetime:
        """This moment, or shortly before the present where it has not come yet."""
        if moment < self.at:
            return moment
        return self.at - timedelta(minutes=self.chance.randint(5, 50))


def places() -> tuple[dict[str, Campus], dict[str, Track]]:
    """The five campuses and three tracks by code, made where they are missing.

    Raises MissingPlaces where the school's own campuses are others.
    """
    add_starting_places()
    add_starting_intake(at=clock.now())
    campuses = {campus.code: campus for campus in Campus.objects.order_by("pk")}
    missing = {"BXL", "ANT", "GNT", "CRL", "LIE"} - campuses.keys()
    if missing or not Track.objects.filter(code="WEB").exists():
        raise MissingPlaces(", ".join(sorted(missing)) or "WEB")
    for words in MORE_TRACKS:
        code = str(words["code"])
        track, is_new = Track.objects.get_or_create(code=code, defaults=words)
        if is_new:
            track.campuses.set(campuses[campus] for campus in CAMPUSES_OF[code])
    add_addresses(campuses)
    return campuses, {track.code: track for track in Track.objects.order_by("pk")}
