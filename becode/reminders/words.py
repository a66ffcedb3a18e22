"""Offsets and anchors in words, for colleagues."""

from collections.abc import Iterable

from django.contrib.admin.utils import get_fields_from_path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from becode.reminders.rules import Offset, Rule

ORDINARY_HOUR = 9


def in_words(offset: Offset) -> str:
    """ "7 days before", "on the day at 15:00", "6 hours after"."""
    return moments_in_words([offset])


def moments_in_words(offsets: Iterable[Offset]) -> str:
    """Several together: "14, 7 and 2 days before; 1 day before at 18:00"."""
    groups: dict[tuple[bool, bool, int], list[int]] = {}
    for offset in sorted(offsets, key=lambda one: (one.delta, one.hour)):
        number = offset.days * 24 + offset.hours if offset.hours else offset.days
        hour = ORDINARY_HOUR if offset.hours else offset.hour
        groups.setdefault((bool(offset.hours), offset.is_before, hour), []).append(abs(number))
    return "; ".join(
        _group(numbers, in_hours=in_hours, is_before=is_before, hour=hour)
        for (in_hours, is_before, hour), numbers in groups.items()
    )


def _group(numbers: list[int], *, in_hours: bool, is_before: bool, hour: int) -> str:
    parts = []
    if 0 in numbers:
        parts.append(_("on the day"))
    later = [number for number in numbers if number]
    if later:
        words = {"numbers": listed([str(number) for number in later])}
        parts.append(_phrase(in_hours, is_before, later[-1] if len(later) == 1 else 2) % words)
    text = listed(parts)
    if hour == ORDINARY_HOUR:
        return text
    return _("%(days)s at %(hour)s") % {"days": text, "hour": f"{hour:02d}:00"}


def _phrase(in_hours: bool, is_before: bool, number: int) -> str:
    if in_hours and is_before:
        return ngettext("%(numbers)s hour before", "%(numbers)s hours before", number)
    if in_hours:
        return ngettext("%(numbers)s hour after", "%(numbers)s hours after", number)
    if is_before:
        return ngettext("%(numbers)s day before", "%(numbers)s days before", number)
    return ngettext("%(numbers)s day after", "%(numbers)s days after", number)


def listed(parts: list[str]) -> str:
    """ "a, b and c" in the active language."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def counted_from(rule: Rule) -> str:
    """The date from which a rule counts, as its column is called."""
    return str(get_fields_from_path(rule.records().model, rule.anchor)[-1].verbose_name)
