"""How a fact is printed: days in words, hours in a line, codes by their name."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format

from placements.numbers import spell_company_number
from placements.papers.words import WORDS


def shown(path: str, value: Any, language: str) -> str:
    """One fact as text, in a language of the papers."""
    name = path.rpartition(".")[2]
    with translation.override(language):
        return _shown(name, value, language)


def _shown(name: str, value: Any, language: str) -> str:
    words = WORDS[language]
    if value is None or value in ("", [], {}):
        return words.terms["none"]
    match name:
        case "start_on" | "end_on" | "born_on":
            return day(str(value))
        case "objectives":
            return "; ".join(
                f"{goal['competence']}: {goal['task']} ({goal['level']})" for goal in value
            )
        case "schedule":
            return "; ".join(
                f"{days} {hours[0]}–{hours[1]} ({hours[2]} min)" for days, hours in weekly(value)
            )
        case "changes":
            return "; ".join(
                f"{words.labels[one['path']]}: {_shown_at(one, 'before', language)} → "
                f"{_shown_at(one, 'after', language)}"
                for one in value
            )
        case "frame":
            return words.frames.get(value, str(value))
        case "insured_by" | "dimona_by":
            return words.responsible.get(value, str(value))
        case "allowance":
            return euro(str(value))
        case "total_minutes":
            return hours_of(int(value))
        case "company_number":
            return spell_company_number(str(value))
        case "site_number":
            return spell_unit(str(value))
        case "language":
            return words.terms[f"language_{value}"]
        case _ if isinstance(value, bool):
            return words.terms["yes" if value else "no"]
        case _:
            return str(value)


def _shown_at(change: dict[str, Any], side: str, language: str) -> str:
    return _shown(change["path"].rpartition(".")[2], change[side], language)


def day(iso: str) -> str:
    """A day in words, in the active language."""
    return date_format(date.fromisoformat(iso), "j F Y") if iso else ""


def weekday(key: str) -> str:
    return str(WEEKDAYS[int(key)])


def weekly(schedule: dict[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    """The lines of a schedule, days in a row with the same hours on one line."""
    found: list[tuple[list[int], list[Any]]] = []
    for key, hours in sorted(schedule.items()):
        if found and found[-1][1] == hours and found[-1][0][-1] == int(key) - 1:
            found[-1][0].append(int(key))
        else:
            found.append(([int(key)], hours))
    return [
        (
            weekday(str(days[0]))
            if len(days) == 1
            else f"{weekday(str(days[0]))} – {weekday(str(days[-1]))}",
            hours,
        )
        for days, hours in found
    ]


def hours_of(minutes: int) -> str:
    """Hours, with the minutes where there are any: 36 h, 7 h 36."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def euro(amount: str) -> str:
    return f"€ {number_format(Decimal(amount), 2)}"


def spell_unit(number: str) -> str:
    """An establishment unit in its usual spelling: 2.123.456.791."""
    if len(number) != 10:
        return number
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"
