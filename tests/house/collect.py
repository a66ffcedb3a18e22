"""`make messages`: bring the catalogues in line with the texts in code, templates and libraries.

New texts come in empty, for a translator; texts that are gone leave. Needs no tools of gettext.
"""

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.house.borrowed_texts import BORROWED
from tests.house.texts import ROOT, our_texts

LANGUAGES = ("nl", "fr")
# Fixed, so that collecting again changes nothing where no text changed.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: becode VERSION\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def wanted_texts() -> list[tuple[str, str, str]]:
    """(context, singular, plural) of everything to translate, each once."""
    ours = [(text.context, text.singular, text.plural) for text in our_texts()]
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for context, singular, plural in [*BORROWED, *ours]:
        known = found.get((context, singular))
        found[context, singular] = (context, singular, plural or (known[2] if known else ""))
    return list(found.values())


def collected(language: str, old: Catalog) -> Catalog:
    """A catalogue of what is wanted now, with the translations that are there."""
    new = Catalog(locale=language)
    for context, singular, plural in wanted_texts():
        known = old.get(singular, context or None)
        text = known.string if known is not None else ""
        if plural and not isinstance(text, (tuple, list)):
            text = (text, "")
        if not plural and isinstance(text, (tuple, list)):
            text = text[0]
        new.add((singular, plural) if plural else singular, text, context=context or None)
    return new


def main() -> int:
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            old = read_po(file, locale=language, abort_invalid=True)
        new = collected(language, old)
        with path.open("wb") as file:
            file.write(HEADER.format(language=language, plural=old.plural_forms).encode())
            write_po(file, new, width=100, sort_output=True, no_location=True, omit_header=True)
        missing = sum(
            not all(message.string if isinstance(message.string, tuple) else (message.string,))
            for message in new
            if message.id
        )
        print(f"{language}: {len(new)} texts, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
