"""The lists and pages of the floor: people, campuses, messages, reminders, audit, accounts."""

from becode.backoffice.admin import (
    accounts,
    ahead,
    all_messages,
    audit,
    campuses,
    messages,
    pages,
    pauses,
    people,
    reminder_rules,
    wordings,
)

__all__ = [
    "accounts",
    "ahead",
    "all_messages",
    "audit",
    "campuses",
    "messages",
    "pages",
    "pauses",
    "people",
    "reminder_rules",
    "wordings",
]
