"""Everything visible is there in Dutch and French, whole and with the same placeholders."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.borrowed_texts import BORROWED
from tests.house.texts import ROOT, Text, our_files, our_texts, placeholders, texts_in

LANGUAGES = ("nl", "fr")


@cache
def required_texts() -> list[Text]:
    borrowed = [
        Text(context, singular, plural, "a library's page")
        for context, singular, plural in BORROWED
    ]
    return [*our_texts(), *borrowed]


@cache
def catalogue(language: str) -> Catalog:
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def faults(text: Text, catalogue: Catalog) -> list[str]:
    """What is wrong with the translation of one text; nothing when it is good."""
    message = catalogue.get(text.singular, text.context or None)
    if message is None:
        return ["missing"]
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    found = ["fuzzy"] if message.fuzzy else []
    if not all(form.strip() for form in forms):
        return [*found, "empty"]
    if bool(text.plural) and len(forms) != catalogue.num_plurals:
        return [*found, "without plural"]
    wanted = placeholders(text.singular) | placeholders(text.plural)
    for form in forms:
        names = placeholders(form)
        # "You have one passkey" may leave the number out; nothing may name what is not given.
        if names - wanted or (wanted - names and not text.plural):
            found.append(f"placeholders {sorted(names)} instead of {sorted(wanted)}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    found = {
        f"{text.where} {text.singular!r}: {', '.join(wrong)}"
        for text in required_texts()
        if (wrong := faults(text, catalogue(language)))
    }
    assert not found, f"{len(found)} texts in {language}:\n" + "\n".join(sorted(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_french_and_dutch_have_two_forms(language):
    rule = {"nl": "(n != 1)", "fr": "(n > 1)"}[language]
    assert (catalogue(language).num_plurals, catalogue(language).plural_expr) == (2, rule)


def test_faults_are_noticed():
    book = Catalog(locale="nl")
    book.add("Hello %(name)s", "Dag %(naam)s")
    book.add("Fuzzy", "Vaag", flags=["fuzzy"])
    book.add("Empty", "")
    text = Text("", "Hello %(name)s", "", "here")
    assert faults(text, book) == ["placeholders ['naam'] instead of ['name']"]
    assert faults(Text("", "Fuzzy", "", "here"), book) == ["fuzzy"]
    assert faults(Text("", "Empty", "", "here"), book) == ["empty"]
    assert faults(Text("", "Gone", "", "here"), book) == ["missing"]
    assert faults(Text("page", "Empty", "", "here"), book) == ["missing"]


def test_texts_are_found_in_code_and_templates(tmp_path):
    code = tmp_path / "code.py"
    code.write_text(
        'from x import gettext as _\na = _("One")\nb = ngettext("%(n)s bee", "%(n)s bees", 2)\n'
        'c = pgettext_lazy("month", "May")\n'
    )
    page = tmp_path / "page.html"
    page.write_text(
        '<p>{% translate "It\'s" %}</p>\n   {% translate "May" context "month" as may %}\n'
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    assert [text[:3] for text in texts_in(code, "code.py")] == [
        ("", "One", ""),
        ("", "%(n)s bee", "%(n)s bees"),
        ("month", "May", ""),
    ]
    assert [text[:3] for text in texts_in(page, "page.html")] == [
        ("", "It's", ""),
        ("month", "May", ""),
        ("", "%(n)s day", "%(n)s days"),
    ]


def test_all_our_files_are_read():
    names = {path.relative_to(ROOT).as_posix() for path in our_files()}
    assert {"becode/accounts/enums.py", "templates/base.html"} <= names


LOOSE_QUOTES = re.compile("«(?!\u00a0)|(?<!\u00a0)»")
LOOSE_MARKS = re.compile(r"\S [:;?!]")


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def french_texts() -> list[str]:
    """Every French text of the catalogue and of the public pages."""
    texts = [text for message in catalogue("fr") for text in forms_of(message)]
    files = list(ROOT.glob("becode/pages/texts/fr/*.md"))
    assert files
    return [*texts, *(file.read_text(encoding="utf-8") for file in files)]


def test_french_quotation_marks_stay_with_their_words():
    """With a space that breaks, « would stand at the end of a line. Few fonts have a narrow one."""
    texts = french_texts()
    assert any("«\u00a0" in text for text in texts)
    assert [text for text in texts if LOOSE_QUOTES.search(text)] == []


def test_french_marks_stay_with_their_words():
    """A line never begins with : ; ? or !, which have a no-break space before them."""
    texts = french_texts()
    assert any("\u00a0?" in text for text in texts)
    assert [text for text in texts if LOOSE_MARKS.search(text)] == []


STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_«]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_are_of_one_kind(language):
    """d’accord, pagina’s; text messages get the plain one by themselves."""
    texts = [form for message in catalogue(language) for form in forms_of(message)]
    assert any("’" in text for text in texts)
    assert [text for text in texts if STRAIGHT.search(text)] == []
