"""Skills are short tags in people's own words; the same words are suggested to all."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Func
from django.utils.translation import gettext_lazy as _

from cohorts.models import Competence, Enrolment
from placements.models import Position

LONGEST = 40
MOST = 15
# A tag that fewer learners have, or fewer companies ask for, might say who somebody is.
LEAST = 3
SUGGESTED = 12


def split_skills(text: str) -> list[str]:
    """Tags typed with a comma, a semicolon or a new line between them; each once, as typed."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        tag = " ".join(part.split()).strip(" .")
        if tag:
            found.setdefault(tag.casefold(), tag)
    return list(found.values())


def suggested_skills(*, limit: int = SUGGESTED) -> list[str]:
    """What is asked or known most, then short competences of the trainings; by name."""
    counted: dict[str, int] = {}
    spelled: dict[str, str] = {}
    sources: tuple[tuple[Any, str], ...] = (
        (Enrolment.objects, "person"),
        (Position.objects, "company"),
    )
    for rows, whose in sources:
        tags = (
            rows.annotate(tag=Func(F("skills"), function="unnest"))
            .order_by()
            .values("tag")
            .annotate(count=Count(whose, distinct=True))
            .filter(count__gte=LEAST)
            .values_list("tag", "count")
        )
        for tag, count in tags.order_by("-count", "tag")[:limit]:
            key = tag.casefold()
            counted[key] = counted.get(key, 0) + count
            spelled.setdefault(key, tag)
    best = sorted(counted, key=lambda key: (-counted[key], key))[:limit]
    names = [spelled[key] for key in best]
    if len(names) < limit:
        names += _competences(known=set(best), limit=limit - len(names))
    return sorted(names, key=str.casefold)


def _competences(*, known: set[str], limit: int) -> list[str]:
    """Names of what the trainings teach, where they are short enough to be a tag."""
    rows = Competence.objects.filter(is_active=True).order_by("track", "position", "pk")
    names = dict.fromkeys(row.name for row in rows[:200])
    short = [name for name in names if len(name) <= LONGEST and name.casefold() not in known]
    return short[:limit]


def problem_with(tags: Iterable[str]) -> str:
    """A sentence about tags that are too many or too long; empty where they are fine."""
    tags = list(tags)
    if len(tags) > MOST:
        return str(_("At most %(count)d skills: choose the ones that matter.") % {"count": MOST})
    too_long = next((tag for tag in tags if len(tag) > LONGEST), "")
    if too_long:
        return str(
            _("Make this shorter, at most %(count)d characters: %(skill)s")
            % {"count": LONGEST, "skill": too_long}
        )
    return ""
