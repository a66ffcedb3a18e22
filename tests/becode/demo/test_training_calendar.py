"""The agenda of a demo campus speaks the language of the campus."""

import pytest

from becode.demo.training_calendar import EVENTS, OPEN_DOOR, _language_of
from tests.factories import CampusFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("languages", "expected"), [(["fr"], "fr"), (["nl", "en"], "nl"), (["de"], "en"), ([], "en")]
)
def test_the_first_language_of_the_campus_that_there_are_words_in(languages, expected):
    campus = CampusFactory(languages=languages)
    assert _language_of(campus) == expected
    assert all(_language_of(campus) in words for *_when, words in EVENTS)
    assert OPEN_DOOR[_language_of(campus)]
