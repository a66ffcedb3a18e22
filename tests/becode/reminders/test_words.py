import pytest
from django.utils import translation

from becode.reminders.rules import Offset
from becode.reminders.words import moments_in_words


@pytest.mark.parametrize(
    ("offsets", "words"),
    [
        ([Offset()], "on the day"),
        ([Offset(hour=15), Offset(days=2)], "on the day at 15:00; 2 days after"),
        ([Offset(days=-1)], "1 day before"),
        (
            [Offset(days=-2), Offset(days=-1, hour=18), Offset(days=-14), Offset(days=-7)],
            "14, 7 and 2 days before; 1 day before at 18:00",
        ),
        ([Offset(hours=-24), Offset(hours=-6)], "24 and 6 hours before"),
        ([Offset(), Offset(days=4), Offset(days=10)], "on the day and 4 and 10 days after"),
    ],
)
def test_moments_are_read_as_a_colleague_would_say_them(offsets, words):
    assert moments_in_words(offsets) == words


def test_moments_are_told_in_the_language_of_the_reader():
    with translation.override("nl"):
        assert moments_in_words([Offset(days=-7)]) == "7 dagen ervoor"
