"""What can be chosen in the form: open tracks and the open campuses that teach them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from becode.campuses.models import Campus
from cohorts.models import Track


@dataclass(frozen=True)
class Offering:
    """Tracks by code and campuses by name; a track without an open campus is left out."""

    tracks: list[Track]
    campuses: list[Campus]
    taught: dict[int, list[Campus]]

    def track(self, code: str) -> Track | None:
        return next((track for track in self.tracks if track.code == code), None)

    def campus(self, code: str) -> Campus | None:
        return next((campus for campus in self.campuses if campus.code == code), None)

    def campus_codes(self, track: Track) -> set[str]:
        return {campus.code for campus in self.taught[track.pk]}

    def places(self, track: Track) -> str:
        """Where a track is taught, for people: "Brussels, Ghent"."""
        return ", ".join(self.label(campus) for campus in self.taught[track.pk])

    def label(self, campus: Campus) -> str:
        """The city in the active language, with the campus's own name where a city has two."""
        language = (get_language() or "en")[:2]
        city = campus.city(language)
        alike = [other for other in self.campuses if other.city(language) == city]
        return city if len(alike) == 1 else f"{city} – {campus.name}"


def offering_on(day: date) -> Offering:
    """Three queries, however much is offered."""
    campuses = list(Campus.objects.open_on(day))
    by_key = {campus.pk: campus for campus in campuses}
    taught = {
        track: [by_key[place.pk] for place in track.campuses.all() if place.pk in by_key]
        for track in Track.objects.open_on(day).prefetch_related("campuses")
    }
    tracks = [track for track, places in taught.items() if places]
    used = {campus.pk for track in tracks for campus in taught[track]}
    return Offering(
        tracks=tracks,
        campuses=[campus for campus in campuses if campus.pk in used],
        taught={track.pk: taught[track] for track in tracks},
    )
