"""A room, a training day, an event, and the links of calendars."""

from datetime import timedelta
from typing import Any

from cohorts.feeds.links import COHORT, Feed, url_of
from tests.factories_training import AgendaItemFactory, RoomFactory, TrainingDayFactory


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    cohort, campus = base["cohort"], base["campus"]
    return {
        "room": RoomFactory(campus=campus),
        "training_day": TrainingDayFactory(cohort=cohort, on=cohort.start_on + timedelta(days=1)),
        "agenda_item": AgendaItemFactory(campus=campus, cohort=cohort),
    }


def keys(base: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in addresses that name more than one thing."""
    cohort = base["cohort"]
    token = url_of(Feed(COHORT, cohort.pk)).rsplit("/", 1)[1].removesuffix(".ics")
    return {
        "campus_year": {"pk": base["campus"].pk, "year": 2026},
        "calendar_link": {"scope": COHORT, "pk": cohort.pk},
        "feed": {"token": token},
    }
