"""Filling in the form as a browser without JavaScript does."""

import time

from django.core import signing
from django.test import Client

from applicants.public import guard

YOU = {
    "first_name": "Amira",
    "last_name": "El Khatib",
    "preferred_name": "",
    "birth_day": "17",
    "birth_month": "5",
    "birth_year": "1995",
}
CONTACT = {
    "email": "amira@school.example",
    "phone": "0470 12 34 56",
    "contact_language": "fr",
    "postcode": "1000",
}
LANGUAGES = {"lesson_nl": "no", "lesson_fr": "yes", "lesson_en": "a_little"}
COURSE = {"track": "WEB", "campus_1": "BXL", "campus_2": "GNT", "campus_3": ""}
ABOUT = {
    "motivation": "I like to make things.",
    "heard_from": "workshop",
    "heard_from_detail": "Library of Molenbeek",
    "gender": "f",
    "needs": "",
}
ANSWERS = {"you": YOU, "contact": CONTACT, "languages": LANGUAGES, "course": COURSE, "about": ABOUT}
AGREED = {"application": "on", "news": "on"}


def began(seconds_ago: float = 60) -> str:
    """The hidden field of a form that was first shown some time ago."""
    return signing.dumps(time.time() - seconds_ago, salt=guard.BEGAN)


def path(slug: str, language: str = "en") -> str:
    return f"/{language}/apply/" if slug == "you" else f"/{language}/apply/{slug}/"


def answer(client: Client, slug: str, *, language: str = "en", **changes):
    """Send one step with its usual answers; None leaves an answer out."""
    data = {**ANSWERS[slug], **changes}
    if slug == "you":
        data.setdefault("began", began())
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(path(slug, language), data)


def fill(client: Client, *, language: str = "en", **changes):
    """All steps up to the last page; `contact={…}` changes answers of one step."""
    for slug in ANSWERS:
        response = answer(client, slug, language=language, **changes.get(slug, {}))
        assert response.status_code == 302, response.context["form"].errors
    return response


def send(client: Client, *, language: str = "en", **changes):
    return client.post(f"/{language}/apply/check/", {**AGREED, **changes})
