"""The lists of the floor: people, campuses, messages, audit, accounts."""

from becode.backoffice.admin import audit, campuses, messages, people

__all__ = ["audit", "campuses", "messages", "people"]
