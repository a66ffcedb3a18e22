"""The hours of a week in words."""

from django.utils.dates import WEEKDAYS

from placements.hours import Week


def lines_of(week: Week) -> list[tuple[str, str]]:
    """Each day of the week that has hours: (Monday, 09:00 – 17:00)."""
    return [
        (str(name).capitalize(), f"{line[0]} – {line[1]}")
        for weekday, name in WEEKDAYS.items()
        if (line := week.get(str(weekday)))
    ]
