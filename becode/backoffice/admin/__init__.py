"""The lists of the floor: people, campuses, messages, audit, accounts."""

from becode.backoffice.admin import accounts, audit, campuses, messages, pages, people

__all__ = ["accounts", "audit", "campuses", "messages", "pages", "people"]
