"""What a new school starts with: five cities and the web developer track, to be changed at will."""

from django.db import transaction

from becode.campuses.models import Campus
from cohorts.models import Track

CITIES: tuple[dict[str, object], ...] = (
    {
        "code": "BXL",
        "name": "Brussels",
        "city_nl": "Brussel",
        "city_fr": "Bruxelles",
        "city_en": "Brussels",
        "region": "brussels",
        "languages": ["fr", "nl", "en"],
    },
    {
        "code": "ANT",
        "name": "Antwerpen",
        "city_nl": "Antwerpen",
        "city_fr": "Anvers",
        "city_en": "Antwerp",
        "region": "flanders",
        "languages": ["nl", "en"],
    },
    {
        "code": "GNT",
        "name": "Gent",
        "city_nl": "Gent",
        "city_fr": "Gand",
        "city_en": "Ghent",
        "region": "flanders",
        "languages": ["nl", "en"],
    },
    {
        "code": "CRL",
        "name": "Charleroi",
        "city_nl": "Charleroi",
        "city_fr": "Charleroi",
        "city_en": "Charleroi",
        "region": "wallonia",
        "languages": ["fr", "en"],
    },
    {
        "code": "LIE",
        "name": "Liège",
        "city_nl": "Luik",
        "city_fr": "Liège",
        "city_en": "Liège",
        "region": "wallonia",
        "languages": ["fr", "en"],
    },
)


@transaction.atomic
def add_starting_places() -> bool:
    """Add the cities and a first track where the school has no campus at all; tells whether."""
    if Campus.objects.exists():
        return False
    campuses = [Campus.objects.create(**values) for values in CITIES]
    track, _created = Track.objects.get_or_create(
        code="WEB",
        defaults={
            "name_nl": "Webontwikkelaar",
            "name_fr": "Développeur web",
            "name_en": "Web developer",
            "summary_nl": "Je leert websites en apps maken, stap voor stap en in groep.",
            "summary_fr": "Vous apprenez à créer des sites et des applications, pas à pas.",
            "summary_en": "You learn to make websites and apps, step by step and together.",
        },
    )
    track.campuses.set(campuses)
    return True
