"""Papers: archivable, readable aloud, the same each time, and data is never markup."""

import re
import zlib

import pytest

from becode.formats.pdf import CannotPrint, NoLetters, pdf

SOURCE = """
#set document(title: sys.inputs.title)
#set text(lang: sys.inputs.lang, font: "Libertinus Serif")
= #sys.inputs.title
"""


def paper(title, lang="nl"):
    return pdf(SOURCE, {"title": title, "lang": lang})


def test_it_is_for_archives_and_screen_readers():
    made = paper("Attest")
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in made
    assert b"pdfuaid:part" in made
    assert b"/Lang" in made


def test_the_same_data_gives_the_same_paper():
    assert paper("Attest") == paper("Attest")
    assert paper("Attest") != paper("Test")


def test_data_is_never_markup():
    """An injected `#panic()` would stop the making, and a read file would fail."""
    title = '#panic("ran") #read("/etc/passwd") = *bold*'
    made = paper(title)
    assert b"panic" in made or any(
        b"panic" in zlib.decompress(part)
        for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
        if part[:1] == b"x"
    )


@pytest.mark.parametrize("name", ["Žižek Ñandú", "Юлия", "Ελένη", "O’Brien ﬁ"])
def test_names_of_europe_can_be_printed(name):
    assert paper(name)


def test_a_sign_without_a_glyph_is_refused_and_not_left_blank():
    with pytest.raises(NoLetters):
        paper("\ue000")


def test_a_paper_reads_no_file():
    with pytest.raises(CannotPrint):
        pdf('#read("/etc/hostname")', {})
