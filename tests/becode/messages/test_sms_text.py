"""What a text message is made of: signs of the small alphabet, so that it stays cheap and short."""

import pytest
from django.utils import translation

from becode.messages.enums import Channel
from becode.messages.notification import Content, Recipient
from becode.messages.rendering import one_line, parts_of, sms_text
from becode.messages.sms_text import for_phone, messages_needed

READER = Recipient(channel=Channel.SMS, address="+32470000000", language="fr")


def test_french_spaces_and_quotes_are_plain_on_a_phone():
    content = Content(
        "Objet", [], sms="L’école\u202f: «\u00a0venez\u00a0»\u00a0! https://a.example/x – à 9:00…"
    )
    text = parts_of(content, READER)["sms"]
    assert text == 'L\'école : "venez" ! https://a.example/x - à 9:00...'
    assert messages_needed(text) == 1


def test_a_text_message_says_who_writes():
    assert sms_text([{"sms": "One."}, {"sms": "Two."}]) == "BeCode: One.\n\nTwo."
    assert sms_text([{"sms": "BeCode: one."}]) == "BeCode: one."
    assert sms_text([{"sms": ""}]) == ""
    with translation.override("fr"):
        assert sms_text([{"sms": "Un."}]) == "BeCode : Un."


def test_the_accent_that_stresses_goes_as_it_would_double_the_cost():
    text = for_phone("Antwoord vóór maandag. Vóór dan bellen we.")
    assert text == "Antwoord voor maandag. Voor dan bellen we."
    assert messages_needed(text + "x" * 110) == 1


def test_letters_of_a_name_stay():
    assert for_phone("Zoë Gonçalves, señor Łukasz") == "Zoë Gonçalves, señor Łukasz"


def test_a_mail_keeps_the_spaces_that_do_not_break():
    reader = Recipient(channel=Channel.EMAIL, address="a@b.example", language="fr")
    content = Content("Vous\u00a0attendez\u202f?\r\n Oui", ["D’accord\u00a0?"])
    parts = parts_of(content, reader)
    assert parts["subject"] == "Vous\u00a0attendez\u202f? Oui"
    assert parts["paragraphs"] == ["D’accord\u00a0?"]


def test_one_line_takes_every_break():
    assert one_line(" a\r\nb\u2028c\x85d\te  f ") == "a b c d e f"


def test_without_an_sms_of_its_own_the_way_to_act_goes_along():
    content = Content("Subject", ["Words."], button=("Open", "[[link]]"), code="[[code]]")
    assert parts_of(content, READER)["sms"] == "Subject\nWords.\n[[code]]\n[[link]]"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        ("ç" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_messages_are_counted_as_phone_companies_do(text, number):
    assert messages_needed(text) == number
