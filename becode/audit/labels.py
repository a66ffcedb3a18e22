"""The registry of audit labels: what each means in the words of the staff site."""

from collections.abc import Mapping

from django.utils.functional import Promise

_sentences: dict[str, Promise | str] = {}


class UnknownLabel(Exception):
    """A workflow recorded a label that no app declared."""


def declare(labels: Mapping[str, Promise | str]) -> None:
    """Add an app's labels: `application.admitted` → "Admitted" (translatable)."""
    _sentences.update(labels)


def sentence(label: str) -> str:
    """The words of a label, for people; the label itself when its app is gone."""
    return str(_sentences.get(label, label))


def check(label: str) -> None:
    if label not in _sentences:
        raise UnknownLabel(label)
