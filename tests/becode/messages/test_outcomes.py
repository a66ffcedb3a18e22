import re
from pathlib import Path

import pytest
from django.utils import translation

from becode.messages import days, deliver, transport
from becode.messages.outcomes import SENTENCES, sentence


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("accepted", "The mail server or gateway took it."),
        ("smtp_550", "The address was refused (answer 550)."),
        ("smtp_421", "The mail server asked to try again later (answer 421)."),
        ("provider_429", "The mail service could not take it now (answer 429)."),
        ("provider_400", "The address was refused (answer 400)."),
        (
            "gave_up_smtp_421",
            "We stopped trying. The last time: The mail server asked to try again later "
            "(answer 421).",
        ),
        ("of_another_time", "of_another_time"),
    ],
)
def test_codes_are_told_in_words(outcome, words):
    with translation.override("en"):
        assert sentence(outcome) == words


def test_every_code_of_the_sender_has_words():
    source = "".join(Path(one.__file__).read_text() for one in (days, deliver, transport))
    calls = r'(?:Refused|TryLater|ServerAway|outcome=|return )\(?"([a-z]+_[a-z_]+)"'
    codes = set(re.findall(calls, source))

    assert len(codes) > 12
    assert codes - set(SENTENCES) == set()
